"""The provider that plays the demo agent's scripts, in deltas like those of a model."""

from __future__ import annotations

import math
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

import anyio

from agent_tui.errors import ProviderUnavailable
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamFinished,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage
from agent_tui.providers.demo import texts
from agent_tui.providers.demo.script import Script, script_for
from agent_tui.providers.demo.tool_use import ToolUse

MODEL = "demo"
_LONGEST_ANSWER_S = 30.0
_REMEMBERED_SESSIONS = 1000
# Words with the space after them; long words and scripts without spaces in pieces, as models do it.
_DELTA = re.compile(r"[\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef]{1,3}|[!-\u2e7f]{1,12}\s*|\S|\s+")


class DemoProvider:
    """Implements `Provider` without a network. Bound to no loop.

    pace_s: seconds between two deltas; a long answer goes faster, so that it takes 30 s at most.
    sleep: awaited with that pace.
    """

    def __init__(
        self,
        *,
        name: str = MODEL,
        pace_s: float = 0.008,
        sleep: Callable[[float], Awaitable[object]] = anyio.sleep,
    ) -> None:
        self._name, self._pace_s, self._sleep = name, pace_s, sleep
        # Sessions, by the id of their first message, that have seen their one failure.
        self._failed: dict[str, None] = {}

    @property
    def name(self) -> str:
        """The name given."""
        return self._name

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        """See `Provider.stream`."""
        script = script_for(request)
        if script.fails and self._is_first_failure(request):
            await self._sleep(self._pace_s)
            raise ProviderUnavailable(
                texts.FAILURE,
                provider=self._name,
                model=request.model,
                is_retryable=True,
                retry_after_s=1.0,
            )
        deltas = list(_deltas(script, request))
        stride = max(1, math.ceil(len(deltas) * self._pace_s / _LONGEST_ANSWER_S))
        for number, delta in enumerate(deltas):
            if number % stride == 0:
                await self._sleep(self._pace_s)
            yield delta
        reason = FinishReason.TOOL_CALLS if script.tool_uses else FinishReason.STOP
        yield StreamFinished(finish_reason=reason)
        yield UsageReported(usage=_estimated_usage(request, script))

    async def list_models(self) -> tuple[str, ...]:
        """There is one."""
        return (MODEL,)

    async def aclose(self) -> None:
        """Nothing is open."""

    def _is_first_failure(self, request: ModelRequest) -> bool:
        session = request.messages[0].id
        if session in self._failed:
            return False
        self._failed[session] = None
        if len(self._failed) > _REMEMBERED_SESSIONS:
            del self._failed[next(iter(self._failed))]
        return True


def _deltas(script: Script, request: ModelRequest) -> Iterator[StreamItem]:
    for piece in _DELTA.findall(script.thinking):
        yield ThinkingDelta(text=piece)
    for piece in _DELTA.findall(script.text):
        yield TextDelta(text=piece)
    # Call ids must differ within a session, and be the same each time it is played.
    made = sum(len(message.tool_calls) for message in request.messages)
    for index, use in enumerate(script.tool_uses):
        yield from _call_deltas(use, index, f"call_demo_{made + index + 1}")


def _call_deltas(use: ToolUse, index: int, call_id: str) -> Iterator[StreamItem]:
    half = len(use.arguments) // 2
    yield ToolCallDelta(index=index, call_id=call_id, name=use.name, arguments=use.arguments[:half])
    yield ToolCallDelta(index=index, arguments=use.arguments[half:])


def _estimated_usage(request: ModelRequest, script: Script) -> Usage:
    asked = request.system + "".join(
        getattr(part, "text", "") for message in request.messages for part in message.parts
    )
    thinking = _estimated_tokens(script.thinking)
    return Usage(
        input_tokens=_estimated_tokens(asked),
        output_tokens=_estimated_tokens(script.text) + thinking,
        reasoning_tokens=thinking,
    )


def _estimated_tokens(text: str) -> int:
    # A usual rule of thumb: four bytes of UTF-8 a token.
    return math.ceil(len(text.encode("utf-8", "replace")) / 4)
