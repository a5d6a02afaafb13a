"""Chunks of a Chat Completions stream to stream items. Pure: one reader for one answer, no I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf

from agent_tui.protocol.requests import (
    StreamFinished,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage
from agent_tui.providers.openai.json_shapes import count_in, list_in, object_in, text_in
from agent_tui.providers.openai.tool_call_deltas import ToolCallDeltas
from agent_tui.providers.openai.whole_characters import WholeCharacters

_FINISH_REASONS = {
    "stop": FinishReason.STOP,
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "eos": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "model_length": FinishReason.LENGTH,
    "tool_calls": FinishReason.TOOL_CALLS,
    "tool_use": FinishReason.TOOL_CALLS,
    "function_call": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.CONTENT_FILTER,
    "safety": FinishReason.CONTENT_FILTER,
    "refusal": FinishReason.REFUSAL,
}


class ChunkReader:
    """Reads the chunks of one answer in order and says what they mean.

    Takes any JSON value: a field that is missing, null or of another type counts as absent. The
    reader does not look for `error` objects; its caller does, before.
    """

    def __init__(self) -> None:
        self._tool_calls = ToolCallDeltas()
        self._characters = WholeCharacters()
        self._usage: Usage | None = None
        self._has_refused = False
        self._has_content = False
        self._is_finished = False

    @property
    def has_content(self) -> bool:
        """Text, thinking or a tool call came."""
        return self._has_content

    @property
    def is_finished(self) -> bool:
        """The server said why it stopped."""
        return self._is_finished

    def items_of(self, chunk: object) -> Iterator[StreamItem]:
        """What one chunk says. Exhaust the iterator before the next call."""
        return self._characters.of(self._items_of(chunk))

    def close(self) -> Iterator[StreamItem]:
        """What is still to say when the stream ended; that it stopped when it gave no reason."""
        if not self._is_finished:
            self._is_finished = True
            yield from self._characters.of(self._unfinished_items())
        yield from self._characters.close()

    def _items_of(self, chunk: object) -> Iterator[StreamItem]:
        choices = list_in(chunk, "choices")
        if choices:
            yield from self._choice_items(choices[0])
        if isinstance(chunk, dict) and (usage := chunk.get("usage")):
            yield from self._usage_items(usage)

    def _unfinished_items(self) -> Iterator[StreamItem]:
        yield from self._tool_calls.unannounced()
        yield StreamFinished(finish_reason=FinishReason.UNKNOWN)

    def _choice_items(self, choice: object) -> Iterator[StreamItem]:
        delta = object_in(choice, "delta")
        if not delta and not self._has_content:
            # Some servers send a whole message, alone. After deltas it would only repeat them.
            delta = object_in(choice, "message")
        if delta:
            for item in self._delta_items(delta):
                self._has_content = True
                yield item
        if (reason := text_in(choice, "finish_reason")) and not self._is_finished:
            self._is_finished = True
            yield from self._tool_calls.unannounced()
            yield StreamFinished(finish_reason=self._finish_reason(reason))

    def _delta_items(self, delta: Mapping[str, object]) -> Iterator[StreamItem]:
        if thinking := _thinking_text(delta):
            yield ThinkingDelta(text=thinking)
        content = delta.get("content")
        if isinstance(content, str):
            if content:
                yield TextDelta(text=content)
        elif isinstance(content, list):
            for entry in content:
                yield from _content_entry_items(entry)
        if refusal := text_in(delta, "refusal"):
            self._has_refused = True
            yield TextDelta(text=refusal, is_refusal=True)
        for tool_call in list_in(delta, "tool_calls"):
            yield from self._tool_calls.items_of(tool_call)
        if function_call := object_in(delta, "function_call"):
            # The form before tool calls: always the one and only, named once.
            yield from self._tool_calls.items_of({"index": 0, "function": function_call})

    def _usage_items(self, reported: object) -> Iterator[StreamItem]:
        usage = _usage(reported)
        # Some servers repeat the counts with every chunk; only news is worth an event.
        if usage != self._usage and usage != Usage():
            self._usage = usage
            yield UsageReported(usage=usage)

    def _finish_reason(self, reason: str) -> FinishReason:
        known = _FINISH_REASONS.get(reason.lower(), FinishReason.UNKNOWN)
        if known is FinishReason.STOP and self._tool_calls.has_any:
            return FinishReason.TOOL_CALLS
        if known is FinishReason.STOP and self._has_refused:
            return FinishReason.REFUSAL
        return known


def _content_entry_items(entry: object) -> Iterator[StreamItem]:
    if isinstance(entry, str):
        if entry:
            yield TextDelta(text=entry)
    elif refusal := text_in(entry, "refusal"):
        yield TextDelta(text=refusal, is_refusal=True)
    elif thinking := _joined_text(entry, "thinking"):
        yield ThinkingDelta(text=thinking)
    elif text := text_in(entry, "text"):
        yield TextDelta(text=text)


def _thinking_text(delta: Mapping[str, object]) -> str:
    # Servers that know both names send the same text twice, so the first one counts.
    for key in ("reasoning_content", "reasoning"):
        if text := text_in(delta, key) or text_in(delta.get(key), "text"):
            return text
    return ""


def _joined_text(entry: object, key: str) -> str:
    return text_in(entry, key) or "".join(text_in(piece, "text") for piece in list_in(entry, key))


def _usage(reported: object) -> Usage:
    return Usage(
        input_tokens=count_in(reported, "prompt_tokens", "input_tokens"),
        output_tokens=count_in(reported, "completion_tokens", "output_tokens"),
        cached_tokens=count_in(object_in(reported, "prompt_tokens_details"), "cached_tokens")
        or count_in(reported, "prompt_cache_hit_tokens"),
        reasoning_tokens=count_in(
            object_in(reported, "completion_tokens_details"), "reasoning_tokens"
        ),
        cost_usd=_cost(reported),
    )


def _cost(reported: object) -> float | None:
    """In US dollars, as several services that pass requests on report it."""
    cost = reported.get("cost") if isinstance(reported, dict) else None
    if not isinstance(cost, (int, float)) or isinstance(cost, bool):
        return None
    return float(cost) if 0 <= cost < inf else None
