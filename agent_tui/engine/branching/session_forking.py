"""Opens forks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from agent_tui.engine.branching.fork_origin import ForkOrigin
from agent_tui.engine.branching.forking import fork_of
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.session import Session
from agent_tui.errors import SessionError
from agent_tui.protocol.branch_inputs import ForkSession
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.session_events import SessionNotOpened

_NO_SUCH_PLACE = Failure(
    kind="NoSuchTurn",
    title="The fork was not opened",
    text="There is no such turn. Choose one in /tree.",
)
_SOURCE_CLOSED = Failure(
    kind="SessionClosed",
    title="The fork was not opened",
    text="Its session was closed meanwhile. Open that again with /resume, then fork it.",
)
_ONLY_A_RUNNING_TURN = Failure(
    kind="NothingToFork",
    title="There is nothing to fork yet",
    text="A fork begins without the turn that runs, and this is the first one. Fork when it has "
    "ended, or begin an empty session with /new.",
)
_NOTHING_SAID = Failure(
    kind="NothingToFork",
    title="There is nothing to fork yet",
    text="Nothing was said in this session. /new begins another empty one.",
)


class SessionForking:
    """Use on the controller's loop. open_fork: makes the session and tells of it."""

    def __init__(
        self, parts: EngineParts, open_fork: Callable[[StoredSession, ForkOrigin], Session]
    ) -> None:
        self._parts, self._open_fork = parts, open_fork

    def fork_soon(self, source: Session, wish: ForkSession) -> None:
        """Open a fork of this session; `SessionNotOpened` and a notice say why not."""
        self._parts.tasks.start_soon(partial(self._fork, source, wish))

    async def _fork(self, source: Session, wish: ForkSession) -> None:
        """The session is open at once; its folder is made behind it."""
        try:
            found = await fork_of(source, wish, self._parts.store, self._parts.clock.now())
        except SessionError as error:
            self._refuse_aloud(source, wish, failure_from(error))
            return
        if found is None:
            self._refuse(wish, _NO_SUCH_PLACE)
        elif not len(found[1].history):
            runs = source.turns.is_playing
            self._refuse_aloud(source, wish, _ONLY_A_RUNNING_TURN if runs else _NOTHING_SAID)
        elif source.is_closing:
            self._refuse(wish, _SOURCE_CLOSED)
        else:
            await self._open_fork(*found).save()

    def _refuse_aloud(self, source: Session, wish: ForkSession, failure: Failure) -> None:
        source.tell(session_notices.failure_notice(failure))
        self._refuse(wish, failure)

    def _refuse(self, wish: ForkSession, failure: Failure) -> None:
        self._parts.hub.publish_now(SessionNotOpened(session_id=wish.new_id, failure=failure))
