"""One agent for each session: what `chat_service.py` keeps its agents in."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread

from agent_tui import (
    Agent,
    AgentClosed,
    EngineWorker,
    FileSessionStore,
    Provider,
    SessionError,
    SessionStatus,
    Settings,
)


@dataclass(eq=False)
class OpenSession:
    """An agent, and when it was wanted last."""

    agent: Agent
    used: float = field(default_factory=time.monotonic)

    def is_idle(self, idle_s: float) -> bool:
        """It has had nothing to do for so long."""
        info = self.agent.session
        is_busy = info is not None and info.status in (
            SessionStatus.RUNNING,
            SessionStatus.INTERRUPTED,
        )
        return not is_busy and time.monotonic() - self.used >= idle_s


class SessionAgents:
    """The agents that are open, by session. Use it on one event loop.

    provider: of all sessions; None means what the settings say.
    """

    def __init__(self, folder: Path, settings: Settings, provider: Provider | None = None) -> None:
        self.worker = EngineWorker()
        self._store = FileSessionStore(folder / "sessions", folder / "index.db")
        self._settings, self._provider = settings, provider
        self._open: dict[str, OpenSession] = {}

    async def create(self) -> str:
        """Begin a session; returns its id."""
        agent = await self._agent().start()
        assert agent.session is not None  # it was started
        self._open[agent.session.id] = OpenSession(agent)
        return agent.session.id

    async def get(self, session_id: str) -> Agent:
        """The session's agent, started. All callers get the same one: making it waits for nothing,
        and those who start it at the same time share one attempt."""
        while True:
            if (found := self._open.get(session_id)) is None:
                found = self._open[session_id] = OpenSession(self._agent(session_id))
            found.used = time.monotonic()
            try:
                return await found.agent.start()
            except AgentClosed:  # somebody closes it: wait for that, then open the session again
                await self._close(session_id, found)
            except SessionError:
                self._forget(session_id, found)
                raise

    async def delete(self, session_id: str) -> None:
        """End its turn, and remove the session for good."""
        if found := self._open.get(session_id):
            await self._close(session_id, found)
        await anyio.to_thread.run_sync(self._store.delete, session_id)

    async def close_idle(self, idle_s: float) -> None:
        """Close agents that have had nothing to do for so long; their sessions stay stored."""
        for session_id, found in tuple(self._open.items()):
            if found.is_idle(idle_s):
                await self._close(session_id, found)

    async def _close(self, session_id: str, found: OpenSession) -> None:
        await found.agent.stop(0)
        self._forget(session_id, found)

    def _forget(self, session_id: str, found: OpenSession) -> None:
        if self._open.get(session_id) is found:
            del self._open[session_id]

    def _agent(self, session_id: str = "") -> Agent:
        return Agent(
            self._settings,
            provider=self._provider,
            store=self._store,
            resume=session_id,
            keeps_stored_model=False,  # the settings of today, also for the sessions of yesterday
            worker=self.worker,
        )
