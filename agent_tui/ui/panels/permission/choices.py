"""What one can answer, as choices with their letters, and as rows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.protocol.permissions import Decision
from agent_tui.ui.panels.ink import MARGIN, Ink, cut
from agent_tui.ui.panels.permission.ballot import Ballot, Vote
from agent_tui.ui.panels.sheet import Line
from agent_tui.ui.render.cells import cells_of
from agent_tui.ui.render.one_line import exact_line

DECISIONS = {
    "y": Decision.ONCE,
    "a": Decision.SESSION,
    "p": Decision.ALWAYS,
    "n": Decision.REJECT,
}
"""The letters that decide."""

_MARK = "❯ "


class PanelChoice(Struct, frozen=True):
    """One answer. short: its word where rows are few. detail: what exactly it would do."""

    key: str
    label: str
    short: str
    detail: str = ""


def choices_for(ballot: Ballot) -> list[PanelChoice]:
    """The answers that are on offer for what they would be meant for now."""
    targets = ballot.targets()
    whom = _whom(ballot, targets)
    session = " ".join(_rules(ballot, Decision.SESSION, targets))
    always = " ".join(_rules(ballot, Decision.ALWAYS, targets))
    choices = [PanelChoice("y", "Allow once", "once", whom)]
    if session:
        choices.append(PanelChoice("a", "Allow for this session", "session", session))
    if always:
        choices.append(PanelChoice("p", "Always allow", "always", always))
    what = "the command" if ballot.item.command else "the arguments"
    choices.append(PanelChoice("e", f"Edit {what} first", "edit"))
    choices.append(PanelChoice("n", "Reject, and say why", "reject", whom))
    return choices


def choice_lines(choices: Sequence[PanelChoice], selected: int, ink: Ink, width: int) -> list[Line]:
    """One row for each, the details cut if need be."""
    lines = []
    column = _label_cells(choices)
    for number, choice in enumerate(choices):
        is_here = number == selected
        detail = f"   {exact_line(choice.detail)}" if choice.detail else ""
        label = f"{choice.label:<{column}}" if detail else choice.label
        lines.append(
            ink.line(
                (_MARK if is_here else "  ", ink.accent),
                (choice.key, ink.key),
                (f"  {label}", ink.strong if is_here else ink.text),
                (cut(detail, _detail_room(choices, width)), ink.dim),
                target=number,
            )
        )
    return lines


def low_choice_lines(choices: Sequence[PanelChoice], ink: Ink, width: int) -> list[Line]:
    """All in one row; the words go when there is no room for them."""
    whole = MARGIN + sum(len(choice.key) + len(choice.short) + 3 for choice in choices)
    runs = []
    for choice in choices:
        runs.append((choice.key, ink.key))
        runs.append((f" {choice.short}  " if whole <= width else " ", ink.text))
    return [ink.line(*runs)]


def shows_whole(choices: Sequence[PanelChoice], key: str, width: int) -> bool:
    """The detail of the choice can be read to its end in its row."""
    details = [exact_line(choice.detail) for choice in choices if choice.key == key]
    room = _detail_room(choices, width)
    return bool(details) and all(cells_of(detail) + 3 <= room for detail in details)


def _label_cells(choices: Sequence[PanelChoice]) -> int:
    return max(len(choice.label) for choice in choices)


def _detail_room(choices: Sequence[PanelChoice], width: int) -> int:
    return max(width - MARGIN - len(_MARK) - _label_cells(choices) - 4, 0)


def _rules(ballot: Ballot, decision: Decision, targets: tuple[int, ...]) -> tuple[str, ...]:
    return ballot.rules(Vote(decision=decision, numbers=targets))


def _whom(ballot: Ballot, targets: tuple[int, ...]) -> str:
    if not ballot.is_batch:
        return ""
    if ballot.marks:
        return f"the {len(targets)} marked" if len(targets) > 1 else "the marked one"
    if len(targets) == len(ballot.items):
        return f"all {len(targets)} calls"
    return f"the other {len(targets)}" if len(targets) > 1 else f"call {targets[0] + 1}"
