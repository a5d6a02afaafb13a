"""Branches of long sessions: undo, rewind, fork, and the tree."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from agent_tui.config.engine_options import EngineOptions
from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.clock import SystemClock
from agent_tui.engine.controller import Controller
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.engine.input_queue import InputQueue
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.branch_events import SessionRewound, TreeListed
from agent_tui.protocol.branch_inputs import (
    ForkSession,
    ListTree,
    RedoTurn,
    RewindSession,
    UndoTurn,
)
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.events import HistoryLoaded, SessionClosed, SessionOpened
from agent_tui.protocol.inputs import CloseSession, UserInput
from agent_tui.protocol.ports import Provider
from agent_tui.storage.session_store import FileSessionStore
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from benchmarks.stored_sessions import stored_session

RUNS = 9
_LIMIT_MS = 50.0  # undo, rewind and fork, up to 50 000 messages
_MODEL = ProviderConfig(name="none", base_url="http://127.0.0.1:9/v1", model="none")


def measure(options: Options) -> list[Row]:
    """Each from the wish until the engine has told the present, on a session that was opened again.
    The baseline is the same with the shortest session."""
    rows: list[Row] = []
    first: dict[str, tuple[float, ...]] = {}
    for size in options.sizes:
        times = anyio.run(_measured, size, options.runs_or(RUNS))
        for what, values in times.items():
            first.setdefault(what, values)
            is_shortest = first[what] is values
            rows.append(
                Row(
                    target="",
                    what=f"{what}, {size} messages",
                    values=values,
                    limit=None if what in _WITHOUT_LIMIT else _LIMIT_MS,
                    baseline="" if is_shortest else f"{options.sizes[0]} messages",
                    baseline_values=() if is_shortest else first[what],
                )
            )
    return rows


_WITHOUT_LIMIT = ("tree listed", "fork on the disk")


async def _measured(size: int, runs: int) -> dict[str, tuple[float, ...]]:
    times: dict[str, list[float]] = {}

    def note(what: str, started: float) -> None:
        times.setdefault(what, []).append(time.perf_counter() - started)

    async with _opened(size) as engine:
        for run in range(runs + 1):
            if run == 1:
                times.clear()  # the first was the warm-up
            started = time.perf_counter()
            await engine.answer(UndoTurn(), SessionRewound)
            note("undo", started)
            await engine.answer(RedoTurn(), SessionRewound)
            started = time.perf_counter()
            await engine.answer(RewindSession(message_id=f"message{size - 40}"), SessionRewound)
            note("rewind of ten turns", started)
            await engine.answer(RedoTurn(), SessionRewound)
            started = time.perf_counter()
            await engine.answer(RewindSession(message_id="message0"), SessionRewound)
            note("rewind to the first prompt", started)
            await engine.answer(RedoTurn(), SessionRewound)
            started = time.perf_counter()
            await engine.answer(ListTree(), TreeListed)
            note("tree listed", started)
            started = time.perf_counter()
            await engine.answer(ForkSession(new_id=f"fork{run}"), SessionOpened)
            note("fork until it is open", started)
            await engine.saved()
            note("fork on the disk", started)
            await engine.close_last()
    return {what: in_ms(values) for what, values in times.items()}


class _Engine:
    """A controller with one long session."""

    def __init__(self, controller: Controller, inputs: InputQueue, stream: EventStream) -> None:
        self._controller, self._inputs, self._stream = controller, inputs, stream

    async def answer(self, wish: UserInput, kind: type[AgentEvent]) -> None:
        """Send an input and wait for the first event of a kind behind it."""
        self._inputs.put(wish)
        await self.until(lambda event: isinstance(event, kind))

    async def until(self, is_wanted: Callable[[AgentEvent], bool]) -> None:
        """Wait for an event."""
        while not any(is_wanted(event) for event in await self._stream.receive()):
            pass

    async def saved(self) -> None:
        """Wait until everything is on the disk."""
        await self._controller.save()

    async def close_last(self) -> None:
        """Close the session that was opened last."""
        last = self._controller.sessions[-1]
        self._inputs.put(CloseSession(session_id=last.id))
        await self.until(lambda event: isinstance(event, SessionClosed))


@asynccontextmanager
async def _opened(size: int) -> AsyncIterator[_Engine]:
    stored = stored_session(size)
    with tempfile.TemporaryDirectory(prefix="agent-tui-benchmark-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(stored.data_folder, data)
        clock = SystemClock()
        hub, inputs = EventHub(clock), InputQueue()
        controller = Controller(
            hub=hub,
            inputs=inputs,
            store=FileSessionStore(data / "sessions", data / "index.db"),
            providers=_NoProviders(),
            options=EngineOptions(cwd=folder, reads_end_first=True),
            clock=clock,
            token=CancellationToken(),
            on_quit=str,
        )
        engine = _Engine(controller, inputs, hub.subscribe(is_primary=True))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(controller.run)
            await controller.open_first(stored.session_id)
            if size >= _READ_IN_TWO_PARTS:
                await engine.until(lambda event: isinstance(event, HistoryLoaded))
            yield engine
            await controller.close_sessions("user")
            controller.stop()


_READ_IN_TWO_PARTS = 1_000


class _NoProviders:
    """Implements `ProviderSource`: nothing is sent."""

    def config_for(self, name: str, model: str) -> ProviderConfig | None:
        """One endpoint for all."""
        return _MODEL

    def build(self, config: ProviderConfig) -> Provider:
        """Never called."""
        raise NotImplementedError


if __name__ == "__main__":
    run_alone("branching")
