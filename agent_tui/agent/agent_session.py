"""What a host may see of its agent's session, and take away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent_tui.agent.agent_inputs import AgentInputs
from agent_tui.errors import ClosedResourceError
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionStore
from agent_tui.protocol.saved_state import SavedState
from agent_tui.protocol.sessions import SessionInfo

if TYPE_CHECKING:
    from agent_tui.lifecycle.first_session import FirstSession

StateSource = SavedState | Mapping[str, Any] | bytes | str
"""A state as `AutoSave` gives it, as `export_state` returns it, or as JSON."""


class AgentSession(AgentInputs):
    """The part of `Agent` that reads its session. Safe from any thread; never waits."""

    def __init__(self, make_runtime: Callable[[], Runtime], cwd: Path) -> None:
        super().__init__(make_runtime)
        self._cwd = cwd

    @property
    def working_directory(self) -> Path:
        """Resolved once, when the agent was made; the process never changes its own."""
        return self._cwd

    @property
    def session(self) -> SessionInfo | None:
        """A snapshot of the session, None before it was opened."""
        self._check_process()
        return self._runtime.current_session

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """The history so far, without the system prompt; also after the end. An immutable
        snapshot."""
        session = self.session
        return self._runtime.messages(session.id) if session else ()

    def export_state(self) -> dict[str, Any]:
        """The session as data for `json.dumps`, to go on with by `Agent.load_or_new`, in any
        process. It names its schema and version; keys, addresses and permissions are not in it.

        Raises `ClosedResourceError` before the agent was opened and after it was closed.
        """
        session = self.session
        state = self._runtime.state(session.id) if session else None
        if state is None:
            raise ClosedResourceError(
                "This agent has no open session to export. Call export_state() inside 'async with'."
            )
        return state.to_dict()


def first_session(
    source: SessionStore | StateSource | None, session_id: str
) -> tuple[FirstSession, SessionStore | None]:
    """What to go on with, and the store that it comes from; see `Agent.load_or_new`. Raises
    `SessionCorrupt` and `SessionFormatTooNew`."""
    # Deferred: a host that wishes none of this need not load it.
    from agent_tui.lifecycle.first_session import FirstSession
    from agent_tui.protocol.saved_state import state_from, with_id

    if isinstance(source, bytes | str | Mapping):
        source = state_from(source)
    if isinstance(source, SavedState):
        return FirstSession(state=with_id(source, session_id)), None
    return FirstSession(wanted_id=session_id), source
