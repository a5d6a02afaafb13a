"""How a hook ends a turn."""

from __future__ import annotations

from agent_tui.protocol.status import TurnStatus


class TurnStopped(Exception):
    """Raised inside a turn, which makes it its result. status: blocked, or stopped; reason: for
    people."""

    def __init__(self, reason: str, status: TurnStatus = TurnStatus.STOPPED) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status
