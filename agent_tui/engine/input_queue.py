"""User inputs on their way to the controller."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from agent_tui.engine.host_call import HostCall
from agent_tui.engine.wakeup import Wakeup
from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.inputs import UserInput


class InputQueue:
    """Any thread puts, one task (the controller's) receives. Implements `InputSink`.

    Inputs and a host's calls stand in one line. Unbounded: they come at the rate of people and of a
    host's own code.
    """

    def __init__(self) -> None:
        # Reentrant: a signal handler that puts may have interrupted a `put` of its own thread.
        self._lock = threading.RLock()
        self._inputs: deque[UserInput | HostCall[Any]] = deque()
        self._reader: Wakeup | None = None
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Nothing is taken any more."""
        return self._is_closed

    def put(self, user_input: UserInput | HostCall[Any]) -> None:
        """Hand over an input or a call; thread-safe, never waits. Raises `ClosedResourceError`
        after `close()`."""
        with self._lock:
            if self._is_closed:
                raise ClosedResourceError("The engine has stopped and takes no more inputs.")
            self._inputs.append(user_input)
        # It stays registered until it has been woken: Ctrl+C may end this thread's call at any
        # point, and the next `put` must still find it.
        if (reader := self._reader) is not None:
            reader.set()

    async def receive(self) -> UserInput | HostCall[Any]:
        """Wait for the next one. Raises `ClosedResourceError` when closed and empty."""
        while True:
            with self._lock:
                self._reader = None
                if self._inputs:
                    return self._inputs.popleft()
                if self._is_closed:
                    raise ClosedResourceError("The engine has stopped and takes no more inputs.")
                wakeup = self._reader = Wakeup()
            await wakeup.wait()

    def close(self) -> tuple[UserInput, ...]:
        """Refuse further inputs, from any thread; returns those that nobody received. Calls among
        them are refused."""
        with self._lock:
            self._is_closed = True
            left = tuple(self._inputs)
            self._inputs.clear()
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.set()
        for one in left:
            if isinstance(one, HostCall):
                one.refuse()
        return tuple(one for one in left if not isinstance(one, HostCall))
