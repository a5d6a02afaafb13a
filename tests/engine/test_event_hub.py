"""Order, numbers and back-pressure of published events."""

from __future__ import annotations

import threading
import tracemalloc

import anyio
import anyio.to_thread
import pytest

from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.event_stream import EventStream
from agent_tui.errors import SubscriberLagged
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import NoticeRaised, PartDelta, PartEnded
from agent_tui.protocol.status import NoticeLevel
from tests.engine.fake_clock import FakeClock

BURST = 100_000


def a_hub() -> EventHub:
    return EventHub(FakeClock())


def an_end() -> PartEnded:
    return PartEnded(part_id="p")


async def read_all(stream: EventStream) -> list[AgentEvent]:
    """Read until the stream ends."""
    events: list[AgentEvent] = []
    while batch := await stream.receive():
        events += batch
    return events


def assert_gap_free(events: list[AgentEvent]) -> None:
    expected = 0
    for event in events:
        expected += event.merged if isinstance(event, PartDelta) else 1
        assert event.seq == expected


async def test_events_get_the_time_and_numbers_without_a_gap() -> None:
    hub = a_hub()
    stream = hub.subscribe()

    for _ in range(3):
        await hub.publish(an_end())

    events = await stream.receive()
    assert [event.seq for event in events] == [1, 2, 3]
    assert {event.time for event in events} == {FakeClock().now()}


async def test_all_streams_get_the_same_events_in_the_same_order() -> None:
    hub = a_hub()
    streams = [hub.subscribe(is_primary=True), hub.subscribe(), hub.subscribe()]

    await hub.publish(an_end())
    hub.publish_now(an_end())

    first, *others = [await stream.receive() for stream in streams]
    assert [event.seq for event in first] == [1, 2]
    assert all(other == first for other in others)


async def test_a_burst_at_a_reader_that_stands_still_loses_nothing_and_stays_bounded() -> None:
    hub = a_hub()
    stream = hub.subscribe(is_primary=True)
    tracemalloc.start()

    async def publish_burst() -> None:
        for number in range(BURST):
            await hub.publish(PartDelta(part_id="p", text=f"{number:10}"))
        hub.close()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(publish_burst)
        await anyio.wait_all_tasks_blocked()
        peak_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        events = await read_all(stream)

    assert_gap_free(events)
    assert sum(len(event.text) for event in events if isinstance(event, PartDelta)) == 10 * BURST
    assert peak_bytes < 10_000_000


async def test_control_events_wait_for_the_primary_reader_instead_of_getting_lost() -> None:
    hub = a_hub()
    stream = hub.subscribe(is_primary=True, capacity=10)
    published: list[int] = []

    async def publish_many() -> None:
        for number in range(100):
            await hub.publish(an_end())
            published.append(number)
        hub.close()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(publish_many)
        await anyio.wait_all_tasks_blocked()
        assert len(published) == 10
        events = await read_all(stream)

    assert [event.seq for event in events] == list(range(1, 101))


async def test_a_reader_in_another_thread_gets_everything_in_order() -> None:
    hub = a_hub()
    stream = hub.subscribe(is_primary=True, capacity=64)
    got: list[AgentEvent] = []
    thread = threading.Thread(target=lambda: got.extend(anyio.run(read_all, stream)))
    thread.start()

    for number in range(5_000):
        await hub.publish(PartDelta(part_id=str(number % 7), text="x"))
    hub.close()
    await anyio.to_thread.run_sync(thread.join)

    assert_gap_free(got)
    assert got[-1].seq == 5_000


async def test_an_end_is_published_even_when_the_primary_reader_stands_still() -> None:
    hub = a_hub()
    stream = hub.subscribe(is_primary=True, capacity=1)

    hub.publish_now(an_end())
    hub.publish_now(an_end())

    assert [event.seq for event in await stream.receive()] == [1, 2]


async def test_a_lagging_subscriber_never_holds_up_the_others() -> None:
    hub = a_hub()
    slow, primary = hub.subscribe(capacity=2), hub.subscribe(is_primary=True)

    for _ in range(5):
        await hub.publish(an_end())

    assert len(await primary.receive()) == 5
    with pytest.raises(SubscriberLagged):
        await slow.receive()


async def test_a_late_subscriber_begins_with_the_present_and_misses_nothing_after_it() -> None:
    hub = a_hub()
    hub.set_snapshot(lambda: [NoticeRaised(level=NoticeLevel.INFO, title="present")])
    await hub.publish(an_end())

    stream = hub.subscribe()
    await hub.publish(an_end())

    snapshot, live = await stream.receive()
    assert isinstance(snapshot, NoticeRaised)
    assert (snapshot.seq, live.seq) == (1, 2)


async def test_a_cancelled_publisher_has_not_published() -> None:
    hub = a_hub()
    stream = hub.subscribe(is_primary=True, capacity=1)
    await hub.publish(an_end())

    with anyio.move_on_after(0):
        await hub.publish(an_end())
    await stream.receive()
    await hub.publish(an_end())

    assert [event.seq for event in await stream.receive()] == [2]


async def test_a_subscriber_after_the_end_reads_an_ended_stream() -> None:
    hub = a_hub()

    hub.close()

    assert await hub.subscribe().receive() == []


async def test_a_subscriber_of_another_thread_misses_nothing_after_it_asked() -> None:
    hub = a_hub()
    await hub.publish(an_end())
    hub.set_snapshot(lambda: [NoticeRaised(level=NoticeLevel.INFO, title="present")])

    stream = await anyio.to_thread.run_sync(hub.subscribe)
    hub.publish_now(an_end())

    snapshot, live = await stream.receive()
    assert isinstance(snapshot, NoticeRaised)
    assert (snapshot.seq, live.seq) == (1, 2)


async def test_a_subscriber_of_another_thread_is_served_while_nothing_is_published() -> None:
    hub = a_hub()
    await hub.publish(an_end())
    hub.set_snapshot(lambda: [NoticeRaised(level=NoticeLevel.INFO, title="present")])

    stream = await anyio.to_thread.run_sync(hub.subscribe)

    assert isinstance((await stream.receive())[0], NoticeRaised)


async def test_closing_from_another_thread_ends_readers_and_waiting_publishers() -> None:
    hub = a_hub()
    stream = hub.subscribe(is_primary=True, capacity=1)
    await hub.publish(an_end())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(hub.publish, an_end())
        await anyio.wait_all_tasks_blocked()
        await anyio.to_thread.run_sync(hub.close)

    assert [event.seq for event in await read_all(stream)] == [1]


async def test_an_observer_gets_each_event_until_it_ends() -> None:
    hub = a_hub()
    seen: list[int] = []
    end = hub.observe(lambda event: seen.append(event.seq))

    await hub.publish(an_end())
    hub.publish_now(an_end())
    end()
    end()
    await hub.publish(an_end())

    assert seen == [1, 2]


async def test_an_observer_that_fails_is_called_no_more_and_hurts_nobody() -> None:
    hub = a_hub()
    stream, seen = hub.subscribe(), []

    def breaks(event: AgentEvent) -> None:
        seen.append(event.seq)
        raise RuntimeError("broken observer")

    hub.observe(breaks)
    for _ in range(2):
        await hub.publish(an_end())

    assert seen == [1]
    assert [event.seq for event in await stream.receive()] == [1, 2]
