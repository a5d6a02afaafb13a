"""A chat that plays turn after turn, and what it takes: the real engine, journal, tools and screen,
in this process, with a provider that answers at once. Linux only."""

from __future__ import annotations

import asyncio
import gc
import heapq
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from textual.events import Key
from textual.pilot import Pilot

from agent_tui.config.settings import Settings
from agent_tui.config.ui_options import UiOptions
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.lifecycle.provider_source import provider_source
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.runtime_parts import RuntimeParts, engine_options
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import TurnEnded
from agent_tui.protocol.messages import Role
from agent_tui.protocol.ports import EventSource
from agent_tui.protocol.requests import (
    ModelRequest,
    StreamItem,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.usage import Usage
from agent_tui.storage.session_store import FileSessionStore
from agent_tui.ui.app import ChatApp, UiHooks
from agent_tui.ui.warm_up import settle_memory

_WINDOW = (120, 40)
_KEYS_PER_SAMPLE = 15
_LIMIT_S = 60.0
_PAGE_BYTES = 4096
_SENTENCE = "The reader goes on after an event that it does not *know*, and `counts` it. "
_FILE_TEXT = "".join(f"{number}: {_SENTENCE}\n" for number in range(60))


class Sample(msgspec.Struct, frozen=True):
    """The state after `turns` turns.

    rss_bytes: of the whole process. text_bytes: all that was said so far.
    key_s: median from a key to the repaint. turn_s: median of the turns since the sample before.
    objects: how many there are, by type.
    """

    turns: int
    rss_bytes: int
    text_bytes: int
    key_s: float
    turn_s: float
    objects: Counter[str]


class SoakProvider:
    """Answers at once: text, at times after thinking or a tool call. Keeps nothing but counts."""

    name = "soak"

    def __init__(self, file: Path) -> None:
        self.text_bytes = 0
        self._file = file
        self._requests = 0

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        """See `Provider.stream`."""
        self._requests += 1
        number = self._requests
        if number % 5 == 0 and request.messages[-1].role is Role.USER:
            self.text_bytes += len(_FILE_TEXT)
            arguments = msgspec.json.encode({"path": str(self._file)}).decode()
            yield ToolCallDelta(
                index=0, call_id=f"call-{number}", name="read_file", arguments=arguments
            )
            return
        if number % 7 == 0:
            yield ThinkingDelta(text=f"Thought {number}. {_SENTENCE * 3}")
        for text in _pieces(number):
            self.text_bytes += len(text)
            yield TextDelta(text=text)
        yield UsageReported(usage=Usage(input_tokens=1_000, output_tokens=200))

    async def list_models(self) -> tuple[str, ...]:
        """There is one."""
        return ("soak",)

    async def aclose(self) -> None:
        """Nothing is open."""


class WatchedEvents:
    """The screen's events. ended_turns: of so many the screen was told the end."""

    def __init__(self, events: EventSource) -> None:
        self.ended_turns = 0
        self._events = events

    async def receive(self) -> Sequence[AgentEvent]:
        """The next batch."""
        batch = await self._events.receive()
        self.ended_turns += sum(isinstance(event, TurnEnded) for event in batch)
        return batch

    async def gather_deltas(self, limit_s: float) -> None:
        """As the stream does it."""
        await self._events.gather_deltas(limit_s)


class Soak:
    """One chat, from its first prompt to its last. as_program: see `play`."""

    def __init__(self, folder: Path, *, as_program: bool = False) -> None:
        self._as_program = as_program
        file = folder / "notes.txt"
        file.write_text(_FILE_TEXT)
        self.provider = SoakProvider(file)
        settings = Settings(permission_mode="full", model="soak")
        self.runtime = Runtime(
            RuntimeParts(
                options=engine_options(settings, folder, app_name="soak"),
                providers=provider_source(settings, {}, provider=self.provider),
                tools=ToolSetup(refusal=""),
                make_store=lambda: FileSessionStore(
                    folder / "sessions", folder / "index.db", app_version="soak"
                ),
                grace_s=1.0,
            )
        )
        hooks = UiHooks(
            on_ready=self.runtime.start,
            request_exit=lambda _: self.runtime.request_exit(ExitReason.USER),
        )
        self.events = WatchedEvents(self.runtime.subscribe(is_primary=True))
        self.app = ChatApp(
            events=self.events,
            inputs=self.runtime.inputs,
            options=UiOptions(app_name="soak", cwd=str(folder)),
            hooks=hooks,
        )

    async def run(self, turns: int, session_turns: int, sample_turns: int) -> list[Sample]:
        """Play all turns; a sample after each `sample_turns` of them."""
        taken: list[Sample] = []
        times: list[float] = []
        async with self.app.run_test(size=_WINDOW) as pilot:
            await _until(lambda: self.app.session is not None)
            if self._as_program:
                settle_memory()
            for turn in range(1, turns + 1):
                times.append(await self._turn(turn))
                if turn % 50 == 0:
                    await self._look_back(pilot)
                if turn % sample_turns == 0:
                    taken.append(await self._sample(pilot, turn, times))
                    times = []
                if turn % session_turns == 0:
                    await self._begin_anew()
            self.app.leave()
            await asyncio.to_thread(self.runtime.join, 30.0)
        return taken

    async def _turn(self, turn: int) -> float:
        started_s = time.perf_counter()
        self.app.chat.composer.insert(f"Prompt {turn}: what comes next?")
        self.app.post_message(Key("enter", None))
        await _until(lambda: self.events.ended_turns == turn)
        return time.perf_counter() - started_s

    async def _begin_anew(self) -> None:
        before = self.app.session
        self.app.link.new_session()
        await _until(lambda: self.app.session is not before and self.app.session is not None)

    async def _key(self) -> float:
        composer, painted = self.app.chat.composer, asyncio.Event()
        length = len(composer.text)
        started_s = time.perf_counter()
        self.app.post_message(Key("x", "x"))
        while len(composer.text) == length:  # noqa: ASYNC110 (as closely as one can look)
            await asyncio.sleep(0)
        self.app.call_after_refresh(painted.set)
        await painted.wait()
        return time.perf_counter() - started_s

    async def _look_back(self, pilot: Pilot[int]) -> None:
        transcript = self.app.chat.transcript
        assert transcript is not None
        transcript.focus()
        await pilot.press("pageup", "pageup", "pageup", "end")
        transcript.follow_end()
        self.app.chat.composer.focus()
        await pilot.pause()

    async def _sample(self, pilot: Pilot[int], turn: int, times: list[float]) -> Sample:
        keys = []
        for _ in range(_KEYS_PER_SAMPLE):
            await pilot.pause()
            keys.append(await self._key())
        self.app.chat.composer.clear()
        if not self._as_program:
            _forget_cancelled_timers()
            await asyncio.wrap_future(self.runtime.call(lambda _: _forget_cancelled_timers()))
            gc.collect()
        objects = Counter(type(found).__qualname__ for found in gc.get_objects())
        return Sample(
            turns=turn,
            rss_bytes=_resident_bytes(),
            text_bytes=self.provider.text_bytes,
            key_s=statistics.median(keys),
            turn_s=statistics.median(times),
            objects=objects,
        )


def piling_up(samples: list[Sample]) -> dict[str, float]:
    """Types of which a turn leaves more than one object in ten turns: objects per turn, most
    first. Between the first and the last sample."""
    first, last = samples[0], samples[-1]
    turns = last.turns - first.turns
    grown = {name: (count - first.objects[name]) / turns for name, count in last.objects.items()}
    return dict(sorted(((n, g) for n, g in grown.items() if g > 0.1), key=lambda entry: -entry[1]))


def play(
    turns: int, *, session_turns: int, sample_turns: int, as_program: bool = False
) -> list[Sample]:
    """A whole soak in a folder of its own; after `session_turns` comes `/new`.

    as_program: garbage is collected as in the program, which is rarely, and so for the rest of this
    process. Else before each sample, so that what is left is in use.
    """
    with tempfile.TemporaryDirectory(prefix="agent-tui-soak-") as folder:
        soak = Soak(Path(folder), as_program=as_program)
        return asyncio.run(soak.run(turns, session_turns, sample_turns))


def _pieces(number: int) -> Iterator[str]:
    for line in range(number % 9 + 2):
        yield f"{line}. {_SENTENCE}\n\n"
    if number % 4 == 0:
        yield f"```python\nturn = {number}\nfor n in range(turn):\n    print(n)\n```\n"


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES


def _forget_cancelled_timers() -> None:
    """A loop keeps up to a hundred timers that were called off, which would count as left."""
    loop: Any = asyncio.get_running_loop()  # asyncio offers no door to them
    timers = [handle for handle in loop._scheduled if not handle.cancelled()]  # noqa: SLF001
    heapq.heapify(timers)
    loop._scheduled[:] = timers  # noqa: SLF001
    loop._timer_cancelled_count = 0  # noqa: SLF001


async def _until(holds: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + _LIMIT_S
    while not holds():
        if time.monotonic() > ends_at:
            raise TimeoutError
        await asyncio.sleep(0.002)
