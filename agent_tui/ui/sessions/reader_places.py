"""Where the reader was in each open session."""

from __future__ import annotations

import asyncio

from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.transcript.reader_place import ReaderPlace, find_place
from agent_tui.ui.transcript.transcript import Transcript

_LOOK_AGAIN_S = 0.02  # while earlier pages become items


class ReaderPlaces:
    """Takes the place down when the view turns to another session, and goes there when it comes
    back. Whoever followed the end follows it again. Call on the UI loop."""

    def __init__(self, link: EngineLink, transcript: Transcript) -> None:
        self._link, self._transcript = link, transcript
        self._places: dict[str, ReaderPlace] = {}

    def leave(self) -> None:
        """The shown session gives way."""
        place = self._transcript.reader_place
        if place is None:
            self.forget(self._link.session_id)
        else:
            self._places[self._link.session_id] = place

    def arrive(self, session_id: str) -> None:
        """A session is in view, with the end of its history."""
        place = self._places.pop(session_id, None)
        if place is not None and not self._go_to(place) and not place.message_id:
            self._transcript.run_worker(self._go_when_there(session_id, place))

    def forget(self, session_id: str) -> None:
        """It is closed."""
        self._places.pop(session_id, None)

    def _go_to(self, place: ReaderPlace) -> bool:
        number = find_place(self._transcript.content, place)
        if number is not None:
            self._transcript.reveal(number, place.row, at_top=True)
        return number is not None

    async def _go_when_there(self, session_id: str, place: ReaderPlace) -> None:
        """Wait until the earlier pages appear; not longer than the reader stays at the end."""
        layout = self._transcript.content
        while self._link.session_id == session_id and self._transcript.follows:
            if self._go_to(place) or layout.is_whole:
                return
            await asyncio.sleep(_LOOK_AGAIN_S)
