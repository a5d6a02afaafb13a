"""What is selected: two cells, and whether they still mean what they meant."""

from __future__ import annotations

from typing import NamedTuple, Self

from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.place import Place, Span
from agent_tui.ui.transcript.selection.row_cells import RowCells


class Selection:
    """Runs from the anchor to the head, both cells included, in either order. is_linewise: in whole
    rows. Immutable; it holds as long as the rows at its ends show what they showed."""

    __slots__ = ("_pins", "anchor", "head", "is_linewise", "span")

    def __init__(
        self, layout: Layout, anchor: Place, head: Place, *, is_linewise: bool = False
    ) -> None:
        self.anchor, self.head, self.is_linewise = anchor, head, is_linewise
        top, bottom = min(anchor, head), max(anchor, head)
        if is_linewise:
            self.span = Span(top._replace(cell=0), bottom._replace(cell=layout.width))
        else:
            first, _ = _cells(layout, top).extent(top.cell)
            _, end = _cells(layout, bottom).extent(bottom.cell)
            self.span = Span(top._replace(cell=first), bottom._replace(cell=end))
        self._pins = tuple(_Pin.at(layout, place) for place in self.span)

    def holds(self, layout: Layout) -> bool:
        """Its ends stand where they stood; draws the items there."""
        return all(pin.holds(layout) for pin in self._pins)

    def is_near(self, first: int, last: int) -> bool:
        """One of its ends is in an item between these numbers, both included."""
        return any(first <= pin.place.item <= last for pin in self._pins)


class _Pin(NamedTuple):
    """An end of a selection, and what stood to the left of it. (The item itself may be made anew
    from one look to the next.)"""

    place: Place
    text: str

    @classmethod
    def at(cls, layout: Layout, place: Place) -> Self:
        return cls(place, _left_of(layout, place))

    def holds(self, layout: Layout) -> bool:
        place = self.place
        return (
            place.item in layout.numbers()
            and place.row < len(layout.rows(place.item))
            and _left_of(layout, place) == self.text
        )


def _left_of(layout: Layout, place: Place) -> str:
    return _cells(layout, place).slice(0, place.cell).rstrip(" ")


def _cells(layout: Layout, place: Place) -> RowCells:
    return RowCells(layout.rows(place.item)[place.row])
