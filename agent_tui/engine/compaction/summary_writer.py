"""Lets a model write a summary."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import anyio
import anyio.to_thread

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.clock import Clock
from agent_tui.engine.compaction.summary_failed import SummaryFailed
from agent_tui.engine.compaction.summary_request import summary_request
from agent_tui.engine.compaction.told_conversation import ToldConversation, told_conversation
from agent_tui.engine.limits.limited_stream import limited_stream
from agent_tui.engine.turns.costs import priced
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.engine.turns.retry import final_failure, retry_delay_s, should_retry
from agent_tui.errors import ConfigError, ContextWindowExceeded, ProviderError
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamFinished,
    TextDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage

_UNKNOWN_WINDOW_TOKENS = 100_000
_READ_SHARE = 0.6
"""Of the window: what one request may hold of the conversation; the rest is for instructions, the
summary, and for what an estimate is wrong by."""
_LEAST_PIECE_TOKENS = 500
_MOST_SIZES = 4  # tried, each half as large, when the server finds a piece too long


@dataclass
class Summary:
    """text: never blank. left_out: see `ToldConversation`."""

    text: str
    model: str
    left_out: str = ""


class SummaryWriter:
    """Use on the controller's loop. endpoint: asked anew for each summary; raises `ConfigError`.
    report_usage: told after each request."""

    def __init__(
        self,
        endpoint: Callable[[], Endpoint],
        clock: Clock,
        options: EngineOptions,
        report_usage: Callable[[Usage], None],
    ) -> None:
        self._endpoint, self._clock, self._options = endpoint, clock, options
        self._report_usage = report_usage

    async def write(
        self, messages: Sequence[ChatMessage], *, focus: str = "", most_tokens: int = 0
    ) -> Summary:
        """Summarise the messages. most_tokens: of the conversation in one request, 0 for as much as
        the window takes. Raises `SummaryFailed`; cancelling ends the request."""
        try:
            endpoint = self._endpoint()
        except ConfigError as error:
            raise SummaryFailed(failure_from(error)) from error
        window = endpoint.context_window or _UNKNOWN_WINDOW_TOKENS
        most = min(most_tokens or window, int(window * _READ_SHARE))
        for _ in range(_MOST_SIZES):
            most = max(most, _LEAST_PIECE_TOKENS)
            told = await _in_thread(partial(told_conversation, messages, most_tokens=most))
            try:
                return await self._write_pieces(endpoint, told, focus)
            except ContextWindowExceeded as error:
                refused = error
                most //= 2
        raise SummaryFailed(failure_from(refused)) from refused

    async def write_once(self, messages: Sequence[ChatMessage], *, focus: str) -> str:
        """Like `write`, by exactly one request: of what one does not take, the middle is left out,
        and a failure is not repeated. Raises `ConfigError` and `ProviderError`, too."""
        endpoint = self._endpoint()
        window = endpoint.context_window or _UNKNOWN_WINDOW_TOKENS
        most = int(window * _READ_SHARE)
        told = await _in_thread(partial(told_conversation, messages, most_tokens=most))
        request = summary_request(endpoint.model, _ends(told.pieces), focus=focus)
        return await self._attempt(endpoint, request)

    async def _write_pieces(
        self, endpoint: Endpoint, told: ToldConversation, focus: str
    ) -> Summary:
        summary = Summary("", endpoint.model, left_out=told.left_out)
        for piece in told.pieces:
            request = summary_request(endpoint.model, piece, former=summary.text, focus=focus)
            summary.text = await self._answer(endpoint, request)
        return summary

    async def _answer(self, endpoint: Endpoint, request: ModelRequest) -> str:
        attempt = 1
        while True:
            try:
                return await self._attempt(endpoint, request)
            except ContextWindowExceeded:
                raise
            except ConfigError as error:
                raise SummaryFailed(failure_from(error)) from error
            except ProviderError as error:
                limit = self._options.max_attempts
                if not should_retry(error, attempt=attempt, max_attempts=limit):
                    failure = final_failure(error, attempts=attempt, now=self._clock.now())
                    raise SummaryFailed(failure) from error
                await self._clock.sleep(retry_delay_s(attempt, error, jitter=_jitter))
            attempt += 1

    async def _attempt(self, endpoint: Endpoint, request: ModelRequest) -> str:
        texts: list[str] = []
        usage, reason, has_calls = Usage(), FinishReason.UNKNOWN, False
        try:
            async with limited_stream(endpoint, request) as items:
                async for item in items:
                    match item:
                        case TextDelta(text=text):
                            texts.append(text)
                        case ToolCallDelta():
                            has_calls = True
                        case UsageReported(usage=reported):
                            usage = reported
                        case StreamFinished(finish_reason=finish_reason):
                            reason = finish_reason
        finally:
            self._report_usage(priced(usage, endpoint, self._options.prices))
        text = "".join(texts).strip()
        if has_calls or not text or reason in (FinishReason.CONTENT_FILTER, FinishReason.REFUSAL):
            raise SummaryFailed(_useless(endpoint.model, has_calls=has_calls, has_text=bool(text)))
        if reason is FinishReason.LENGTH:
            raise SummaryFailed(_cut_off(endpoint.model))
        return text


def _ends(pieces: Sequence[str]) -> str:
    if len(pieces) < 2:
        return "".join(pieces)
    first, last = pieces[0], pieces[-1]
    return f"{first[: len(first) // 2]}\n[… the middle …]\n{last[len(last) // 2 :]}"


def _useless(model: str, *, has_calls: bool, has_text: bool) -> Failure:
    if has_calls:
        did = "called tools instead of writing a summary"
    else:
        did = "declined to summarise" if has_text else "answered with nothing"
    return Failure(
        kind="SummaryFailed",
        title="No summary was written",
        text=f"{model} {did}. Nothing has changed. Try /compact again, or another model with "
        "/model.",
    )


def _cut_off(model: str) -> Failure:
    return Failure(
        kind="SummaryFailed",
        title="The summary was cut off",
        text=f"{model} reached its output limit inside it. Nothing has changed. Try /compact with "
        "a focus, or another model with /model.",
    )


async def _in_thread(told: Callable[[], ToldConversation]) -> ToldConversation:
    # A limiter of its own: a long conversation must not wait for tools that have all threads.
    return await anyio.to_thread.run_sync(
        told, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
    )


def _jitter() -> float:
    return os.urandom(1)[0] / 255
