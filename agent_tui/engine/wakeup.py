"""Calls into an event loop from any thread. The only file of the engine that names asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress


def threadsafe(callback: Callable[[], object]) -> Callable[[], None]:
    """A function for any thread, or a signal handler, that lets the current loop call `callback`
    soon.

    Call it on the loop. Once that loop is closed the function does nothing.
    """
    # anyio's own way in from a foreign thread waits for the loop to answer; a caller that holds up
    # the loop would wait for itself. asyncio's does not wait.
    loop = asyncio.get_running_loop()

    def call() -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits there any more
            loop.call_soon_threadsafe(callback)

    return call


def is_inside_a_loop() -> bool:
    """This thread runs an event loop now, which must not be blocked."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Wakeup:
    """One wait of one task, ended by any thread. Make it in a coroutine, on the loop that will
    wait."""

    def __init__(self) -> None:
        # Deferred: the first picture does not wait for anything, and anyio is a millisecond.
        import anyio

        self._event = anyio.Event()
        self._loop = asyncio.get_running_loop()
        self.set = threadsafe(self._event.set)

    @property
    def is_stranded(self) -> bool:
        """The loop was closed, and whoever has waited on it will not go on."""
        return self._loop.is_closed()

    async def wait(self) -> None:
        """Wait until some thread calls `set()`; at once when that has happened."""
        await self._event.wait()
