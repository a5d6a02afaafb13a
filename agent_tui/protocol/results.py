"""What a turn gives back to a program."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.failures import Failure
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.usage import Usage

COST_LIMIT = "cost limit"
"""The reason of a turn that has cost as much as it may."""


class TurnResult(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The outcome of one turn. `str(result)` is the text.

    text: the visible text of the last step, whole or partial. reason: who or what ended the turn
    ("user", "shutdown", "timeout"), "" when the model simply finished. tool_calls: how many were
    made. error: set when status is `error`.
    """

    session_id: str
    turn_id: str
    status: TurnStatus
    text: str = ""
    reason: str = ""
    finish_reason: FinishReason = FinishReason.UNKNOWN
    usage: Usage = Usage()
    tool_calls: int = 0
    elapsed_s: float = 0.0
    error: Failure | None = None

    def __str__(self) -> str:
        return self.text


def compatibility_text(result: TurnResult) -> str:
    """The string that a blocking `chat()` returns: the text, or a marker for turns that did not
    finish.

    The markers exist here only; history, journal and events carry `status` and `reason`.
    """
    match result.status:
        case TurnStatus.INTERRUPTED:
            return "[Interrupted by user]"
        case TurnStatus.CANCELLED:
            return f"[Cancelled: {result.reason}]"
        case TurnStatus.BLOCKED:
            return f"[Blocked by hook] {result.reason}"
        case TurnStatus.STOPPED:
            return f"[Hook stopped] {result.reason}"
        case _:
            return result.text
