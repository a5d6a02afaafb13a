"""One step of a turn: a model request, sent again when it fails for a moment."""

from __future__ import annotations

import os
from dataclasses import dataclass

import anyio.lowlevel

from agent_tui.engine.limits.request_limits import Allowance, allowed
from agent_tui.engine.turns.answer import Answer
from agent_tui.engine.turns.context_meter import specs_tokens
from agent_tui.engine.turns.context_window import context_usage
from agent_tui.engine.turns.costs import priced
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.engine.turns.request_images import (
    parts_with_images,
    with_pixels,
    without_images,
)
from agent_tui.engine.turns.retry import final_failure, retry_delay_s, should_retry
from agent_tui.engine.turns.streaming import answer_items, closed_stream
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.errors import ImagesNotSupported, ImagesRefused, ProviderError
from agent_tui.protocol.events import NoticeRaised, RetryScheduled, StepEnded, StepStarted
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.requests import ModelRequest
from agent_tui.protocol.status import NoticeLevel
from agent_tui.protocol.usage import Usage

LEAST_WAIT_TOLD_S = 0.1  # nobody reads a countdown from less
ITEMS_PER_CHECKPOINT = 64  # a provider with much in hand must not hold up other sessions


@dataclass
class StepFailed(Exception):
    """The last attempt failed; nothing follows. Private to the turn, which makes it data."""

    failure: Failure


