"""The turns of a session as the lines of a tree. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from agent_tui.protocol.branches import TreeTurn

_BESIDE, _PAST = "├─", "│ "


class TreeRow(Struct, frozen=True):
    """One turn in its place. lead: the lines of the branches to its left. is_present: the history
    ends with it."""

    turn: TreeTurn
    lead: str
    is_present: bool


def tree_rows(turns: Sequence[TreeTurn]) -> list[TreeRow]:
    """The turns from top to bottom. The branch that is shown, else the newest, runs straight down;
    the others stand beside it, above where it goes on."""
    children: dict[str, list[TreeTurn]] = {}
    known = {turn.id for turn in turns}
    for turn in turns:
        children.setdefault(turn.parent if turn.parent in known else "", []).append(turn)
    present = next((turn.id for turn in reversed(turns) if _is_end(turn, children)), "")
    rows: list[TreeRow] = []
    # By a list, not by calls: a session may have more turns than Python has frames.
    waiting = _leads(children.get("", []), "")
    while waiting:
        turn, lead, below = waiting.pop()
        rows.append(TreeRow(turn, lead, turn.id == present))
        waiting += _leads(children.get(turn.id, []), below)
    return rows


def _is_end(turn: TreeTurn, children: dict[str, list[TreeTurn]]) -> bool:
    return turn.is_current and not any(one.is_current for one in children.get(turn.id, []))


def _leads(turns: Sequence[TreeTurn], lead: str) -> list[tuple[TreeTurn, str, str]]:
    """Each with the lead of its own row and of those below it; the last is to come first."""
    if not turns:
        return []
    straight = next((turn for turn in turns if turn.is_current), turns[-1])
    beside = [turn for turn in turns if turn is not straight]
    branches = [(turn, lead + _BESIDE, lead + _PAST) for turn in reversed(beside)]
    return [(straight, lead, lead), *branches]
