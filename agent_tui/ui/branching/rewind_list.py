"""The turns of the branch that is shown, newest first, to go back to before one of them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.message import Message

from agent_tui.protocol.branches import TreeTurn
from agent_tui.ui.branching.turn_list import TurnList, fits


class RewindList(TurnList):
    """Typing filters; Enter chooses. turns: of all branches, oldest first."""

    class Chosen(Message):
        """Go back to before this turn."""

        def __init__(self, turn: TreeTurn) -> None:
            super().__init__()
            self.turn = turn

    def __init__(self, turns: Sequence[TreeTurn]) -> None:
        super().__init__()
        self._all = [turn for turn in reversed(turns) if turn.is_current]
        self._shown = self._all
        self._text = ""

    def close_part(self) -> bool:
        """Esc: end the filter. False when there is none."""
        if not self._text:
            return False
        self._write("")
        return True

    @property
    def _count(self) -> int:
        return len(self._shown)

    @property
    def _filter_text(self) -> str:
        return self._text

    @property
    def _titles(self) -> Sequence[str]:
        return ("Go back to before", "Back to")

    @property
    def _helps(self) -> Sequence[str]:
        return ("type to filter · Enter chooses · Esc closes", "Enter chooses · Esc closes")

    def _set_filter(self, text: str) -> None:
        self._text, words = text, text.lower().split()
        self._shown = [turn for turn in self._all if fits(turn, words)]

    def _take(self, at: int) -> None:
        self.post_message(self.Chosen(self._shown[at]))

    def _take_key(self, key: str) -> bool:
        if key == "enter" and self._shown:
            self._take(self._cursor)
        return key in ("enter", "tab")

    def _row(self, at: int, width: int) -> list[Segment]:
        return self.turn_row(self._shown[at], width, is_chosen=at == self._cursor)
