"""A list of past prompts above the composer; typing filters it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from agent_tui.protocol.past_prompts import PastPrompt
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.widgets.filtered_list import MOST_ROWS, FilteredList
from agent_tui.ui.widgets.history_filter import HistoryFilter
from agent_tui.ui.widgets.history_rows import marked, short_age, snippet

_TITLES = {False: ("All past prompts", "all"), True: ("Past prompts here", "here")}
_HELPS = ("Enter takes it · Ctrl+S {other} · Esc closes", "Ctrl+S {other}")
_OTHER = {False: "this project", True: "all projects"}
_AGE_CELLS, _PROJECT_CELLS = 6, 14
_WIDE = 70  # from so many cells on the project is named, too


class HistoryPicker(FilteredList):
    """Shows past prompts, the newest first. Removed by whoever mounted it, when it calls `taken`.

    | key | does |
    |---|---|
    | Ctrl+R, Ctrl+N, Ctrl+P | go to an older prompt, to a newer one |
    | Enter, Tab | take it into the composer |
    | Ctrl+S | this project only, and back |
    """

    OTHER_STEPS: ClassVar[Mapping[str, int]] = {"ctrl+r": 1, "ctrl+n": 1, "ctrl+p": -1}

    def __init__(self, workspace: str, *, taken: Callable[[str], object]) -> None:
        """taken: called with the chosen text."""
        super().__init__()
        self._filter = HistoryFilter(workspace)
        self._taken = taken
        self._is_reading = True
        self._now = time.time()

    @property
    def current(self) -> str | None:
        """The prompt under the cursor, None when nothing fits."""
        return self._filter[self._cursor].text if self._cursor < len(self._filter) else None

    def add(self, prompts: Iterable[PastPrompt]) -> None:
        """More prompts, older than all others that have a date. Who has chosen one stays at it."""
        had, chosen = len(self._filter), self.current if self._cursor else None
        self._filter.add(prompts)
        if chosen is not None and chosen != self.current:
            self._move_to(self._filter.place(chosen))
        rows = max(self._rows, min(len(self._filter), MOST_ROWS))
        if had <= self._top + self.size.height:  # below that nothing is seen
            self.refresh(layout=rows > self._rows)
        self._rows = rows

    def finish(self) -> None:
        """These were all."""
        self._is_reading = False
        self.refresh()

    @property
    def _count(self) -> int:
        return len(self._filter)

    @property
    def _filter_text(self) -> str:
        return self._filter.text

    @property
    def _titles(self) -> Sequence[str]:
        return _TITLES[self._filter.is_project_only]

    @property
    def _helps(self) -> Sequence[str]:
        other = _OTHER[self._filter.is_project_only]
        return [text.format(other=other) for text in _HELPS]

    @property
    def _nothing_text(self) -> str:
        return "reading …" if self._is_reading else super()._nothing_text

    def _set_filter(self, text: str) -> None:
        self._filter.set_text(text)

    def _take(self, at: int) -> None:
        self._taken(self._filter[at].text)

    def _take_key(self, key: str) -> bool:
        if key == "ctrl+s":
            self._filter.toggle_scope()
            self._move_to(0)
        elif key in ("enter", "tab") and self.current is not None:
            self._taken(self.current)
        else:
            return key in ("enter", "tab")
        return True

    def _row(self, at: int, width: int) -> list[Segment]:
        prompt, is_current = self._filter[at], at == self._cursor
        age = short_age(self._now - prompt.sent_at) if prompt.sent_at else ""
        facts = f"{age:>{_AGE_CELLS}}  "
        if width >= _WIDE and not self._filter.is_project_only:
            folder = harmless(os.path.basename(prompt.workspace.rstrip("/"))).replace("\n", " ")
            name = cut_end(folder, _PROJECT_CELLS)
            facts += name + " " * (_PROJECT_CELLS - cells_of(name)) + "  "
        words, has_capitals = self._filter.words, self._filter.has_capitals
        room = max(width - cells_of(facts) - 2, 0)
        line = snippet(prompt.text, words, room, has_capitals=has_capitals)
        ink = self._ink("cursor") if is_current else Style.null()
        match = self._ink("match")
        return [
            Segment("❯ " if is_current else "  ", ink),
            Segment(facts, self._ink("dim")),
            *(
                Segment(text, match if is_match else ink)
                for text, is_match in marked(line, words, has_capitals=has_capitals)
            ),
        ]
