"""Models and sessions that the engine has told of, for lists that let one choose."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_tui.protocol.sessions import SessionInfo

if TYPE_CHECKING:
    from agent_tui.protocol.agent_event import AgentEvent
    from agent_tui.ui.sessions.open_sessions import OpenSessions


class KnownChoices:
    """What was answered last. A list that a command has asked for is announced by `want_models`:
    only then the answer opens a list. Owned by the app, on the UI loop.

    shown_id: gives the id of the session in view.
    """

    def __init__(self, shown_id: Callable[[], str]) -> None:
        self._shown_id = shown_id
        self._open_sessions: OpenSessions | None = None
        self.models: tuple[str, ...] = ()
        self.sessions: tuple[SessionInfo, ...] = ()
        self._is_list_wanted = False
        self.listener: Callable[[AgentEvent], object] | None = None
        """Told what the engine says of stored sessions, while a list of them is shown."""
        self.landing: Callable[[AgentEvent], object] | None = None
        """Told when a session opens, while one is on the way to a place in it."""

    @property
    def open_sessions(self) -> OpenSessions:
        """Those that are open, and how they stand."""
        if self._open_sessions is None:
            # Deferred: the first picture does without.
            from agent_tui.ui.sessions.open_sessions import OpenSessions

            self._open_sessions = OpenSessions(self._shown_id)
        return self._open_sessions

    def want_models(self) -> None:
        """The next answer is to be shown."""
        self._is_list_wanted = True

    def take_wish(self) -> bool:
        """Whether the answer that came now is to be shown; it counts once."""
        is_wanted, self._is_list_wanted = self._is_list_wanted, False
        return is_wanted
