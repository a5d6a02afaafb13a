"""How a turn ended, in one line."""

from __future__ import annotations

from agent_tui.protocol.results import COST_LIMIT, TurnResult
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.ui.render.costs import usage_cost
from agent_tui.ui.render.durations import duration_text

_CANCELLED_BY = {
    "user": "stopped by you",
    "shutdown": "stopped, because the program was closing",
    "timeout": "stopped by the time limit",
    "deadline": "stopped by the time limit",
}
_BY_HOOK = (TurnStatus.BLOCKED, TurnStatus.STOPPED)
_FINISHED_EARLY = {
    FinishReason.LENGTH: "cut off at the model's output limit",
    FinishReason.CONTENT_FILTER: "cut off by the provider's content filter",
    FinishReason.REFUSAL: "the model declined",
}


def turn_end_text(result: TurnResult) -> str:
    """`12 s · 1,234 tokens · $0.12`, or why it ended otherwise; no words of a failure itself."""
    is_timed = result.elapsed_s and result.status is not TurnStatus.BLOCKED
    time = duration_text(result.elapsed_s) if is_timed else ""
    ending = _ending(result)
    parts = [f"{ending} after {time}" if ending and time else ending or time]
    if result.status in _BY_HOOK and result.reason:
        parts[0] += f": {result.reason}"
    if tokens := result.usage.total_tokens:
        parts.append(f"{tokens:,} tokens")
    if cost := usage_cost(result.usage):
        parts.append(cost)
    return " · ".join(part for part in parts if part)


def _ending(result: TurnResult) -> str:
    match result.status:
        case TurnStatus.OK:
            return _FINISHED_EARLY.get(result.finish_reason, "")
        case TurnStatus.CANCELLED:
            return _CANCELLED_BY.get(result.reason, _with_reason("stopped", result.reason))
        case TurnStatus.INTERRUPTED:
            return "interrupted"
        case TurnStatus.BLOCKED:
            return "not sent"
        case TurnStatus.STOPPED:
            return "stopped by a hook"
        case TurnStatus.MAX_ITERATIONS:
            what = "cost" if result.reason == COST_LIMIT else "steps"
            return f"stopped at the limit of {what}"
        case TurnStatus.ERROR:
            return "failed"


def _with_reason(ending: str, reason: str) -> str:
    return f"{ending}: {reason}" if reason else ending
