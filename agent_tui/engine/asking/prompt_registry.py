"""The requests that wait for people; the common core of permissions and questions."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Generic, Protocol

import anyio

from agent_tui.engine.asking.prompt import Prompt, Reply, Request, Settlement
from agent_tui.engine.clock import Clock, SystemClock
from agent_tui.engine.foreign_code import is_own_end
from agent_tui.errors import ClosedResourceError, PromptAlreadyAnswered, PromptNotFound
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.permissions import PromptOutcome
from agent_tui.protocol.status import NoticeLevel

logger = logging.getLogger(__name__)

REMEMBERED_IDS = 1_000  # of settled requests, to tell a late answer from a wrong id
NOBODY_CAN_BE_ASKED = "Nobody can be asked here."
ASKER_WAS_CANCELLED = "The turn was stopped."
_CANCELLED: PromptOutcome = PromptOutcome.CANCELLED


class Outbox(Protocol):
    """Takes events from any thread, in order. See `PromptTeller`."""

    def put(self, event: AgentEvent) -> None:
        """Take an event; never calls anybody."""
        ...

    def flush(self) -> None:
        """Publish what was taken: at once on the engine's loop, soon from elsewhere."""
        ...


class PromptRegistry(ABC, Generic[Request, Reply]):
    """Open requests, first in, first out for each session. Thread-safe and bound to no loop.

    can_ask: requests are told by events, and whoever reads them calls `respond`. answer: a host's
    coroutine function answers instead, without events, awaited in the task that asks. Neither: each
    request is refused at once with `refusal`.
    """

    def __init__(
        self,
        *,
        can_ask: bool,
        refusal: str = "",
        answer: Callable[[Request], Awaitable[Settlement[Reply]]] | None = None,
    ) -> None:
        self._can_ask, self._refusal = can_ask, refusal or NOBODY_CAN_BE_ASKED
        self._answer = answer
        self._lock = threading.Lock()
        self._open: dict[str, Prompt[Request, Reply]] = {}
        self._settled: deque[str] = deque(maxlen=REMEMBERED_IDS)
        self._is_closed = False
        self._outbox: Outbox | None = None
        self._clock: Clock = SystemClock()
        self._timeout_s = 0.0

    @property
    def can_ask(self) -> bool:
        """False when every request is refused at once."""
        return self._can_ask or self._answer is not None

    def ask_nobody(self) -> None:
        """Refuse all requests at once from now on, unless a host's callback answers."""
        self._can_ask = False

    def attach(self, outbox: Outbox, clock: Clock, *, timeout_s: float = 0.0) -> None:
        """Tell requests there from now on, those that are open already included. timeout_s: how
        long a request waits, 0 for ever. For the engine; one that is started once more takes
        requests again after `close`."""
        with self._lock:
            self._is_closed = False
            self._outbox, self._clock, self._timeout_s = outbox, clock, timeout_s
            if self._answer is None:
                for prompt in self._open.values():
                    outbox.put(self._asked(prompt.request))
        outbox.flush()

    async def request(
        self, request: Request, *, on_cancel: Callable[[], PromptOutcome] = lambda: _CANCELLED
    ) -> Settlement[Reply]:
        """Ask, and wait until the request has ended in one way or another. on_cancel: the outcome
        when the waiting task is cancelled.

        Raises `ClosedResourceError`.
        """
        if not self.can_ask:
            return Settlement(PromptOutcome.DECLINED, reason=self._refusal)
        prompt = self._added(request)
        try:
            async with anyio.create_task_group() as tasks:
                if self._answer is not None:
                    tasks.start_soon(self._let_host_answer, request, self._answer)
                if self._timeout_s > 0:
                    tasks.start_soon(self._time_out, request)
                settlement = await prompt.wait()
                tasks.cancel_scope.cancel()
        finally:
            if prompt.settlement is None:
                self.settle(request.id, Settlement(on_cancel(), reason=ASKER_WAS_CANCELLED))
        return settlement

    def settle(self, request_id: str, settlement: Settlement[Reply]) -> bool:
        """End a request. False when it is not open (any more)."""
        with self._lock:
            prompt = self._open.pop(request_id, None)
            if prompt is None:
                return False
            self._settled.append(request_id)
            if self._outbox is not None and self._answer is None:
                self._outbox.put(self._closed(prompt.request, settlement.outcome))
        self._flush()
        prompt.settle(settlement)
        return True

    def cancel(self, request_id: str) -> bool:
        """Take a request back. False when it is not open (any more)."""
        return self.settle(request_id, Settlement(_CANCELLED, reason=ASKER_WAS_CANCELLED))

    def decline(self, request_id: str, reason: str) -> bool:
        """Say no to a request in the place of people. False when it is not open (any more)."""
        return self.settle(request_id, Settlement(PromptOutcome.DECLINED, reason=reason))

    def cancel_session(self, session_id: str) -> None:
        """Take back all requests of a session."""
        for request in self.pending(session_id):
            self.cancel(request.id)

    def pending(self, session_id: str = "") -> tuple[Request, ...]:
        """The open requests of a session, or of all, oldest first."""
        with self._lock:
            requests = tuple(prompt.request for prompt in self._open.values())
        return tuple(one for one in requests if session_id in ("", one.session_id))

    def close(self) -> None:
        """End all requests and take no more. May be called twice."""
        with self._lock:
            self._is_closed = True
            left = tuple(self._open)
        for request_id in left:
            self.settle(request_id, Settlement(PromptOutcome.SHUTDOWN, reason=ASKER_WAS_CANCELLED))

    def _respond(self, request_id: str, settlement: Settlement[Reply]) -> None:
        if self.settle(request_id, settlement):
            return
        with self._lock:
            is_closed, is_known = self._is_closed, request_id in self._settled
        if is_closed:
            raise ClosedResourceError("The engine has stopped and takes no more answers.")
        if is_known:
            raise PromptAlreadyAnswered(
                "This request has ended already: it was answered, or its turn was stopped.",
                request_id=request_id,
            )
        raise PromptNotFound(
            f'No request has the id "{request_id}". Take the id from `pending()`.',
            request_id=request_id,
        )

    @abstractmethod
    def _asked(self, request: Request) -> AgentEvent: ...

    @abstractmethod
    def _closed(self, request: Request, outcome: PromptOutcome) -> AgentEvent: ...

    def _added(self, request: Request) -> Prompt[Request, Reply]:
        prompt: Prompt[Request, Reply] = Prompt(request)
        with self._lock:
            if self._is_closed:
                raise ClosedResourceError("The engine has stopped and asks nobody any more.")
            self._open[request.id] = prompt
            if self._outbox is not None and self._answer is None:
                self._outbox.put(self._asked(request))
        self._flush()
        return prompt

    def _flush(self) -> None:
        if self._outbox is not None:
            self._outbox.flush()

    async def _let_host_answer(
        self, request: Request, answer: Callable[[Request], Awaitable[Settlement[Reply]]]
    ) -> None:
        try:
            settlement = await answer(request)
        except BaseException as error:
            if is_own_end(error):
                raise
            logger.warning("The host's callback for a request failed", exc_info=error)
            settlement = Settlement(
                PromptOutcome.DECLINED,
                reason=f"The program that should answer failed ({type(error).__name__}).",
            )
        self.settle(request.id, settlement)

    async def _time_out(self, request: Request) -> None:
        await self._clock.sleep(self._timeout_s)
        reason = f"It timed out: nobody answered within {self._timeout_s:g} s."
        if self.settle(request.id, Settlement(PromptOutcome.TIMED_OUT, reason=reason)):
            self._tell(partial(_timed_out, request, reason))

    def _tell(self, event: Callable[[], AgentEvent]) -> None:
        if self._outbox is not None:
            self._outbox.put(event())
            self._outbox.flush()


def _timed_out(request: Request, reason: str) -> AgentEvent:
    return NoticeRaised(
        session_id=request.session_id,
        turn_id=request.turn_id,
        level=NoticeLevel.WARNING,
        title="A request was closed",
        text=f"{reason} It counts as a no; the agent goes on without it.",
    )
