"""A provider that plays prepared steps and remembers what it was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import anyio

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.errors import ConfigError, ProviderError
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamFinished,
    StreamItem,
    TextDelta,
    ToolCallDelta,
)
from agent_tui.protocol.status import FinishReason


class Gate:
    """A place in a step where the provider is silent until the test opens it."""

    def __init__(self) -> None:
        self._event = anyio.Event()
        self._reached = anyio.Event()

    def open(self) -> None:
        self._event.set()

    async def reached(self) -> None:
        """Wait until a stream stands at the gate."""
        await self._reached.wait()

    async def wait(self) -> None:
        self._reached.set()
        await self._event.wait()


FakeItem = StreamItem | ProviderError | BaseException | Gate
FakeStep = Sequence[FakeItem]


class FakeProvider:
    """Implements `Provider`. Each request takes the next step; without one it says "ok"."""

    def __init__(self, *steps: FakeStep, name: str = "fake") -> None:
        self._steps = list(steps)
        self.name = name
        self.requests: list[ModelRequest] = []
        self.models: tuple[str, ...] | ProviderError = ("model-a", "model-b")
        self.open_streams = 0
        self.most_open_streams = 0
        self.is_closed = False

    async def stream(self, request: ModelRequest) -> AsyncIterator[StreamItem]:
        self.requests.append(request)
        step = self._steps.pop(0) if self._steps else says("ok")
        self.open_streams += 1
        self.most_open_streams = max(self.most_open_streams, self.open_streams)
        try:
            for item in step:
                if isinstance(item, Gate):
                    await item.wait()
                elif isinstance(item, BaseException):
                    raise item
                else:
                    yield item
        finally:
            self.open_streams -= 1

    async def list_models(self) -> tuple[str, ...]:
        if isinstance(self.models, ProviderError):
            raise self.models
        return self.models

    async def aclose(self) -> None:
        self.is_closed = True


class FakeProviderSource:
    """Implements `ProviderSource` over fake providers; the first one is the default."""

    def __init__(self, *providers: FakeProvider) -> None:
        self._providers = {provider.name: provider for provider in providers}
        self.builds = 0

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        if not self._providers:
            return None
        name = name or next(iter(self._providers))
        if name not in self._providers:
            raise ConfigError(f'No provider is called "{name}".', key="provider")
        return ProviderConfig(
            name=name,
            base_url=f"http://{name}.test/v1",
            model=model or "model-a",
            context_windows={"model-a": 8_000, "model-b": 32_000},
        )

    def build(self, config: ProviderConfig) -> Provider:
        self.builds += 1
        return self._providers[config.name]


def says(*texts: str, finish: FinishReason = FinishReason.STOP) -> FakeStep:
    """A step that streams texts and finishes."""
    return (*(TextDelta(text=text) for text in texts), StreamFinished(finish_reason=finish))


def calls(
    name: str, arguments: str = "{}", *, finish: FinishReason = FinishReason.TOOL_CALLS
) -> FakeStep:
    """A step that calls one tool."""
    return (
        ToolCallDelta(index=0, call_id="call-1", name=name, arguments=arguments),
        StreamFinished(finish_reason=finish),
    )
