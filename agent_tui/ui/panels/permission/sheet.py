"""The whole permission panel as rows, for each of its views."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.protocol.permissions import Decision, RuleTrial
from agent_tui.ui.panels.ink import Ink
from agent_tui.ui.panels.permission.arguments import edited_as_command
from agent_tui.ui.panels.permission.ballot import Ballot, Vote
from agent_tui.ui.panels.permission.choices import (
    PanelChoice,
    choice_lines,
    low_choice_lines,
)
from agent_tui.ui.panels.permission.item_lines import (
    Asked,
    body_lines,
    call_lines,
    head_lines,
    is_head_long,
    title_line,
)
from agent_tui.ui.panels.permission.rule_lines import rule_lines, where
from agent_tui.ui.panels.sheet import Line, Sheet


class Look(Struct, frozen=True, kw_only=True):
    """What the picture depends on besides the ballot. selected: the number of the choice that was
    moved to, -1 for none. is_side_by_side: see `Asked`."""

    choices: Sequence[PanelChoice]
    selected: int = -1
    is_side_by_side: bool | None = None


def main_sheet(ballot: Ballot, look: Look, ink: Ink, width: int) -> Sheet:
    """What is asked, and the answers on offer."""
    head, body = _asked_lines(ballot, look, ink, width)
    return Sheet(
        title=[title_line(ballot, ink)],
        head=head,
        body=body,
        foot=choice_lines(look.choices, look.selected, ink, width),
        low_foot=low_choice_lines(look.choices, ink, width),
        hint=_main_hint(ballot),
    )


def reject_sheet(ballot: Ballot, look: Look, ink: Ink, width: int) -> Sheet:
    """Why not?"""
    head, body = _asked_lines(ballot, look, ink, width)
    return Sheet(
        title=[title_line(ballot, ink)],
        head=head,
        body=body,
        label=[ink.line(("Reject. The agent is told why:", ink.strong))],
        hint=[("Enter", "rejects"), ("Esc", "goes back")],
    )


def edit_sheet(ballot: Ballot, ink: Ink, width: int) -> Sheet:
    """Other arguments than the model's."""
    item = ballot.item
    is_command = edited_as_command(item, ballot.arguments(ballot.cursor))
    what = "the command" if is_command else "the arguments, as JSON"
    runs = "keeps it; y runs it" if item.is_dangerous or ballot.is_batch else "runs it"
    return Sheet(
        title=[ink.line((f"Edit {what}. The agent is told.", ink.strong))],
        head=head_lines(Asked(item=item, arguments=""), ink, width),
        hint=[("Ctrl+S", runs), ("Esc", "goes back")],
    )


def rule_sheet(
    ballot: Ballot, vote: Vote, trials: dict[str, RuleTrial], ink: Ink, width: int
) -> Sheet:
    """The rules that a vote would store, before it does."""
    is_always = vote.decision is Decision.ALWAYS
    title = "Always allow?" if is_always else "Allow for this session?"
    foot = [_choice("y", "Store and allow", ink)]
    if is_always:
        foot.append(_choice("s", f"Change where: now {where(vote.scope)}", ink))
    low = [("y", "stores and allows"), *([("s", where(vote.scope))] if is_always else [])]
    return Sheet(
        title=[ink.line((title, ink.strong))],
        body=rule_lines(ballot.rules(vote), trials, vote.scope, ink, width),
        foot=foot,
        low_foot=[ink.keys(low, width)],
        hint=[("Esc", "goes back, nothing is stored yet")],
    )


def _asked_lines(ballot: Ballot, look: Look, ink: Ink, width: int) -> tuple[list[Line], list[Line]]:
    """The part that stays in view, and the part that scrolls."""
    number = ballot.cursor
    asked = Asked(
        item=ballot.item,
        arguments=ballot.arguments(number),
        is_edited=number in ballot.edits,
        is_listed=ballot.is_batch,
        is_side_by_side=look.is_side_by_side,
    )
    calls = call_lines(ballot, ink, width) if ballot.is_batch else []
    head, body = head_lines(asked, ink, width), body_lines(asked, ink, width)
    if is_head_long(head):
        return calls, [*head, *body]
    return [*calls, *head], body


def _main_hint(ballot: Ballot) -> list[tuple[str, str]]:
    keys = [("Esc", "stops the turn"), ("Tab", "back to your text")]
    if ballot.item.diff:
        keys.insert(0, ("d", "other layout"))
    if ballot.is_batch:
        keys = [("←→", "calls"), ("Space", "marks"), ("Shift+letter", "this call only"), *keys]
        if ballot.is_begun:
            keys.insert(0, ("Enter", "sends" if ballot.is_whole else "sends when all are decided"))
    return keys


def _choice(key: str, label: str, ink: Ink) -> Line:
    return ink.line(("  ", ink.text), (key, ink.key), (f"  {label}", ink.text))
