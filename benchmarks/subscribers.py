"""10 000 events to ten readers, none lost; the same events to one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import anyio

from agent_tui.engine.clock import SystemClock
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.status import NoticeLevel
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

RUNS = 7
EVENTS, READERS = 10_000, 10
_ONE = "to one reader"


def measure(options: Options) -> list[Row]:
    """Events that are never merged, from one loop to readers on another, as a host has them. Time
    until each reader has its last one."""
    count = options.amount(EVENTS, short=200)
    of_one: list[float] = []
    of_all: list[float] = []
    lost: list[float] = []
    for _ in range(options.runs_or(RUNS)):
        for readers, times in ((1, of_one), (READERS, of_all)):
            seconds, got = _told(count, readers)
            times.append(seconds)
            lost.append(float(readers * count - got))
    return [
        Row(target="", what=f"{count} events {_ONE}", values=in_ms(of_one)),
        Row(
            target="",
            what=f"{count} events to {READERS} readers",
            values=in_ms(of_all),
            baseline=_ONE,
            baseline_values=in_ms(of_one),
            ratio_limit=float(READERS),
        ),
        Row(
            target="",
            what="events that did not arrive, or not in their place",
            values=tuple(lost),
            unit="events",
            judged=Judged.MAX,
            limit=0.0,
        ),
    ]


def _told(count: int, readers: int) -> tuple[float, int]:
    """Seconds, and how many events arrived in their place."""
    hub = EventHub(SystemClock())
    streams = [hub.subscribe(is_primary=True) for _ in range(readers)]
    started = time.perf_counter()
    with ThreadPoolExecutor(1) as host:
        reading = host.submit(anyio.run, _read_all, streams)
        anyio.run(_tell, hub, count)
        got = reading.result()
    return time.perf_counter() - started, got


async def _tell(hub: EventHub, count: int) -> None:
    for number in range(count):
        await hub.publish(NoticeRaised(level=NoticeLevel.INFO, title=str(number)))
    hub.close()


async def _read_all(streams: list[EventStream]) -> int:
    got = [0] * len(streams)

    async def read(place: int) -> None:
        while batch := await streams[place].receive():
            for event in batch:
                if isinstance(event, NoticeRaised) and event.title == str(got[place]):
                    got[place] += 1

    async with anyio.create_task_group() as tasks:
        for place in range(len(streams)):
            tasks.start_soon(read, place)
    return sum(got)


if __name__ == "__main__":
    run_alone("subscribers")
