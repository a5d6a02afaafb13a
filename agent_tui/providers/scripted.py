"""A provider that replays a script, for tests of hosts: no model, no network, no chance."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence

import msgspec

from agent_tui.errors import ProviderError, ProviderUnavailable
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamFinished,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
)
from agent_tui.protocol.status import FinishReason

Gate = Callable[[], object]
"""Called where it stands in a step, as `token.cancel`, and awaited when it gives something to
await: `event.wait` holds the stream until the event is set."""

ScriptItem = StreamItem | ProviderError | Gate | Sequence[StreamItem]
"""One entry of a step: an item to yield, an error to raise, a gate to wait at, or what a builder
gave."""


def says(*texts: str) -> tuple[StreamItem, ...]:
    """Visible text, a delta for each argument."""
    return tuple(TextDelta(text=text) for text in texts)


def thinks(*texts: str) -> tuple[StreamItem, ...]:
    """Thinking, a delta for each argument."""
    return tuple(ThinkingDelta(text=text) for text in texts)


def calls(tool: str, /, **arguments: object) -> tuple[StreamItem, ...]:
    """A whole tool call; its index and call id are given when it is replayed ("call-1-0": the first
    call of the first request)."""
    encoded = msgspec.json.encode(arguments).decode()
    return (ToolCallDelta(index=0, name=tool, arguments=encoded),)


def fails(error: ProviderError | None = None) -> ProviderError:
    """An error to raise; without one, a connection that broke and may be tried again."""
    return error or ProviderUnavailable(
        "The connection broke, as the script says.", provider="scripted", is_retryable=True
    )


class ScriptedProvider:
    """Answers each request with the next step, and keeps the requests. Use it on one loop.

    A step that says nothing about its end gets a `StreamFinished` that fits: `tool_calls` when it
    has tool calls, else `stop`. Turn that off with `adds_finish=False`. A request beyond the last
    step fails with a `ProviderError`.

        provider = ScriptedProvider([calls("read_file", path="a.txt")], [says("It is ", "empty.")])
    """

    def __init__(
        self,
        *steps: Iterable[ScriptItem],
        name: str = "scripted",
        models: Sequence[str] = ("scripted",),
        adds_finish: bool = True,
    ) -> None:
        self._steps = [tuple(step) for step in steps]
        self._name, self._models, self._adds_finish = name, models, adds_finish
        self.requests: list[ModelRequest] = []
        """The requests received, oldest first."""
        self.open_streams = 0
        """Answers that are being streamed: 0 after each was read to its end or closed."""
        self.is_closed = False
        """`aclose()` was called."""

    @property
    def name(self) -> str:
        """The name given."""
        return self._name

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        """See `Provider.stream`."""
        self.requests.append(request)
        number = len(self.requests)
        if number > len(self._steps):
            raise ProviderError(
                f"The script has {len(self._steps)} steps and this is request {number}.",
                provider=self._name,
                model=request.model,
            )
        self.open_streams += 1
        try:
            for entry in self._replay(self._steps[number - 1], number):
                if isinstance(entry, ProviderError):
                    raise entry
                if callable(entry):
                    reply = entry()
                    if isinstance(reply, Awaitable):
                        await reply
                else:
                    yield entry
        finally:
            self.open_streams -= 1

    async def list_models(self) -> tuple[str, ...]:
        """The names given, sorted."""
        return tuple(sorted(self._models))

    async def aclose(self) -> None:
        """Notes the call; the provider stays usable."""
        self.is_closed = True

    def _replay(
        self, step: Sequence[ScriptItem], number: int
    ) -> Iterator[StreamItem | ProviderError | Gate]:
        call_count = 0
        has_finish = False
        for entry in _flat(step):
            item = entry
            if isinstance(item, ToolCallDelta) and item.name and not item.call_id:
                call_id = f"call-{number}-{call_count}"
                item = msgspec.structs.replace(item, index=call_count, call_id=call_id)
            if isinstance(item, ToolCallDelta) and item.name:
                call_count += 1
            has_finish = has_finish or isinstance(item, StreamFinished)
            yield item
        if self._adds_finish and not has_finish:
            reason = FinishReason.TOOL_CALLS if call_count else FinishReason.STOP
            yield StreamFinished(finish_reason=reason)


def _flat(step: Sequence[ScriptItem]) -> Iterator[StreamItem | ProviderError | Gate]:
    for entry in step:
        if isinstance(entry, Sequence):
            yield from entry
        else:
            yield entry
