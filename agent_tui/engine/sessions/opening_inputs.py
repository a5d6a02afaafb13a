"""From the wish for a session to one that is open, or to the reason why not."""

from __future__ import annotations

from functools import partial

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.sessions import prompt_refusals, session_notices
from agent_tui.engine.sessions.session_opening import SessionOpening
from agent_tui.engine.sessions.session_registry import SessionRegistry
from agent_tui.errors import SessionError
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.inputs import NewSession, OpenSession
from agent_tui.protocol.session_events import SessionNotOpened


class OpeningInputs:
    """Acts at once or starts a task; failures become events. Use on the controller's loop.

    is_shut: the program ends, and nothing is opened any more.
    """

    def __init__(
        self, parts: EngineParts, sessions: SessionRegistry, opening: SessionOpening
    ) -> None:
        self._parts, self._sessions, self._opening = parts, sessions, opening
        self.is_shut = False

    def take(self, wish: NewSession | OpenSession) -> None:
        """Open a session."""
        match wish:
            case NewSession(new_id=new_id) if self.is_shut:
                self._tell_failure(new_id, prompt_refusals.SHUTTING_DOWN)
            case NewSession(new_id=new_id):
                current = self._sessions.current
                like = None if current is None else current.info
                self._opening.open_new(like=like, session_id=new_id)
            case OpenSession(stored_id=stored_id):
                self._parts.tasks.start_soon(partial(self._open, stored_id))

    async def _open(self, stored_id: str) -> None:
        if self.is_shut:
            self._tell_failure(stored_id, prompt_refusals.SHUTTING_DOWN)
            return
        try:
            await self._opening.open_stored(stored_id)
        except SessionError as error:
            self._tell_failure(stored_id, failure_from(error))

    def _tell_failure(self, session_id: str, failure: Failure) -> None:
        self._parts.hub.publish_now(SessionNotOpened(session_id=session_id, failure=failure))
        self._parts.hub.publish_now(session_notices.failure_notice(failure))
