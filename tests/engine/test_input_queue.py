"""Inputs from any thread to one reader."""

from __future__ import annotations

import threading

import anyio
import pytest

from agent_tui.engine.input_queue import InputQueue
from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.inputs import CancelTurn, SaveDraft


async def test_inputs_come_out_in_the_order_in_which_they_were_put() -> None:
    queue = InputQueue()
    queue.put(SaveDraft(text="a"))
    queue.put(CancelTurn())

    assert [await queue.receive(), await queue.receive()] == [SaveDraft(text="a"), CancelTurn()]


async def test_a_reader_waits_for_an_input_of_another_thread() -> None:
    queue = InputQueue()
    got: list[object] = []

    async def read() -> None:
        got.append(await queue.receive())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        await anyio.wait_all_tasks_blocked()
        thread = threading.Thread(target=queue.put, args=(CancelTurn(),))
        thread.start()

    thread.join()
    assert got == [CancelTurn()]


async def test_inputs_of_many_threads_all_arrive() -> None:
    queue = InputQueue()

    def put_many() -> None:
        for _ in range(100):
            queue.put(CancelTurn())

    threads = [threading.Thread(target=put_many) for _ in range(10)]

    for thread in threads:
        thread.start()
    got = [await queue.receive() for _ in range(1_000)]

    assert len(got) == 1_000
    for thread in threads:
        thread.join()


async def test_closing_refuses_new_inputs_and_returns_those_left() -> None:
    queue = InputQueue()
    queue.put(CancelTurn())

    assert queue.close() == (CancelTurn(),)
    with pytest.raises(ClosedResourceError):
        queue.put(CancelTurn())
    with pytest.raises(ClosedResourceError):
        await queue.receive()


def test_a_queue_can_be_made_and_filled_before_any_loop_runs() -> None:
    queue = InputQueue()
    queue.put(CancelTurn())

    assert anyio.run(queue.receive) == CancelTurn()