class Step:
    """Sends one request until it is answered, or fails for good."""

    def __init__(self, context: TurnContext, *, number: int, system: str) -> None:
        self._context = context
        self._number, self._system = number, system
        self.answer: Answer | None = None  # of the newest attempt
        self.usage = Usage()  # of all attempts

    async def run(self) -> Answer:
        """The whole answer, already in the history. Raises `StepFailed`, `TurnCancelled`,
        `ConfigError`."""
        attempt = 1
        while True:
            try:
                return await self._attempt(attempt)
            except ProviderError as error:
                await self._prepare_retry(error, attempt)
            attempt += 1

    async def _attempt(self, attempt: int) -> Answer:
        endpoint = self._context.endpoint
        while True:
            limiter = endpoint().limiter
            async with allowed(limiter, self._estimated_tokens, on_wait=self._tell_wait) as may:
                # The user may have chosen another endpoint while this one let us wait.
                if endpoint().limiter is limiter:
                    return await self._send(endpoint(), attempt, may)

    async def _send(self, endpoint: Endpoint, attempt: int, may: Allowance) -> Answer:
        context, request = self._context, None
        if context.hooks is not None:
            request = await context.hooks.checked_request(
                await self._request(endpoint), step=self._number, attempt=attempt
            )
            endpoint = endpoint.with_model(request.model)
        await context.events.publish(
            StepStarted(step=self._number, model=endpoint.model, attempt=attempt)
        )
        answer = self.answer = Answer(context, endpoint.model)
        is_whole = has_failed = False
        may.is_sent = True
        try:
            await self._stream(endpoint, answer, request or await self._request(endpoint))
            is_whole = True
        except ProviderError as error:
            # What becomes of the partial answer depends on whether a retry follows.
            has_failed = True
            self._note_refused(error, endpoint)
            raise
        finally:
            may.usage = answer.usage
            if not has_failed:
                self._end(answer, is_complete=is_whole)
        return answer

    def _tell_wait(self, delay_s: float) -> None:
        if delay_s >= LEAST_WAIT_TOLD_S:
            self._context.events.publish_now(RateLimitWaiting(delay_s=delay_s))

    async def _request(self, endpoint: Endpoint) -> ModelRequest:
        return ModelRequest(
            model=endpoint.model,
            messages=await self._messages(endpoint),
            system=self._system,
            tools=self._context.tool_specs,
        )

    async def _stream(self, endpoint: Endpoint, answer: Answer, request: ModelRequest) -> None:
        token = self._context.token
        token.check()
        count = 0
        try:
            async with closed_stream(answer_items(endpoint.provider, request)) as items:
                async for item in items:
                    token.check()
                    await answer.take(item)
                    count += 1
                    if count % ITEMS_PER_CHECKPOINT == 0:
                        await anyio.lowlevel.checkpoint()
        finally:
            if answer.usage is not None:
                answer.usage = priced(answer.usage, endpoint, self._context.options.prices)

    async def _messages(self, endpoint: Endpoint) -> tuple[ChatMessage, ...]:
        request = self._context.history.request
        messages = request.messages()
        sight, shown = endpoint.sight, parts_with_images(request.pictured())
        if not shown:
            return messages  # spares each step a look at every message
        left_out = shown if sight.is_blind else shown & sight.refused
        if left_out:
            messages = without_images(messages, left_out)
            if self._number == 1:
                self._context.events.publish_now(_images_left_out(endpoint.model))
        return await with_pixels(messages, self._context.journal.path)

    def _note_refused(self, error: ProviderError, endpoint: Endpoint) -> None:
        if isinstance(error, ImagesNotSupported):
            endpoint.sight.is_blind = True
        elif isinstance(error, ImagesRefused):
            endpoint.sight.refuse(parts_with_images(self._context.history.request.pictured()))

    async def _prepare_retry(self, error: ProviderError, attempt: int) -> None:
        """Wait before the next attempt; `StepFailed` when there is none."""
        context, answer, options = self._context, self.answer, self._context.options
        assert answer is not None
        if context.token.is_cancelled:
            self._end(answer, is_complete=False)
            context.token.check()
        if not should_retry(error, attempt=attempt, max_attempts=options.max_attempts):
            failure = final_failure(error, attempts=attempt, now=context.clock.now())
            self._end(answer, is_complete=False, failure=failure)
            raise StepFailed(failure) from error
        answer.end(is_complete=False, is_superseded=True)
        self._tell_end(answer, failure_from(error))
        is_superseded = False
        try:
            await self._wait(error, attempt)
            is_superseded = True
        finally:
            if answer.is_begun:
                context.keep(answer.message(is_interrupted=True, is_superseded=is_superseded))
                if not is_superseded:
                    answer.restore()

    async def _wait(self, error: ProviderError, attempt: int) -> None:
        context = self._context
        delay_s = retry_delay_s(attempt, error, jitter=_jitter)
        await context.events.publish(
            RetryScheduled(
                attempt=attempt + 1,
                max_attempts=context.options.max_attempts,
                delay_s=delay_s,
                failure=failure_from(error),
            )
        )
        await context.clock.sleep(delay_s)
        context.token.check()

    def _end(self, answer: Answer, *, is_complete: bool, failure: Failure | None = None) -> None:
        answer.end(is_complete=is_complete)
        if answer.is_begun:
            self._context.keep(answer.message(is_interrupted=not is_complete))
        self._tell_end(answer, failure, is_complete=is_complete)

    def _tell_end(
        self, answer: Answer, failure: Failure | None, *, is_complete: bool = False
    ) -> None:
        self._report_usage(answer, is_complete=is_complete)
        self._context.events.publish_now(
            StepEnded(
                step=self._number,
                finish_reason=answer.finish_reason,
                failure=failure,
                is_complete=is_complete,
            )
        )

    def _report_usage(self, answer: Answer, *, is_complete: bool) -> None:
        if answer.usage is None and not is_complete:
            return  # nothing to say, and an estimate would replace a better number
        usage = answer.usage or Usage()
        self.usage += usage
        self._context.report_usage(usage, context_usage(usage, self._estimated_tokens))

    def _estimated_tokens(self) -> int:
        context = self._context
        return context.history.request.tokens(self._system) + specs_tokens(context.tool_specs)


def _images_left_out(model: str) -> NoticeRaised:
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="Images are left out",
        text=f"{model} does not take them and gets words in their place. Choose another model with "
        "/model to show them.",
    )


def _jitter() -> float:
    # os.urandom instead of random: a byte is enough, and the random module costs an import.
    return os.urandom(1)[0] / 255
