"""Which rows of a list fit what was typed, the best first. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.fuzzy_match import FAR_APART, SCATTERED, FuzzyQuery, Rank
from agent_tui.ui.commands.picking import Pick
from agent_tui.ui.render.cells import cells_of


class PickFilter:
    """The rows that fit a text. Without one all fit, in their order."""

    def __init__(self, picks: Sequence[Pick]) -> None:
        self._picks = tuple(picks)
        self._lowered: Sequence[tuple[str, str]] = ()  # labels and notes, once they are needed
        self._query = FuzzyQuery("")
        self._phrase: FuzzyQuery | None = None  # of several words, as they were typed
        self.text = ""
        self.fitting: Sequence[Pick] = self._picks
        self.label_cells = max((cells_of(pick.label) for pick in self._picks), default=0)

    def set_text(self, text: str) -> None:
        """Filter by this; blanks separate words that must all fit."""
        self.text = text
        words = text.lower().split()
        self._query = FuzzyQuery("".join(words))
        self._phrase = FuzzyQuery(" ".join(words)) if len(words) > 1 else None
        if not words:
            self.fitting = self._picks
            return
        self.prepare()
        ranked = [
            (rank, place)
            for place, (label, note) in enumerate(self._lowered)
            if (rank := self._rank(label, note, words)) is not None
        ]
        self.fitting = [self._picks[place] for _, place in sorted(ranked)]

    def prepare(self) -> None:
        """Do what the first text needs, which takes a while for ten thousand rows."""
        self._lowered = self._lowered or [(p.label.lower(), p.note.lower()) for p in self._picks]

    def positions(self, label: str) -> tuple[int, ...]:
        """Which characters of a label were typed, () when only the note has them."""
        return self._query.positions(label) if self._query.text else ()

    def _rank(self, label: str, note: str, words: Sequence[str]) -> Rank | None:
        # Loops, no generators: of ten thousand rows those would take a third of the time.
        if self._phrase is not None:
            if self._phrase.text in label:
                return self._phrase.rank(label)
            for word in words:
                if word not in label:
                    break
            else:
                return SCATTERED, 0  # whole words: no letter need be sought
        rank = self._query.rank(label)
        if rank is not None and rank[0] < FAR_APART:
            return rank
        # In a sentence scattered letters would find everything.
        for word in words:
            if word not in label and word not in note:
                return None
        return FAR_APART + 1, 0
