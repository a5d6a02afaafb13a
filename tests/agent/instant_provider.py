"""A model that answers at once and for ever, and looks whether requests overlap."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from agent_tui.protocol.requests import ModelRequest, StreamFinished, StreamItem, TextDelta
from agent_tui.protocol.status import FinishReason


class InstantProvider:
    """Implements `Provider`. The answer to "x" is "re: x"."""

    name = "instant"

    def __init__(self) -> None:
        self.prompts: list[str] = []
        self.open_streams = self.most_open_streams = 0

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        self.open_streams += 1
        self.most_open_streams = max(self.most_open_streams, self.open_streams)
        text = request.messages[-1].text
        self.prompts.append(text)
        try:
            yield TextDelta(text=f"re: {text}")
            yield StreamFinished(finish_reason=FinishReason.STOP)
        finally:
            self.open_streams -= 1

    async def list_models(self) -> tuple[str, ...]:
        return ("instant",)

    async def aclose(self) -> None:
        pass
