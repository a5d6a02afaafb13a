"""The callback with which a host registers its tools: all of them, or none."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias, TypeVar

import anyio
import anyio.lowlevel

from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from agent_tui.errors import ToolRegistrationError
from agent_tui.protocol.tools import Tool

Questions = TypeVar("Questions")
Permissions = TypeVar("Permissions")
Registered: TypeAlias = Iterable[Tool] | None
# Registers on what it is given, gives tools back, or both.
RegistrationCallback: TypeAlias = Callable[
    [ToolRegistry, Questions, Permissions], Registered | Awaitable[Registered]
]


def run_registration(
    callback: RegistrationCallback[Questions, Permissions],
    registry: ToolRegistry,
    questions: Questions,
    permissions: Permissions,
) -> None:
    """Call `callback(registry, questions, permissions)` and add its tools, all or nothing.

    It gets a copy of the registry, which is good until it returns. An asynchronous callback runs to
    its end: on a loop of its own, in another thread when this one runs a loop. Blocks. Raises
    `ToolRegistrationError`, whatever the callback raised.
    """
    staged = registry.staged()
    try:
        returned = callback(staged, questions, permissions)
        if isinstance(returned, Awaitable):
            returned = _waited_for(returned)
        staged.register_all(_tools(returned))
    except ToolRegistrationError:
        raise
    except Exception as error:
        raise ToolRegistrationError(
            f"No tool of {_name(callback)} was registered, because it failed with "
            f"{type(error).__name__}: {error}"
        ) from error
    finally:
        staged.end("registration is over; register tools before the callback returns")
    registry.take(staged)


def _tools(returned: Registered) -> Iterable[Tool]:
    if returned is None:
        return ()
    if isinstance(returned, Iterable):
        return returned
    raise ToolRegistrationError(
        f"The registration callback gave back a {type(returned).__name__}. Give back a list of "
        "tools, or nothing and call `registry.register`."
    )


def _waited_for(awaitable: Awaitable[Registered]) -> Registered:
    async def wait() -> Registered:
        return await awaitable

    if not _runs_a_loop():
        return anyio.run(wait)
    outcome: list[Registered] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(anyio.run(wait))
        except BaseException as error:  # noqa: BLE001 - raised again below, in the caller's thread
            failure.append(error)

    thread = threading.Thread(target=run, name="tool-registration")
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]


def _runs_a_loop() -> bool:
    try:
        anyio.lowlevel.current_token()
    except RuntimeError:
        return False
    return True


def _name(callback: Callable[..., object]) -> str:
    return getattr(callback, "__qualname__", type(callback).__name__)
