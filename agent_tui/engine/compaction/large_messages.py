"""Which messages of a request are the largest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from math import ceil

from agent_tui.engine.turns.context_window import estimated_tokens
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.session_events import ContextSource, LargeMessage

_SOURCES = {
    Role.USER: ContextSource.PROMPTS,
    Role.ASSISTANT: ContextSource.ANSWERS,
    Role.TOOL: ContextSource.TOOL_RESULTS,
}
_MOST_CHARACTERS = 60
_WORDS = {
    ContextSource.SUMMARY: "the summary of what came before",
    ContextSource.PROMPTS: "a prompt with what is attached to it",
    ContextSource.ANSWERS: "an answer",
    ContextSource.TOOL_RESULTS: "the result of a tool",
}


def large_messages(
    messages: Sequence[ChatMessage], count: int, *, head: ChatMessage | None = None
) -> tuple[LargeMessage, ...]:
    """The largest messages of a request, the largest first. head: what begins with a summary, None
    when there is none; the first of `messages`, perhaps in one with the prompts behind it."""
    told: list[LargeMessage] = []
    turn = ""
    summary = _text(head) if head is not None else ""
    for message in messages:
        is_head = False
        if message.role is Role.USER:
            own_text = _text(message)
            if summary and own_text.startswith(summary):
                own_text = own_text[len(summary) :]
                is_head = len(own_text) < len(summary)
            turn = _first_words(own_text)
        told.append(
            LargeMessage(
                source=ContextSource.SUMMARY if is_head else _SOURCES[message.role],
                tokens=ceil(estimated_tokens((message,))),
                turn=turn,
            )
        )
    return tuple(nlargest(count, told, key=lambda one: one.tokens))


def still_too_long(failure: Failure, why: Failure | None, large: Sequence[LargeMessage]) -> Failure:
    """What to say when the request is too long and there is nothing left to summarise. why: no
    summary could be made, None when one was and did not help."""
    texts = [failure.text]
    if why is not None:
        texts.append(f"No room could be made: {why.text}")
    else:
        texts.append("The earlier conversation was summarised, and it is still too long.")
    if large:
        what = _WORDS.get(large[0].source, large[0].source.value)
        turn = f' (turn "{large[0].turn}")' if large[0].turn else ""
        texts.append(
            f"The largest part is {what}, about {large[0].tokens:,} tokens{turn}; "
            "/context shows more."
        )
    return Failure(
        kind=failure.kind,
        title=failure.title,
        text=" ".join(texts),
        request_id=failure.request_id,
    )


def _text(message: ChatMessage) -> str:
    """As prompts are joined in a request."""
    return "\n\n".join(part.text for part in message.parts if isinstance(part, TextPart))


def _first_words(text: str) -> str:
    words = text.strip().partition("\n")[0]
    return words if len(words) <= _MOST_CHARACTERS else f"{words[:_MOST_CHARACTERS]}…"
