"""One request that waits for people, and how it ended."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from agent_tui.engine.wakeup import Wakeup
from agent_tui.protocol.permissions import PromptOutcome


class AnyRequest(Protocol):
    """What all requests have."""

    @property
    def id(self) -> str:
        """Unique in this program and after it."""
        ...

    @property
    def session_id(self) -> str:
        """The session that asks."""
        ...

    @property
    def turn_id(self) -> str:
        """The turn that asks, "" for none."""
        ...


Request = TypeVar("Request", bound=AnyRequest)
Reply = TypeVar("Reply")


@dataclass(frozen=True)
class Settlement(Generic[Reply]):
    """How a request ended. replies: () unless it was answered. reason: a sentence why it was not,
    or what the user said while declining."""

    outcome: PromptOutcome
    replies: tuple[Reply, ...] = ()
    reason: str = ""


class Prompt(Generic[Request, Reply]):
    """Settled once, by any thread; any number of tasks wait, each on its own loop."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._lock = threading.Lock()
        self._settlement: Settlement[Reply] | None = None
        self._waiters: list[Wakeup] = []

    @property
    def settlement(self) -> Settlement[Reply] | None:
        """None while it is open."""
        return self._settlement

    def settle(self, settlement: Settlement[Reply]) -> bool:
        """End it. False when it had ended before."""
        with self._lock:
            if self._settlement is not None:
                return False
            self._settlement = settlement
            waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter.set()
        return True

    async def wait(self) -> Settlement[Reply]:
        """Wait for the end."""
        with self._lock:
            if self._settlement is not None:
                return self._settlement
            wakeup = Wakeup()
            self._waiters.append(wakeup)
        await wakeup.wait()
        settlement = self.settlement
        assert settlement is not None
        return settlement
