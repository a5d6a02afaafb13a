"""A list above the composer from which one thing is chosen; typing filters it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.commands.picking import Pick, Picking
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.render.marked_runs import marked_runs
from agent_tui.ui.widgets.filtered_list import MOST_ROWS, FilteredList
from agent_tui.ui.widgets.pick_filter import PickFilter

_GAP = 2


class Picker(FilteredList):
    """Shows a `Picking`. Removed by whoever mounted it, when one of the callbacks comes.

    | key | does |
    |---|---|
    | Enter | choose |
    | Tab | complete, where that means something |
    """

    def __init__(
        self,
        picking: Picking,
        *,
        chosen: Callable[[str], object],
        completed: Callable[[str], object],
        closed: Callable[[], object],
    ) -> None:
        super().__init__()
        self.picking = picking
        self._choose, self._complete, self._close = chosen, completed, closed
        self._filter = PickFilter(picking.picks)
        self._go_to(picking.start)
        self._highlighted = self.current.value if self.current is not None else ""
        self._rows = max(min(len(picking.picks), MOST_ROWS), 1)

    @property
    def current(self) -> Pick | None:
        """The row under the cursor, None when nothing fits."""
        fitting = self._filter.fitting
        return fitting[self._cursor] if self._cursor < len(fitting) else None

    def replace_picks(self, picking: Picking) -> None:
        """Show other rows, with the same filter; the cursor stays with its value."""
        former, text = self.current, self._filter.text
        self.picking, self._filter = picking, PickFilter(picking.picks)
        self._filter.set_text(text)
        self._go_to(former.value if former is not None else "")
        self._rows = max(self._rows, min(len(picking.picks), MOST_ROWS))
        self._move_to(self._cursor)
        self.refresh(layout=True)

    @property
    def _count(self) -> int:
        return len(self._filter.fitting)

    @property
    def _filter_text(self) -> str:
        return self._filter.text

    @property
    def _titles(self) -> Sequence[str]:
        return (self.picking.title,)

    @property
    def _helps(self) -> Sequence[str]:
        return (self.picking.help,)

    def _set_filter(self, text: str) -> None:
        self._filter.set_text(text)

    def _take(self, at: int) -> None:
        self._choose(self._filter.fitting[at].value)

    def _take_key(self, key: str) -> bool:
        current = self.current
        if key == "escape":
            self._close()
        elif key == "enter" and current is not None:
            self._choose(current.value)
        elif key == "tab" and current is not None and self.picking.completes is not None:
            self._complete(current.value)
        else:
            return key in ("enter", "tab")
        return True

    def _move_to(self, at: int) -> None:
        super()._move_to(at)
        current = self.current
        if current is not None and current.value != self._highlighted:
            self._highlighted = current.value
            if self.picking.highlighted is not None:
                self.picking.highlighted(current.value)

    def _go_to(self, value: str) -> None:
        values = [pick.value for pick in self._filter.fitting]
        self._cursor = values.index(value) if value in values else 0

    def _row(self, at: int, width: int) -> list[Segment]:
        pick = self._filter.fitting[at]
        ink = self._ink("cursor") if at == self._cursor else Style.null()
        keys = f"{_GAP * ' '}{pick.keys}{_GAP * ' '}" if pick.keys else ""
        keys = keys if cells_of(keys) <= width // 3 else ""
        room = width - 2 - cells_of(keys)
        label = cut_end(pick.label, room)
        row = [Segment("❯ " if at == self._cursor else "  ", ink), *self._matched(label, ink)]
        column = min(self._filter.label_cells, 2 * width // 5)
        gap = max(column - cells_of(label), 0) + _GAP
        note = cut_end(pick.note, room - cells_of(label) - gap)
        row.append(Segment(" " * min(gap, max(room - cells_of(label), 0))))
        row.append(Segment(note, self._ink("dim")))
        blank = room - cells_of(label) - gap - cells_of(note)
        return [*row, Segment(" " * max(blank, 0)), Segment(keys, self._ink("dim"))]

    def _matched(self, label: str, ink: Style) -> list[Segment]:
        match, places = self._ink("match"), frozenset(self._filter.positions(label))
        return [
            Segment(text, match if is_match else ink)
            for text, is_match in marked_runs(label, places)
        ]
