"""What all tools of a host have in common: options instead of a class of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from agent_tui.errors import ToolRegistrationError
from agent_tui.protocol.permissions import Access, ToolAccess
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.tools import ToolContext

_SUMMARY_CHARS = 100

# Arguments object and working directory to what the call will touch.
AccessesOf = Callable[[Any, str], Iterable[Access]]


class HostToolOptions(Struct, frozen=True, kw_only=True):
    """accesses: what a call will touch; None for the tool as a whole, which needs_permission=False
    turns into nothing at all. The rest as in `Tool`."""

    is_read_only: bool = False
    timeout_s: float = 120.0
    accesses: AccessesOf | None = None
    needs_permission: bool = True


class HostTool:
    """A part of `Tool`: everything but `parsed` and `run`."""

    def __init__(self, spec: ToolSpec, options: HostToolOptions) -> None:
        if options.accesses is not None and not options.needs_permission:
            raise ToolRegistrationError(
                f'The tool "{spec.name}" says what it touches and that it needs no permission. '
                "Leave one of the two out.",
                tool=spec.name,
            )
        self._spec = spec
        self._options = options

    @property
    def spec(self) -> ToolSpec:
        """See `Tool`."""
        return self._spec

    @property
    def is_read_only(self) -> bool:
        """See `Tool`."""
        return self._options.is_read_only

    @property
    def timeout_s(self) -> float:
        """See `Tool`."""
        return self._options.timeout_s

    def summary(self, arguments: Any) -> str:
        """See `Tool`."""
        given = arguments if isinstance(arguments, Mapping) else msgspec.structs.asdict(arguments)
        words = [self._spec.name, *(f"{name}={_shown(value)}" for name, value in given.items())]
        text = " ".join(words)
        return text if len(text) <= _SUMMARY_CHARS else f"{text[: _SUMMARY_CHARS - 1]}…"

    def accesses(self, arguments: Any, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        if self._options.accesses is not None:
            return tuple(self._options.accesses(arguments, cwd))
        return (ToolAccess(name=self._spec.name),) if self._options.needs_permission else ()

    async def preview(self, arguments: Any, context: ToolContext) -> str:
        """See `Tool`."""
        return ""


def _shown(value: object) -> str:
    return msgspec.json.encode(value, enc_hook=str).decode()
