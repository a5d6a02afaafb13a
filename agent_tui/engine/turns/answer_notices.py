"""What the user should know about how an answer ended."""

from __future__ import annotations

from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.status import FinishReason, NoticeLevel


def answer_notice(
    finish_reason: FinishReason, *, has_text: bool, has_calls: bool
) -> NoticeRaised | None:
    """The notice for one finished answer, None when all is as it should be."""
    match finish_reason:
        case FinishReason.LENGTH:
            return _warning(
                "The answer was cut",
                "The model reached its output limit. Ask it to continue, or for a shorter answer.",
            )
        case FinishReason.CONTENT_FILTER:
            return _warning(
                "The answer was filtered",
                "The provider's content filter stopped the answer. Put the prompt in other words.",
            )
        case FinishReason.REFUSAL:
            return _warning(
                "The model refused",
                "The model declined to answer. Put it in other words, or choose another model.",
            )
        case FinishReason.STOP | FinishReason.TOOL_CALLS | FinishReason.UNKNOWN:
            if has_text or has_calls:
                return None
            return _warning(
                "The model answered nothing",
                "The answer was empty. Try again, or choose another model.",
            )


def _warning(title: str, text: str) -> NoticeRaised:
    return NoticeRaised(level=NoticeLevel.WARNING, title=title, text=text)
