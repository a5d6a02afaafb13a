"""Which messages of a request are the largest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from math import ceil

from agent_tui.engine.turns.context_window import estimated_tokens
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ChatMessage, Role
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
    messages: Sequence[ChatMessage], count: int, *, head_id: str = ""
) -> tuple[LargeMessage, ...]:
    """The largest messages of a request, the largest first. head_id: of the message that begins
    with a summary, "" when there is none."""
    told: list[LargeMessage] = []
    turn = ""
    for message in messages:
        if message.role is Role.USER:
            turn = _first_words(message)
        is_head = message.id == head_id
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
        texts.append(
            f"The largest part is {what}, about {large[0].tokens:,} tokens "
            f'(turn "{large[0].turn}"); /context shows more.'
        )
    return Failure(
        kind=failure.kind,
        title=failure.title,
        text=" ".join(texts),
        request_id=failure.request_id,
    )


def _first_words(message: ChatMessage) -> str:
    words = message.text.strip().partition("\n")[0]
    return words if len(words) <= _MOST_CHARACTERS else f"{words[:_MOST_CHARACTERS]}…"
