"""The user clears the conversation: what they are told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent_tui.engine.editing.session_edits import SessionEdits
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.failures import failure_from
from agent_tui.protocol.status import NoticeLevel

if TYPE_CHECKING:
    from concurrent.futures import Future

_CLEARED = NoticeRaised(
    level=NoticeLevel.INFO,
    title="The conversation is cleared",
    text="The model knows nothing of it any more. Nothing is deleted: /tree leads back to it.",
)
_WAITS = NoticeRaised(
    level=NoticeLevel.INFO,
    title="Clearing waits for the turn",
    text="The conversation is cleared when the running turn has ended. Esc stops it.",
)


def clear_for_user(
    edits: SessionEdits, is_playing: bool, tell: Callable[[AgentEvent], None]
) -> None:
    """Clear the history between turns; a notice tells when it is done, and why it is not."""
    # Deferred: most sessions are never cleared.
    from concurrent.futures import Future

    done: Future[None] = Future()
    done.add_done_callback(lambda ended: tell(_notice_of(ended)))
    if is_playing:
        tell(_WAITS)
    edits.clear(done)


def _notice_of(done: Future[None]) -> NoticeRaised:
    error = done.exception()
    if error is None:
        return _CLEARED
    failure = failure_from(error)
    return NoticeRaised(level=NoticeLevel.WARNING, title=failure.title, text=failure.text)
