"""Tools as a host would write them, without the shipped ones."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from agent_tui.protocol.permissions import Access
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.tools import ToolContext, ToolResult

SCHEMA: dict[str, object] = {"type": "object", "properties": {"word": {"type": "string"}}}


class HostTool:
    """A tool with whatever spec a test is about."""

    def __init__(
        self,
        name: str = "say",
        *,
        description: str = "Say it.",
        parameters: Any = SCHEMA,
        timeout_s: Any = 1.0,
    ) -> None:
        self.spec = ToolSpec(name=name, description=description, parameters=parameters)
        self.is_read_only = True
        self.timeout_s: float = timeout_s

    def parsed(self, arguments: str) -> Any:
        return arguments

    def summary(self, arguments: Any) -> str:
        return "Say"

    def accesses(self, arguments: Any, cwd: str) -> tuple[Access, ...]:
        return ()

    async def preview(self, arguments: Any, context: ToolContext) -> str:
        return ""

    async def run(self, arguments: Any, context: ToolContext) -> ToolResult:
        return ToolResult(text="said")


class Word(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    word: Annotated[str, Meta(description="What to say.")]


class DerivedTool(HostTool):
    """Its schema is made from a Struct."""

    arguments_type = Word
