"""Which session the running code works for: a tool, a hook or a model that is called by a turn must
not wait for another turn of the same session, which would come after its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_session_id: ContextVar[str] = ContextVar("agent_tui_session", default="")


def session_inside() -> str:
    """Id of the session whose turn or hook calls this code, also through threads and tasks that
    take their context along; "" outside."""
    return _session_id.get()


def enter_session(session_id: str) -> None:
    """What this task does and starts from now on works for the session."""
    _session_id.set(session_id)


@contextmanager
def inside_session(session_id: str) -> Iterator[None]:
    """What the block does and starts works for the session."""
    token = _session_id.set(session_id)
    try:
        yield
    finally:
        _session_id.reset(token)
