"""Threads for hooks that are plain functions, because these may block."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

import anyio

from agent_tui.engine.wakeup import Wakeup, threadsafe

MOST_THREADS = 32


class HookThreads:
    """One for each engine. Use on the controller's loop.

    A thread that does not return is left behind when its caller is cancelled. It keeps its place,
    so that a hook that always hangs does not fill the process with threads; it does not keep the
    process from ending.
    """

    def __init__(self) -> None:
        self._slots: anyio.Semaphore | None = None

    async def call(self, function: Callable[[Any], object], argument: object) -> object:
        """What the function returns, or raises. Waits while all threads are taken."""
        if self._slots is None:
            self._slots = anyio.Semaphore(MOST_THREADS)
        slots = self._slots
        await slots.acquire()
        free, woken, context = threadsafe(slots.release), Wakeup(), copy_context()
        outcome: list[object] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                outcome.append(context.run(function, argument))
            except BaseException as error:  # noqa: BLE001 - carried to the caller, whatever it is
                errors.append(error)
            finally:
                woken.set()
                free()

        # Daemons, unlike the threads of anyio: one that hangs must not outlive the program.
        try:
            threading.Thread(target=run, name="agent-tui-hook", daemon=True).start()
        except BaseException:
            slots.release()
            raise
        await woken.wait()
        if errors:
            raise errors[0]
        return outcome[0]
