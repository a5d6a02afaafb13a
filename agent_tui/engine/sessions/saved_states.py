"""What hosts keep of a session, and a session made of it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from agent_tui.engine.turns.history import History
from agent_tui.protocol.drafts import DraftExtras
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.saved_state import SavedState, saved_state
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo

StateMaker = Callable[[], SavedState]


def state_maker(
    info: SessionInfo,
    history: History,
    *,
    queued: tuple[QueuedPrompt, ...],
    draft: tuple[str, DraftExtras],
    waiting: tuple[str, ...],
) -> StateMaker | None:
    """Makes the state of the present, in any thread and at any time: a long history is unpacked by
    it. None while the history is still being read."""
    if not history.is_whole:
        return None
    earlier, recent = history.earlier, history.recent
    text, extras = draft

    def make() -> SavedState:
        return saved_state(
            info,
            (*earlier, *recent),
            queued=queued,
            draft=text,
            draft_extras=extras,
            waiting=waiting,
        )

    return make


def stored_from(state: SavedState, *, cwd: str, mode: PermissionMode) -> StoredSession:
    """The state as a session to be opened in this mode. cwd: for a state that names none."""
    return StoredSession(
        info=replace(state.info, cwd=state.session.cwd or cwd, permission_mode=mode),
        messages=state.messages,
        draft=state.draft,
        draft_extras=state.draft_extras,
        queued=state.queued,
        waiting=state.waiting,
    )
