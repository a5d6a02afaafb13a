"""Watches the sessions and saves those that have changed."""

from __future__ import annotations

import inspect
import logging
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol, TypeVar

import anyio
import anyio.to_thread

from agent_tui.engine.clock import Clock
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.engine.sessions.saved_states import StateMaker
from agent_tui.errors import SubscriberLagged
from agent_tui.lifecycle.autosave.auto_save import AutoSave, SaveState
from agent_tui.lifecycle.autosave.store_copy import StoreCopy
from agent_tui.lifecycle.exit_handler import called
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    HistoryLoaded,
    NoticeRaised,
    PartAdded,
    PartDelta,
    PartEnded,
    QueueChanged,
    SessionClosed,
    SessionOpened,
    SessionStatusChanged,
)
from agent_tui.protocol.saved_state import SavedState
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import NoticeLevel, SessionStatus

Result = TypeVar("Result")

logger = logging.getLogger(__name__)

_GATHER_S = 1.0  # a stream of text wakes us once in this time
# Change nothing that is stored. A session that was only opened has not changed.
_PASSING = (PartDelta, PartAdded, PartEnded, NoticeRaised, SessionOpened, HistoryLoaded)
_RESTING = (SessionStatus.IDLE, SessionStatus.CANCELLED, SessionStatus.ERROR)


class Sessions(Protocol):
    """What is read of the controller, on its loop."""

    def state_of(self, session_id: str) -> StateMaker | None:
        """Makes the state of a session as it is now, in any thread; None when it is not open."""
        ...


