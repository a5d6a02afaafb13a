"""Who waits for which prompt's turn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from agent_tui.agent.agent_errors import AgentClosed
from agent_tui.protocol.events import PromptRefused, SessionClosed, TurnEnded, TurnStarted
from agent_tui.protocol.prompt_events import PromptDelivered
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus

if TYPE_CHECKING:
    from agent_tui.protocol.agent_event import AgentEvent

_SHUTDOWN = "shutdown"


class TurnWaiters:
    """One future for each prompt that was sent, told by the engine's events.

    `expect` before the prompt is put, from any thread; `observe` on the engine's loop. A waiter
    costs nothing while the answer streams, unlike a reader of the events. No locks: single
    operations on dictionaries are atomic, and each prompt has a key of its own.
    """

    def __init__(self) -> None:
        self.last: TurnResult | None = None  # of the prompt that had its result last
        self._waiting: dict[str, Future[TurnResult]] = {}  # by prompt
        self._interrupted: set[str] = set()
        self._idle: list[Future[None]] = []
        self._playing: dict[str, list[str]] = {}  # prompts by turn; on the engine's loop only
        self._acts: dict[type[AgentEvent], Callable[..., None]] = {
            TurnStarted: self._started,
            PromptDelivered: self._delivered,
            TurnEnded: self._ended,
            PromptRefused: self._refused,
            SessionClosed: self._session_closed,
        }

    def expect(self, prompt_id: str) -> Future[TurnResult]:
        """The result of this prompt's turn; to be called before the prompt is sent. Cancelling the
        future has no effect on the turn."""
        future = self._waiting[prompt_id] = Future[TurnResult]()
        return future

    def forget(self, prompt_id: str) -> None:
        """It could not be sent."""
        self._waiting.pop(prompt_id, None)

    def note_interrupt(self, prompt_id: str) -> None:
        """Ctrl+C ended the wait for it: that, and no cancelling, is why its turn ends."""
        self._interrupted.add(prompt_id)

    def idle(self) -> Future[None]:
        """Done as soon as every prompt that was sent has a result. Thread-safe."""
        future = Future[None]()
        self._idle.append(future)
        self._tell_idle()
        return future

    def observe(self, event: AgentEvent) -> None:
        """An event was published. Quick, and raises nothing."""
        act = self._acts.get(type(event))
        if act is not None:
            act(event)

    def settle(self, prompt_id: str, result: TurnResult) -> None:
        """The prompt has this result. The first one counts."""
        future = self._waiting.pop(prompt_id, None)
        self._interrupted.discard(prompt_id)
        if future is None:
            return
        self.last = result
        if future.set_running_or_notify_cancel():
            future.set_result(result)
        self._tell_idle()

    def close(self) -> None:
        """The engine has ended: nothing that is left gets a result any more. Thread-safe."""
        for prompt_id in tuple(self._waiting):
            future = self._waiting.pop(prompt_id, None)
            if future is not None and future.set_running_or_notify_cancel():
                future.set_exception(
                    AgentClosed("The agent's engine stopped before the turn had ended.")
                )
        self._tell_idle()

    def _started(self, event: TurnStarted) -> None:
        if event.prompt.id in self._waiting:
            self._playing.setdefault(event.turn_id, []).append(event.prompt.id)

    def _delivered(self, event: PromptDelivered) -> None:
        if event.prompt.id in self._waiting:
            self._playing.setdefault(event.turn_id, []).append(event.prompt.id)

    def _ended(self, event: TurnEnded) -> None:
        result = self.last = event.result
        for prompt_id in self._playing.pop(event.turn_id, ()):
            is_interrupted = prompt_id in self._interrupted
            status = TurnStatus.INTERRUPTED if is_interrupted else result.status
            self.settle(prompt_id, replace(result, status=status))

    def _refused(self, event: PromptRefused) -> None:
        self.settle(event.prompt_id, refused_result(event))

    def _session_closed(self, event: SessionClosed) -> None:
        for prompt_id in tuple(self._waiting):
            self.settle(
                prompt_id, unsent_result(event.session_id, TurnStatus.INTERRUPTED, _SHUTDOWN)
            )

    def _tell_idle(self) -> None:
        while self._idle and not self._waiting:
            with suppress(IndexError):  # another thread was quicker
                self._idle.pop().set_result(None)


def refused_result(event: PromptRefused) -> TurnResult:
    """Of a prompt that was not accepted."""
    return TurnResult(
        session_id=event.session_id, turn_id="", status=TurnStatus.ERROR, error=event.failure
    )


def unsent_result(session_id: str, status: TurnStatus, reason: str) -> TurnResult:
    """Of a prompt that was taken back before its turn: no request was made."""
    return TurnResult(session_id=session_id, turn_id="", status=status, reason=reason)
