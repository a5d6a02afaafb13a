"""What a reader of events may rely on."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import pytest

from agent_tui.engine.event_stream import EventStream
from agent_tui.errors import SubscriberLagged
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartDelta, PartEnded


def a_delta(seq: int, text: str = "x", part_id: str = "p") -> PartDelta:
    return PartDelta(part_id=part_id, text=text, seq=seq)


def an_end(seq: int) -> PartEnded:
    return PartEnded(part_id="p", seq=seq)


def put(stream: EventStream, *events: AgentEvent) -> None:
    for event in events:
        stream.append(event)


async def test_neighbouring_deltas_of_one_part_become_one_event() -> None:
    stream = EventStream()

    put(stream, a_delta(1, "a"), a_delta(2, "b"), a_delta(3, "c"))

    assert await stream.receive() == [PartDelta(part_id="p", text="abc", seq=3, merged=3)]


async def test_deltas_of_different_parts_or_around_an_event_stay_apart() -> None:
    stream = EventStream()
    events = [a_delta(1), a_delta(2, part_id="q"), a_delta(3), an_end(4), a_delta(5)]

    put(stream, *events)

    assert await stream.receive() == events


async def test_deltas_that_were_read_are_not_told_again() -> None:
    stream = EventStream()
    put(stream, a_delta(1, "a"))
    await stream.receive()

    put(stream, a_delta(2, "b"))

    assert await stream.receive() == [a_delta(2, "b")]


async def test_a_waiting_reader_is_woken_by_the_next_event() -> None:
    stream = EventStream()
    got: list[AgentEvent] = []

    async def read() -> None:
        got.extend(await stream.receive())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        await anyio.wait_all_tasks_blocked()
        put(stream, an_end(1))

    assert got == [an_end(1)]


@pytest.mark.parametrize(
    ("capacity", "capacity_bytes", "events"),
    [
        (2, 1_000_000, [an_end(1), an_end(2)]),
        (100, 1_000, [a_delta(1, "x" * 500), a_delta(2, "x" * 500)]),
    ],
    ids=["events", "bytes"],
)
async def test_a_primary_stream_has_room_until_a_bound_is_reached(
    capacity: int, capacity_bytes: int, events: list[AgentEvent]
) -> None:
    stream = EventStream(is_primary=True, capacity=capacity, capacity_bytes=capacity_bytes)

    rooms = []
    for event in events:
        rooms.append(stream.has_room)
        put(stream, event)

    assert (rooms, stream.has_room) == ([True, True], False)


async def test_a_publisher_waits_until_the_reader_has_taken_something() -> None:
    stream = EventStream(is_primary=True, capacity=1)
    put(stream, an_end(1))
    steps: list[str] = []

    async def publish() -> None:
        await stream.wait_for_room()
        steps.append("room")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(publish)
        await anyio.wait_all_tasks_blocked()
        steps.append("read")
        await stream.receive()

    assert steps == ["read", "room"]


async def test_a_slow_reader_is_cut_off_and_told_how_much_it_missed() -> None:
    stream = EventStream(capacity=2)

    put(stream, a_delta(1), a_delta(2), an_end(3), an_end(4))

    with pytest.raises(SubscriberLagged) as caught:
        await stream.receive()
    assert caught.value.missed == 4
    assert stream.is_closed


async def test_a_closed_stream_gives_what_is_left_and_then_nothing() -> None:
    stream = EventStream()
    put(stream, an_end(1))

    stream.close()
    put(stream, an_end(2))

    assert await stream.receive() == [an_end(1)]
    assert await stream.receive() == []


async def test_closing_frees_a_waiting_publisher_and_a_waiting_reader() -> None:
    full = EventStream(is_primary=True, capacity=1)
    put(full, an_end(1))
    empty = EventStream()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(full.wait_for_room)
        tasks.start_soon(empty.receive)
        await anyio.wait_all_tasks_blocked()
        full.close()
        empty.close()


async def test_a_long_snapshot_does_not_cut_off_its_own_reader() -> None:
    snapshot = [an_end(0) for _ in range(10)]
    stream = EventStream(capacity=2)
    stream.begin(snapshot)

    put(stream, an_end(1))

    assert await stream.receive() == [*snapshot, an_end(1)]


async def gathered(stream: EventStream, *while_gathering: AgentEvent) -> bool:
    """Whether gathering, with a limit that no test reaches, ends by these events."""
    ended = anyio.Event()

    async def gather() -> None:
        await stream.gather_deltas(1000.0)
        ended.set()

    async with anyio.create_task_group() as group:
        group.start_soon(gather)
        await anyio.wait_all_tasks_blocked()
        put(stream, *while_gathering)
        for _ in range(3):  # the wake-up, the waiting task, the scope around it
            await anyio.lowlevel.checkpoint()
        group.cancel_scope.cancel()
    return ended.is_set()


async def test_who_gathers_deltas_is_woken_by_anything_else() -> None:
    assert await gathered(EventStream(), a_delta(1), an_end(2))
    assert not await gathered(EventStream(), a_delta(1), a_delta(2))


async def test_who_gathers_deltas_does_not_wait_when_anything_else_waits_already() -> None:
    stream = EventStream()
    put(stream, a_delta(1), an_end(2), a_delta(3))

    assert await gathered(stream)

    await stream.receive()
    assert not await gathered(stream, a_delta(4))


async def test_gathering_ends_with_its_time_and_with_the_stream() -> None:
    stream = EventStream()
    put(stream, a_delta(1))

    await stream.gather_deltas(0)
    async with anyio.create_task_group() as group:
        group.start_soon(stream.gather_deltas, 1000.0)
        await anyio.wait_all_tasks_blocked()
        stream.close()
    await stream.gather_deltas(1000.0)
