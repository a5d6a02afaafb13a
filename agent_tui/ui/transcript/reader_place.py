"""Where a reader was in a session, found again when its transcript was made anew. Pure."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.transcript.layout import Layout

_MOST_ABOVE = 200
"""Items between a message that can be named and the place: calls, notices."""


class ReaderPlace(Struct, frozen=True):
    """row: of the item at the top of the view. number: of that item. message_id: of the nearest
    message at it or above, and below: how many items further than its first one the place is; ""
    for an item of the earlier history, whose numbers stay the same."""

    number: int
    row: int
    message_id: str = ""
    below: int = 0


def place_in(layout: Layout, number: int, row: int) -> ReaderPlace | None:
    """The place of a row of an item; None when nothing above it can be named."""
    if number < 0:
        return ReaderPlace(number, row)
    for at in range(number, max(number - _MOST_ABOVE, -1), -1):
        if message_id := layout.item(at).message_id:
            return ReaderPlace(number, row, message_id, number - _first_of_message(layout, at))
    return None


def find_place(layout: Layout, place: ReaderPlace) -> int | None:
    """The number of the item at a place; None when it is not there, or not yet."""
    if not place.message_id:
        return place.number if place.number >= layout.first else None
    for at in range(layout.end - 1, -1, -1):
        if layout.item(at).message_id == place.message_id:
            return min(_first_of_message(layout, at) + place.below, layout.end - 1)
    return None


def _first_of_message(layout: Layout, at: int) -> int:
    """The first item of the message of an item: an answer may be several."""
    message_id = layout.item(at).message_id
    while at > 0 and layout.item(at - 1).message_id == message_id:
        at -= 1
    return at
