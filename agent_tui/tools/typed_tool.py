"""The base of tools whose arguments are a msgspec Struct: schema and checks come from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from msgspec import Struct

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.protocol.permissions import Access
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.schema import schema_of

Arguments = TypeVar("Arguments", bound=Struct)


class TypedTool(ABC, Generic[Arguments]):
    """A tool with typed arguments. A subclass sets the class variables and writes `run`, and what
    else of `Tool` is not as it is here.

    arguments_type: a frozen, keyword-only Struct with forbid_unknown_fields; each field carries
    `Annotated[..., Meta(description=...)]` for the model. description: what the model reads.
    """

    name: ClassVar[str]
    description: ClassVar[str]
    arguments_type: ClassVar[type[Struct]]
    is_read_only: bool = False
    timeout_s: float = 120.0

    @property
    def spec(self) -> ToolSpec:
        """See `Tool`."""
        return ToolSpec(
            name=self.name,
            description=self.description,
            parameters=schema_of(self.arguments_type),
        )

    def parsed(self, arguments: str) -> Arguments:
        """See `Tool`."""
        return parsed_arguments(self.name, arguments, self.arguments_type)  # type: ignore[no-any-return]

    def summary(self, arguments: Arguments) -> str:
        """See `Tool`."""
        return self.name

    def accesses(self, arguments: Arguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return ()

    async def preview(self, arguments: Arguments, context: ToolContext) -> str:
        """See `Tool`."""
        return ""

    @abstractmethod
    async def run(self, arguments: Arguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""


def parsed_arguments(name: str, arguments: str, arguments_type: type[Struct]) -> Any:
    """The JSON text as a struct. Raises `ToolArgumentsInvalid`."""
    try:
        # Many models send nothing at all for a tool without required parameters.
        return msgspec.json.decode(arguments.strip() or "{}", type=arguments_type)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ToolArgumentsInvalid(
            f'The arguments of "{name}" are not valid: {error}. Call it again with arguments that '
            "fit its schema."
        ) from error
