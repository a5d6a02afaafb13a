"""A list of turns that fills a screen: what the tree and the picker of a rewind have in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size

from agent_tui.protocol.branches import TreeTurn
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.widgets.filtered_list import FilteredList
from agent_tui.ui.widgets.history_rows import short_age

_MOST_FACTS = 3  # share of the width, as a divisor: facts never take more


class TurnList(FilteredList):
    """Rows of turns. clock: Unix seconds."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock = clock

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """All of it; called by Textual."""
        return container.height

    def turn_row(
        self,
        turn: TreeTurn,
        width: int,
        *,
        is_chosen: bool,
        lead: Sequence[Segment] = (),
        note: str = "",
    ) -> list[Segment]:
        """One turn: lead, label, the head of its prompt, and at the right what is known of it."""
        ink = self._ink("cursor") if is_chosen else Style.null()
        facts = _facts(turn, self._clock(), note)
        facts = facts if cells_of(facts) <= width * 2 // _MOST_FACTS else short_facts(facts)
        row = [Segment("❯ " if is_chosen else "  ", ink), *lead]
        room = width - sum(cells_of(one.text) for one in row) - cells_of(facts) - 2
        if turn.label:
            label = cut_end(f"[{one_line(turn.label)}] ", max(room // 2, 0))
            row.append(Segment(label, self._ink("match")))
            room -= cells_of(label)
        head = cut_end(one_line(turn.head) or "(no prompt)", max(room, 0))
        row.append(Segment(head, ink))
        row.append(Segment(" " * max(room - cells_of(head) + 1, 0)))
        return [*row, Segment(facts, self._ink("dim"))]


def fits(turn: TreeTurn, words: Sequence[str]) -> bool:
    """Label or prompt have all words, which are in small letters."""
    text = f"{turn.label}\n{turn.head}".lower()
    return all(word in text for word in words)


def short_facts(facts: str) -> str:
    """The last of them, which is the age."""
    return facts.rpartition(" · ")[2]


def _facts(turn: TreeTurn, now: float, note: str) -> str:
    parts = [note] if note else []
    if turn.has_failed:
        parts.append("unfinished")
    if turn.changed_files:
        parts.append(f"±{turn.changed_files}")
    if turn.created:
        parts.append(short_age(max(now - turn.created, 0.0)))
    return " · ".join(parts)
