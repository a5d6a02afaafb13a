"""An application in which stored sessions are listed, searched and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_tui.protocol.inputs import OpenSession
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commanded_app import CommandedApp

if TYPE_CHECKING:
    from agent_tui.protocol.session_search import SearchHit


class FindingApp(CommandedApp):
    """Implements `SessionsHost`, and `LandingHost` for the way to a place in a session."""

    def list_stored(self, text: str = "", *, is_search: bool = False) -> None:
        """See `SessionsHost`. Nothing happens on top of another screen."""
        # Deferred: no start should pay for it.
        from agent_tui.ui.screens.sessions import SessionsScreen

        if self.screen is self.chat:
            self.push_screen(SessionsScreen(self, text=text, is_search=is_search))

    def open_stored(self, session_id: str, hit: SearchHit | None = None) -> None:
        """See `SessionsHost`."""
        transcript = self.chat.transcript
        if hit is None or transcript is None:
            self.link.open_session(session_id)
            return
        # Deferred: few ever land.
        from agent_tui.ui.sessions.picker.landing import Landing

        self.known.landing = Landing(hit, transcript, self).told
        # Also when it is shown: told anew, it brings the messages among which the place is.
        wish = OpenSession(session_id=self.link.session_id, stored_id=session_id)
        self.link.show_opened(session_id, wish)

    async def show_found(self, text: str, number: int) -> None:
        """See `LandingHost`."""
        await self.chat.show_found(text, number)

    def show_missing(self, *, is_left: bool) -> None:
        """See `LandingHost`."""
        if is_left:
            title = "This was said on a branch that was left"
            self.show_notice(NoticeLevel.INFO, title, "/tree shows all branches of the session.")
        else:
            title = "The place is not in this history any more"
            self.show_notice(NoticeLevel.INFO, title, "/find searches what is shown.")
