"""Calling a host's function, asynchronous or not, and making a result of what it gives back."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable

import anyio.to_thread
import msgspec

from agent_tui.errors import ToolError
from agent_tui.protocol.tools import ToolResult
from agent_tui.tools.thread_limit import SessionThreadLimit

_LIMIT = SessionThreadLimit("function", 8)


def is_asynchronous(function: Callable[..., object]) -> bool:
    """Whether a call gives something to await."""
    call = function if inspect.isroutine(function) else getattr(function, "__call__", function)  # noqa: B004 - an object's own __call__
    return inspect.iscoroutinefunction(inspect.unwrap(call))


async def called(
    session_id: str, function: Callable[..., object], *given: object, **named: object
) -> object:
    """What the function gives back. One that is not asynchronous runs in one of the session's
    threads; when the call is cancelled, that thread goes on by itself to its end and what it gives
    back is dropped."""
    if is_asynchronous(function):
        value = function(*given, **named)
    else:
        value = await anyio.to_thread.run_sync(
            functools.partial(function, *given, **named),
            limiter=_LIMIT.limiter(session_id),
            abandon_on_cancel=True,
        )
    return await value if inspect.isawaitable(value) else value


def result_of(name: str, value: object) -> ToolResult:
    """The result for what the tool `name` gave back: text as it is, None as "Done.", the rest as
    JSON. Raises `ToolError` for what JSON cannot say."""
    match value:
        case ToolResult():
            return value
        case str():
            return ToolResult(text=value)
        case None:
            return ToolResult(text="Done.")
    try:
        return ToolResult(text=msgspec.json.encode(value).decode())
    except (TypeError, ValueError, RecursionError) as error:
        raise ToolError(
            f'"{name}" ran, but gave back something that cannot be shown as JSON: {error}.'
        ) from error
