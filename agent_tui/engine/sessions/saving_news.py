"""What a session says of its saving."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.errors import SessionStorageFailed


class SavingNews:
    """path: the session's folder. Use on the controller's loop."""

    def __init__(self, state: SessionState, path: Callable[[], str]) -> None:
        self._state, self._path = state, path
        self._was_failing = False

    def changed(self, failure: SessionStorageFailed | None) -> None:
        """The disk refuses, or everything is on it."""
        if failure is not None:
            self._state.publish(session_notices.saving_failed(failure))
        elif self._was_failing:
            self._state.publish(session_notices.saving_works_again())
        self._was_failing = failure is not None
        self._state.tell(replace(self._state.info, is_saved=failure is None, path=self._path()))
