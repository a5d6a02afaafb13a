"""The tree of a session's turns, to go elsewhere in it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from rich.segment import Segment
from textual.message import Message

from agent_tui.protocol.branches import TreeTurn
from agent_tui.ui.branching.plain_title import plain_title
from agent_tui.ui.branching.tree_rows import TreeRow, tree_rows
from agent_tui.ui.branching.turn_list import TurnList, fits
from agent_tui.ui.render.cells import cut_start
from agent_tui.ui.render.counted import counted

_ACTS = {"enter": "switch", "f": "fork", "y": "copy"}
_STEPS = {"j": 1, "k": -1, "g": -1_000_000, "G": 1_000_000}
_BASE_KEYS = ("up", "down", "pageup", "pagedown", "home", "end")
_MOST_LEAD = 3  # share of the width, as a divisor


class _Writing(Enum):
    NOTHING = auto()
    FILTER = auto()
    LABEL = auto()


class TreeList(TurnList):
    """| key | does |
    |---|---|
    | j, k, g, G, arrows | go to another turn |
    | Enter | switch to the branch that ends with the turn |
    | f | fork: a new session that ends with it |
    | l | name it |
    | y | copy its prompt's beginning |
    | / | filter; Esc ends it |
    """

    class Done(Message):
        """Something is wanted of a turn. act: switch, fork, copy or label; label: the new one."""

        def __init__(self, act: str, turn: TreeTurn, label: str = "") -> None:
            super().__init__()
            self.act, self.turn, self.label = act, turn, label

    def __init__(self, turns: Sequence[TreeTurn]) -> None:
        super().__init__()
        self._writing = _Writing.NOTHING
        self._label = self._filter = ""
        self.show_turns(turns)
        self._cursor = next((at for at, row in enumerate(self._all) if row.is_present), 0)

    def show_turns(self, turns: Sequence[TreeTurn]) -> None:
        """Show other turns; the cursor stays with its own."""
        former = self.current if hasattr(self, "_all") else None
        self._turn_count = len(turns)
        self._all = tree_rows(turns)
        self._sift()
        ids = [row.turn.id for row in self._shown]
        if former is not None and former.id in ids:
            self._cursor = ids.index(former.id)
        if self.is_attached:
            self._move_to(self._cursor)

    @property
    def current(self) -> TreeTurn | None:
        """The turn under the cursor."""
        return self._shown[self._cursor].turn if self._cursor < len(self._shown) else None

    def close_part(self) -> bool:
        """Esc: end the label or the filter. False when neither is there."""
        if self._writing is _Writing.LABEL:
            self._writing = _Writing.NOTHING
        elif self._writing is _Writing.FILTER or self._filter:
            self._writing, self._filter = _Writing.NOTHING, ""
            self._sift_around()
        else:
            return False
        self.refresh()
        return True

    @property
    def _count(self) -> int:
        return len(self._shown)

    @property
    def _filter_text(self) -> str:
        return self._label if self._writing is _Writing.LABEL else self._filter

    @property
    def _titles(self) -> Sequence[str]:
        if self._writing is _Writing.LABEL:
            return ("Name of this turn",)
        return (f"Tree · {counted(self._turn_count, 'turn')}", "Tree")

    @property
    def _helps(self) -> Sequence[str]:
        if self._writing is _Writing.LABEL:
            return ("Enter keeps it · Esc leaves it",)
        return (
            "Enter goes there · f forks · l names · y copies · / filters",
            "Enter goes there · f forks · l names",
            "Enter · f · l · y · /",
        )

    def _title_row(self, width: int) -> list[Segment]:
        if self._writing is _Writing.NOTHING and not self._filter:
            return plain_title(self._titles[0], self._helps, width, self._ink("dim"))
        return super()._title_row(width)

    def _set_filter(self, text: str) -> None:
        if self._writing is _Writing.LABEL:
            self._label = text
        else:
            self._filter = text
            self._sift()

    def _write(self, text: str) -> None:
        self._set_filter(text)
        self._move_to(self._cursor if self._writing is _Writing.LABEL else 0)

    def _take(self, at: int) -> None:
        self._move_to(at)
        self._act("switch")

    def _take_key(self, key: str) -> bool:
        if self._writing is not _Writing.NOTHING:
            if key == "enter":
                self._end_writing()
                return True
            return key == "tab"
        if key in _ACTS:
            self._act(_ACTS[key])
        elif key in _STEPS:
            self._move_to(self._cursor + _STEPS[key])
        elif key == "l" and self.current is not None:
            self._writing, self._label = _Writing.LABEL, self.current.label
        elif key == "slash":
            self._writing = _Writing.FILTER
        elif key in _BASE_KEYS:
            return False
        self.refresh()
        return True

    def _end_writing(self) -> None:
        if self._writing is _Writing.LABEL and self.current is not None:
            self.post_message(self.Done("label", self.current, self._label))
        self._writing = _Writing.NOTHING
        self.refresh()

    def _act(self, act: str) -> None:
        if self.current is not None:
            self.post_message(self.Done(act, self.current))

    def _sift(self) -> None:
        words = self._filter.lower().split()
        self._shown = [row for row in self._all if fits(row.turn, words)] if words else self._all

    def _sift_around(self) -> None:
        former = self.current
        self._sift()
        ids = [row.turn.id for row in self._shown]
        self._move_to(ids.index(former.id) if former is not None and former.id in ids else 0)

    def _row(self, at: int, width: int) -> list[Segment]:
        row = self._shown[at]
        return self.turn_row(
            row.turn,
            width,
            is_chosen=at == self._cursor,
            lead=self._lead(row, width),
            note="you are here" if row.is_present else "",
        )

    def _lead(self, row: TreeRow, width: int) -> list[Segment]:
        lead = row.lead if not self._filter else ""
        lead = cut_start(lead, width // _MOST_LEAD)
        mark = "● " if row.turn.is_current else "○ "
        ink = self._ink("cursor") if row.turn.is_current else self._ink("dim")
        return [Segment(lead, self._ink("dim")), Segment(mark, ink)]
