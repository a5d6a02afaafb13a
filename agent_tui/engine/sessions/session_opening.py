"""Opens new and stored sessions."""

from __future__ import annotations

from functools import partial
from math import ceil

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.branching.fork_origin import ForkOrigin
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.saved_states import stored_from
from agent_tui.engine.sessions.session import Session
from agent_tui.engine.sessions.session_registry import SessionRegistry
from agent_tui.engine.turns.context_meter import specs_tokens
from agent_tui.engine.turns.context_window import estimated_text_tokens
from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.engine.turns.system_prompt import build_system_prompt
from agent_tui.errors import ConfigError, SessionNotFound
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.ports import SessionJournal, StoredSession
from agent_tui.protocol.saved_state import SavedState
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import SessionStatus


class SessionOpening:
    """Makes sessions, tells of them and puts them into the registry. Use on the controller's
    loop."""

    def __init__(self, parts: EngineParts, sessions: SessionRegistry) -> None:
        self._parts, self._sessions = parts, sessions
        self._opening: dict[str, anyio.Event] = {}

    def open_new(self, like: SessionInfo | None = None, *, session_id: str = "") -> Session:
        """An empty session, with the provider and model of `like` when given; nothing is written
        before its first prompt. session_id: "" for one of our choice; of an open session, that one
        tells its state again."""
        if session_id and (known := self._sessions.find(session_id)) is not None:
            known.tell_snapshot()
            return known
        now = self._parts.clock.now()
        info = SessionInfo(
            id=session_id or new_id(),
            cwd=self._parts.options.cwd,
            created=now,
            updated=now,
            provider=like.provider if like else "",
            model=like.model if like else "",
            permission_mode=self._parts.options.permission_mode,
        )
        return self._open(StoredSession(info=info), keeps_model=True)

    def open_state(self, state: SavedState) -> Session:
        """A session that a host kept, for an engine that stores nothing."""
        options = self._parts.options
        stored = stored_from(state, cwd=options.cwd, mode=options.permission_mode)
        session = self._open(stored, keeps_model=options.keeps_stored_model)
        session.turns.resume(state.waiting)
        return session

    def open_fork(self, stored: StoredSession, origin: ForkOrigin) -> Session:
        """A session with the history of another one; `save` makes its folder."""
        return self._open(stored, keeps_model=True, fork=origin)

    async def open_stored(self, session_id: str) -> Session:
        """A session from the disk; one that is open already tells its state again.

        Raises `SessionError`.
        """
        while (event := self._opening.get(session_id)) is not None:
            await event.wait()
        if (session := self._sessions.address(session_id)) is not None:
            if not session.is_closing:
                session.tell_snapshot()
                return session
            await session.close("")  # waits for the end of the closing
            self._sessions.remove(session)
            return await self.open_stored(session_id)  # somebody else may have been quicker
        store = self._parts.store
        if store is None:
            raise SessionNotFound(
                "Sessions are not stored in this run, so there is none to open. Start it with a "
                "session store (without --no-session) to open one.",
                session_id=session_id,
            )
        done = self._opening[session_id] = anyio.Event()
        try:
            stored, journal = await anyio.to_thread.run_sync(
                partial(store.open, session_id, end_first=self._parts.options.reads_end_first),
                limiter=anyio.CapacityLimiter(1),
            )
            stored = replace(stored, info=self._with_mode(stored.info))
            session = self._open(
                stored, journal, keeps_model=self._parts.options.keeps_stored_model
            )
            if stored.earlier is not None:
                self._parts.tasks.start_soon(partial(session.read_earlier, stored.earlier))
            if journal is not None:
                session.turns.resume(stored.waiting)
            return session
        finally:
            del self._opening[session_id]
            done.set()

    def _with_mode(self, info: SessionInfo) -> SessionInfo:
        """Everything is permitted only where somebody says so now, never from a file."""
        options = self._parts.options
        is_full = info.permission_mode is PermissionMode.FULL
        if options.keeps_stored_mode and not is_full:
            return info
        return replace(info, permission_mode=options.permission_mode)

    def _open(
        self,
        stored: StoredSession,
        journal: SessionJournal | None = None,
        *,
        keeps_model: bool,
        fork: ForkOrigin | None = None,
    ) -> Session:
        config, notes = self._config(stored.info, keeps_model=keeps_model)
        models = ModelChoice(self._parts.providers, self._parts.pool, config)
        info = replace(
            stored.info,
            provider=models.provider_name or stored.info.provider,
            model=models.model or stored.info.model,
            context_window=models.context_window,
            status=SessionStatus.IDLE,
            path=stored.info.path or (journal.path if journal else ""),
        )
        stored = replace(stored, info=self._with_context(info, stored))
        session = Session(self._parts, stored, models, journal, fork=fork)
        session.tell_snapshot()
        self._sessions.add(session)
        for note in (*stored.notes, *notes):
            session.tell(session_notices.about_session(note))
        return session

    def _config(
        self, info: SessionInfo, *, keeps_model: bool
    ) -> tuple[ProviderConfig | None, tuple[str, ...]]:
        """The endpoint that the session used, else the default one; notes say why."""
        notes: list[str] = []
        if info.provider and keeps_model:
            try:
                return self._parts.providers.config_for(info.provider, info.model), ()
            except ConfigError as error:
                notes.append(f"{error} The default provider is used instead.")
        try:
            return self._parts.providers.config_for("", ""), tuple(notes)
        except ConfigError as error:
            return None, (*notes, str(error))

    def _with_context(self, info: SessionInfo, stored: StoredSession) -> SessionInfo:
        """What the next request will hold, when the store could not say."""
        if info.context_tokens or not stored.messages:
            return info
        parts = self._parts
        specs = parts.tools.registry.specs if parts.tools is not None else ()
        mode = info.permission_mode if specs else None
        system = build_system_prompt(
            parts.options, cwd=info.cwd, now=parts.clock.now(), tools_mode=mode
        )
        tokens = RequestMessages(stored.messages).tokens()
        # Of a session whose end was read first, the rest is taken to be like its end.
        share = max(info.message_count / len(stored.messages), 1)
        beside = ceil(estimated_text_tokens(system)) + specs_tokens(specs)
        whole = round(tokens * share) + beside
        return replace(info, context_tokens=whole, is_context_estimated=True)
