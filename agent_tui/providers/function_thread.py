"""A thread that runs a host's function, and may be left behind."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import suppress

_MOST_WAITING = 64  # things that nobody has taken yet; then the function waits


class FunctionThread:
    """Runs what `make` gives, step by step, and hands each thing over. Make it on a loop, and use
    its methods there. A daemon: what hangs must not keep the process alive."""

    def __init__(self, name: str, make: Callable[[], Iterator[object]]) -> None:
        self._make = make
        self._given: deque[object] = deque()
        self._room = threading.Semaphore(_MOST_WAITING)
        self._loop, self._something = asyncio.get_running_loop(), asyncio.Event()
        self._error: BaseException | None = None
        self._is_left = self.is_over = False
        context = contextvars.copy_context()
        self._thread = threading.Thread(
            target=context.run, args=(self._run,), name=f"agent-tui-{name}", daemon=True
        )

    def start(self) -> None:
        """Start it, once."""
        self._thread.start()

    async def given(self) -> AsyncGenerator[object]:
        """What the function gives, in order. Raises what it raises."""
        while True:
            self._something.clear()
            is_over = self.is_over
            while self._given:
                self._room.release()
                yield self._given.popleft()
            if is_over:
                break
            await self._something.wait()
        if self._error is not None:
            raise self._error

    def leave(self) -> bool:
        """Nobody takes anything any more. True when it still runs: it ends at its next step."""
        self._is_left = True
        self._room.release()
        return not self.is_over

    def _run(self) -> None:
        try:
            for thing in self._make():
                self._room.acquire()
                if self._is_left:
                    break
                self._given.append(thing)
                self._wake()
        except Exception as error:  # noqa: BLE001 - whatever a host's code raises is told by the turn
            self._error = error
        except BaseException as error:  # noqa: BLE001 - `sys.exit()` ends the call, not the engine
            self._error = RuntimeError(f"{type(error).__name__}: {error}")
        self.is_over = True
        self._wake()

    def _wake(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits there any more
            self._loop.call_soon_threadsafe(self._something.set)