class Autosaving:
    """One for each engine. Use on the controller's loop; nothing runs while nothing changes."""

    def __init__(self, autosave: AutoSave, sessions: Sessions, hub: EventHub, clock: Clock) -> None:
        self._autosave, self._sessions, self._hub, self._clock = autosave, sessions, hub, clock
        self._copy = None if autosave.store is None else StoreCopy(autosave.store)
        self._save = _one_by_one(autosave.save or self._into_copy)
        self._changed: dict[str, None] = {}  # ids of sessions, in the order of their first change
        self._saved: dict[str, SavedState] = {}
        self._queues: dict[str, tuple[QueuedPrompt, ...]] = {}  # as told last
        self._failing: set[str] = set()
        self._wake = anyio.Event()
        self._one_at_a_time = anyio.Lock()
        self._is_finished = False
        self._limiter = anyio.CapacityLimiter(1)
        self._scope = anyio.CancelScope()

    async def run(self) -> None:
        """Save until `stop`."""
        with self._scope:
            await self._run()

    def stop(self) -> None:
        """End `run`."""
        self._scope.cancel()

    async def save_now(self, session_id: str) -> None:
        """Save this session if it has changed: it is about to be closed."""
        if self._is_finished:
            return  # a host whose saving fails must not hold up the closing twice
        async with self._one_at_a_time:
            if session_id in self._changed:
                del self._changed[session_id]
                await self._save_session(session_id)

    async def _run(self) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._save_in_intervals)
            while True:
                stream = self._hub.subscribe()
                try:
                    await self._watch(stream)
                except SubscriberLagged:
                    for session_id in self._queues:
                        self._mark(session_id)  # whatever was missed may have changed them
                finally:
                    stream.close()

    async def finish(self) -> None:
        """Save what is unsaved, for the last time."""
        self._is_finished = True
        for session_id in self._saved:
            self._mark(session_id)  # of a changed draft no event tells
        await self._save_changed()
        if self._copy is not None:
            await self._close_copy(self._copy.close)

    async def _watch(self, stream: EventStream) -> None:
        while True:
            batch = await stream.receive()
            if not batch:
                await anyio.sleep_forever()  # the hub is closed: `finish` has the last word
            has_ended = False
            for event in batch:
                has_ended = self._note(event) or has_ended
                if isinstance(event, SessionClosed):
                    await self._leave(event.session_id)
            if has_ended and self._autosave.on_idle:
                await self._save_changed()
            await stream.gather_deltas(_GATHER_S)

    def _note(self, event: AgentEvent) -> bool:
        """Take an event; True when a turn has ended with it."""
        if isinstance(event, SessionStatusChanged):
            return event.status in _RESTING
        if isinstance(event, SessionOpened):
            self._queues.setdefault(event.session_id, event.queued)
        elif isinstance(event, QueueChanged):
            # Told at each opening, too.
            if event.prompts != self._queues.get(event.session_id, ()):
                self._queues[event.session_id] = event.prompts
                self._mark(event.session_id)
        elif event.session_id and not isinstance(event, _PASSING):
            self._mark(event.session_id)
        return False

    def _mark(self, session_id: str) -> None:
        self._changed.setdefault(session_id)
        self._wake.set()

    async def _save_in_intervals(self) -> None:
        while True:
            await self._wake.wait()
            await self._clock.sleep(self._autosave.interval_s)
            await self._save_changed()

    async def _save_changed(self) -> None:
        async with self._one_at_a_time:
            changed, self._changed = self._changed, {}
            if self._wake.is_set():  # else somebody waits for this one
                self._wake = anyio.Event()
            for session_id in changed:
                await self._save_session(session_id)

    async def _leave(self, session_id: str) -> None:
        """Hold nothing of a closed session: others may want its journal in the host's store."""
        async with self._one_at_a_time:
            if self._sessions.state_of(session_id) is not None:
                return  # it was opened again meanwhile
            self._changed.pop(session_id, None)
            self._saved.pop(session_id, None)
            self._queues.pop(session_id, None)
            self._failing.discard(session_id)
            if self._copy is not None:
                await self._close_copy(partial(self._copy.leave, session_id))

    async def _close_copy(self, close: Callable[[], None]) -> None:
        try:
            await self._in_thread(close)
        except Exception as error:  # noqa: BLE001 - a host's store may raise anything
            logger.warning("The host's store was not closed: %s", error)

    async def _save_session(self, session_id: str) -> None:
        make = self._sessions.state_of(session_id)
        if make is None:
            self._saved.pop(session_id, None)
            return
        problem = ""
        try:
            with anyio.fail_after(self._autosave.limit_s):
                state = await self._in_thread(partial(_new, make, self._saved.get(session_id)))
                if state is None:
                    return
                await called(self._save, state)
        except TimeoutError:
            problem = f"it took longer than {self._autosave.limit_s:g} s and was left"
        except Exception as error:  # noqa: BLE001 - a host's code may raise anything
            problem = f"{type(error).__name__}: {error}"
        else:
            self._saved[session_id] = state
        self._tell(session_id, problem)

    async def _in_thread(self, job: Callable[[], Result]) -> Result:
        return await anyio.to_thread.run_sync(job, limiter=self._limiter, abandon_on_cancel=True)

    def _into_copy(self, state: SavedState) -> None:
        assert self._copy is not None
        self._copy.save(state)

    def _tell(self, session_id: str, problem: str) -> None:
        """Tell the first failure, and the first success after it. What failed stays unsaved."""
        publish = partial(self._publish, session_id)
        if problem:
            logger.warning("Session %s was not saved by the host: %s", session_id, problem)
            self._mark(session_id)
            if session_id not in self._failing:
                self._failing.add(session_id)
                wait = f"{self._autosave.interval_s:g} s"
                text = f"The application's own saving failed ({problem}). It tries again in {wait}."
                publish(NoticeLevel.WARNING, "Not saved by the application", text)
        elif session_id in self._failing:
            self._failing.discard(session_id)
            publish(NoticeLevel.INFO, "Saved again", "The application's own saving works again.")

    def _publish(self, session_id: str, level: NoticeLevel, title: str, text: str) -> None:
        notice = NoticeRaised(session_id=session_id, level=level, title=title, text=text)
        self._hub.publish_now(notice)


def _new(make: StateMaker, saved: SavedState | None) -> SavedState | None:
    """The state, if it is worth saving and another one than was saved."""
    state = make()
    return None if not state.messages or state == saved else state


def _one_by_one(save: SaveState) -> SaveState:
    """The function, which fails while a call that was left behind still runs in its thread."""
    if inspect.iscoroutinefunction(save):
        return save  # a limit ends it
    guard = threading.Lock()

    def call(state: SavedState) -> Awaitable[None] | None:
        if not guard.acquire(blocking=False):
            raise BlockingIOError("the saving before has not ended yet")
        try:
            return save(state)
        finally:
            guard.release()

    return call
