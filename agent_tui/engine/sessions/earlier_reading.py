"""Reads what stands before the end of a history that was shown first."""

from __future__ import annotations

from collections.abc import Callable

import anyio
import anyio.to_thread

from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.session_gate import SessionGate
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.turns.history import History
from agent_tui.errors import ClosedResourceError, SessionError
from agent_tui.protocol.events import HistoryLoaded
from agent_tui.protocol.failures import failure_from
from agent_tui.protocol.ports import EarlierHistory, EarlierMessages


class EarlierReading:
    """Once per session. Use on the controller's loop; failures become notices.

    tell_snapshot: publishes the whole present, when what was shown first turns out to be wrong.
    """

    def __init__(
        self,
        state: SessionState,
        history: History,
        gate: SessionGate,
        tell_snapshot: Callable[[], None],
    ) -> None:
        self._state, self._history, self._gate = state, history, gate
        self._tell_snapshot = tell_snapshot

    async def read(self, earlier: EarlierHistory) -> None:
        """Read it in a thread, put it before the history, and tell it."""
        try:
            rest = await anyio.to_thread.run_sync(
                earlier.read,
                lambda: self._gate.is_shut,
                limiter=anyio.CapacityLimiter(1),
                abandon_on_cancel=True,
            )
        except ClosedResourceError:
            return  # the session was closed meanwhile
        except SessionError as error:
            self._history.fail(error)
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return
        if rest is not None:
            self._put(rest)

    def _put(self, rest: EarlierMessages) -> None:
        if rest.is_everything:
            self._history.replace_stored(rest.messages)
            self._tell_snapshot()
        else:
            self._state.publish(HistoryLoaded(messages=rest.messages))
            self._history.put_earlier(rest.messages)
        for note in rest.notes:
            self._state.publish(session_notices.about_session(note))
