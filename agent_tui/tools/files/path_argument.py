"""Paths as models write them, checked before anything asks the disk."""

from __future__ import annotations

from typing import Protocol, TypeVar

from agent_tui.errors import ToolArgumentsInvalid


class HasPath(Protocol):
    """Arguments with a path."""

    @property
    def path(self) -> str:
        """As the model wrote it."""
        ...


Arguments = TypeVar("Arguments", bound=HasPath)


def checked_path(tool: str, arguments: Arguments) -> Arguments:
    """The same arguments. Raises `ToolArgumentsInvalid` for a path that no file can have."""
    if not arguments.path.strip():
        raise ToolArgumentsInvalid(f'The argument "path" of "{tool}" is empty. Name a file.')
    if "\0" in arguments.path:
        raise ToolArgumentsInvalid(
            f'The argument "path" of "{tool}" contains a NUL character, which no path can have.'
        )
    return arguments
