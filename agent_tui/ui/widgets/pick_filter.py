"""Which rows of a list fit what was typed, the best first. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.fuzzy_match import FAR_APART, FuzzyQuery, Rank
from agent_tui.ui.commands.picking import Pick
from agent_tui.ui.render.cells import cells_of


class PickFilter:
    """The rows that fit a text. Without one all fit, in their order."""

    def __init__(self, picks: Sequence[Pick]) -> None:
        self._picks = tuple(picks)
        self._query = FuzzyQuery("")
        self.text = ""
        self.fitting: Sequence[Pick] = self._picks
        self.label_cells = max((cells_of(pick.label) for pick in self._picks), default=0)

    def set_text(self, text: str) -> None:
        """Filter by this; blanks separate words that must all fit."""
        self.text = text
        self._query = FuzzyQuery("".join(text.split()))
        if not self._query.text:
            self.fitting = self._picks
            return
        words = text.lower().split()
        ranked = [
            (rank, place)
            for place, pick in enumerate(self._picks)
            if (rank := self._rank(pick, words)) is not None
        ]
        self.fitting = [self._picks[place] for _, place in sorted(ranked)]

    def positions(self, label: str) -> tuple[int, ...]:
        """Which characters of a label were typed, () when only the note has them."""
        return self._query.positions(label) if self._query.text else ()

    def _rank(self, pick: Pick, words: Sequence[str]) -> Rank | None:
        label = pick.label.lower()
        rank = self._query.rank(label)
        if rank is not None and rank[0] < FAR_APART:
            return rank
        # In a sentence scattered letters would find everything.
        if all(word in label or word in pick.note.lower() for word in words):
            return (FAR_APART + 1, 0)
        return None
