"""The base of all agent events."""

from __future__ import annotations

from msgspec import Struct


class AgentEvent(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Base of all events.

    session_id, turn_id: "" where there is none. seq: gap-free within one runtime, stamped when
    the event is published. time: Unix seconds.
    """

    session_id: str = ""
    turn_id: str = ""
    seq: int = 0
    time: float = 0.0
