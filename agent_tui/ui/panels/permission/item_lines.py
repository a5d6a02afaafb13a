"""What is asked, as rows: why, what to beware of, and the call itself, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from rich.style import Style

from agent_tui.protocol.permissions import Decision, PermissionItem, PermissionReply
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import Row
from agent_tui.ui.panels.ink import MARGIN, Ink, cut
from agent_tui.ui.panels.permission.arguments import command_in, other_arguments, pretty
from agent_tui.ui.panels.permission.ballot import Ballot
from agent_tui.ui.panels.sheet import Line
from agent_tui.ui.render.diff_rows import SIDE_BY_SIDE_CELLS, diff_rows
from agent_tui.ui.render.exact_text import revealed

MOST_DIFF_ROWS = 2000
_MOST_HEAD_ROWS = 4
_MOST_CALLS = 4

_SAID = {
    Decision.ONCE: "✓ once",
    Decision.SESSION: "✓ session",
    Decision.ALWAYS: "✓ always",
    Decision.REJECT: "✗ reject",
}


class Asked(Struct, frozen=True, kw_only=True):
    """The call to show. is_listed: its summary stands in the list of calls. is_side_by_side: the
    layout of a diff, None for what fits the width."""

    item: PermissionItem
    arguments: str
    is_edited: bool = False
    is_listed: bool = False
    is_side_by_side: bool | None = None


def title_line(ballot: Ballot, ink: Ink) -> Line:
    """Who wants what."""
    item = ballot.item
    if ballot.is_batch:
        return ink.line((f"Agent wants to make {len(ballot.items)} calls", ink.strong))
    if item.command:
        wish = "run a command"
    elif item.diff:
        wish = "change files"
    else:
        wish = "use a tool"
    return ink.line((f"Agent wants to {wish}", ink.strong), (f" · {one_row(item.tool)}", ink.dim))


def head_lines(asked: Asked, ink: Ink, width: int) -> list[Line]:
    """Warnings, what it is in a line, and why it is asked."""
    item = asked.item
    lines: list[Line] = []
    if item.is_dangerous:
        lines += ink.sentence("Look closely: only the letter y approves this.", ink.warning, width)
    for warning in item.warnings:
        lines += ink.sentence(warning, ink.warning, width, mark="! ")
    if item.summary and not item.command and not asked.is_listed:
        lines += ink.sentence(item.summary, ink.text, width)
    if item.reason:
        lines += ink.sentence(item.reason, ink.dim, width)
    return lines


def is_head_long(lines: list[Line]) -> bool:
    """So many rows that they would push the call out of a low window; then they scroll with it."""
    return len(lines) > _MOST_HEAD_ROWS


def body_lines(asked: Asked, ink: Ink, width: int) -> list[Line]:
    """The call itself."""
    item, arguments = asked.item, asked.arguments
    lines: list[Line] = []
    if asked.is_edited:
        lines.append(ink.line(("edited by you", ink.accent)))
    if command := command_in(item, arguments):
        lines += ink.exact(command, width, mark="$ ")
        for other in other_arguments(item, arguments):
            lines += ink.sentence(other, ink.dim, width)
    elif item.diff and not asked.is_edited:
        chosen = asked.is_side_by_side
        is_wide = width >= SIDE_BY_SIDE_CELLS if chosen is None else chosen
        lines += ink.rows(_diff_rows(item.diff, width - 2 * MARGIN, ink.palette, is_wide))
    else:
        lines += ink.exact(pretty(arguments), width, has_break_signs=False)
    return lines


def call_lines(ballot: Ballot, ink: Ink, width: int) -> list[Line]:
    """The calls of a batch, a few rows of them around the one that is looked at."""
    count = len(ballot.items)
    first = max(0, min(ballot.cursor - _MOST_CALLS // 2, count - _MOST_CALLS))
    lines = []
    for number in range(first, min(first + _MOST_CALLS, count)):
        item = ballot.items[number]
        is_here = number == ballot.cursor
        said = _said(ballot.reply(number))
        mark = "●" if number in ballot.marks else " "
        text = one_row(command_in(item, ballot.arguments(number)) or item.summary or item.tool)
        room = width - MARGIN - 6 - len(said) - len(str(count)) - 2
        style = ink.strong if is_here else ink.text
        lines.append(
            ink.line(
                ("❯ " if is_here else "  ", ink.accent),
                (f"{mark} ", ink.accent),
                (f"{number + 1:>{len(str(count))}} ", ink.dim),
                (cut(text, room), style),
                (f"  {said}" if said else "", _said_style(ballot.reply(number), ink)),
            )
        )
    return lines


@lru_cache(maxsize=4)
def _diff_rows(diff: str, width: int, palette: Palette, is_side_by_side: bool) -> Sequence[Row]:
    # Every key draws the panel anew, and a long diff takes longer than a frame may.
    return diff_rows(diff, width, palette, most=MOST_DIFF_ROWS, is_side_by_side=is_side_by_side)


def one_row(text: str) -> str:
    """Foreign text as one row."""
    return " ".join(revealed(text).split())


def _said(reply: PermissionReply | None) -> str:
    return _SAID[reply.decision] if reply else ""


def _said_style(reply: PermissionReply | None, ink: Ink) -> Style:
    rejected = reply is not None and reply.decision is Decision.REJECT
    return ink.palette.error if rejected else ink.palette.success
