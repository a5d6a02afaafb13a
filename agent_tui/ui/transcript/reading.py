"""The shape of a way of reading that takes the transcript's keys before its bindings do: vim."""

from __future__ import annotations

from typing import Protocol

from textual import events
from textual.strip import Strip

from agent_tui.ui.transcript.layout import PlacedRow
from agent_tui.ui.transcript.selection.place import Place


class Reading(Protocol):
    """A way of reading. Call on the UI loop. It implements `Overlay`, for what no other one
    paints."""

    @property
    def has_block(self) -> bool:
        """Something is selected that is no run of text."""
        ...

    async def take(self, event: events.Key) -> None:
        """Act on a key, whatever it is."""
        ...

    def enter(self) -> None:
        """The transcript has the focus."""
        ...

    def leave(self) -> None:
        """The focus is elsewhere."""
        ...

    def content_changed(self) -> None:
        """Rows may be others than before; nothing is painted yet."""
        ...

    def view_moved(self, *, is_pushed: bool) -> None:
        """The rows in view may be others. is_pushed: because more arrived below."""
        ...

    def stand_at(self, place: Place) -> None:
        """Something else moves the cursor: a click, a match."""
        ...

    def keep_place(self) -> None:
        """A search begins; `return_to_kept` may lead back."""
        ...

    def return_to_kept(self) -> None:
        """See `keep_place`."""
        ...

    def drop_selection(self) -> None:
        """What was selected is copied, or not wanted any more."""
        ...

    def items_cleared(self) -> None:
        """All items are gone."""
        ...

    def selected_text(self) -> str:
        """What is selected, if `has_block`."""
        ...

    def paint(self, placed: PlacedRow, strip: Strip) -> Strip:
        """See `Overlay`."""
        ...
