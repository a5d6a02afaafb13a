"""What a command has printed is on disk while it runs."""

from __future__ import annotations

from collections.abc import Callable

import anyio

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.journal.running_output import RunningOutput
from agent_tui.protocol.events import ToolOutput
from agent_tui.protocol.inputs import RunShell
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import an_engine, request_of
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.fake_shell import FakeShell
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import Arguments, FakeTool, tool_parts


class Disk:
    """size: of each writing."""

    def __init__(self, size: int) -> None:
        self.size, self.count = size, 0

    def write(self) -> int:
        self.count += 1
        return self.size


async def test_output_is_written_once_in_a_while_and_only_when_there_is_more() -> None:
    clock, tasks, disk = FakeClock(), BackgroundTasks(), Disk(100)
    async with anyio.create_task_group() as group:
        tasks.run_in(group)
        output = RunningOutput(disk.write, clock=clock, tasks=tasks, wait_s=0.3)
        for _ in range(5):
            output.changed()
        await anyio.wait_all_tasks_blocked()
        assert [round(wait, 3) for wait in clock.waits] == [0.3]
        clock.advance(0.3)
        await anyio.wait_all_tasks_blocked()

        assert (disk.count, clock.waits) == (1, [])


async def test_the_more_was_written_the_longer_is_the_wait() -> None:
    clock, tasks, disk = FakeClock(), BackgroundTasks(), Disk(3_000_000)
    async with anyio.create_task_group() as group:
        tasks.run_in(group)
        output = RunningOutput(disk.write, clock=clock, tasks=tasks, wait_s=0.3)
        output.changed()
        await anyio.wait_all_tasks_blocked()
        clock.advance(0.3)
        await anyio.wait_all_tasks_blocked()
        output.changed()
        await anyio.wait_all_tasks_blocked()
        waits = [round(wait, 3) for wait in clock.waits]
        clock.advance(10)

    assert waits == [1.2]


async def test_nothing_is_written_after_the_end() -> None:
    clock, tasks, disk = FakeClock(), BackgroundTasks(), Disk(1)
    async with anyio.create_task_group() as group:
        tasks.run_in(group)
        output = RunningOutput(disk.write, clock=clock, tasks=tasks, wait_s=0.3)
        output.changed()
        output.close()
        await anyio.wait_all_tasks_blocked()
        clock.advance(0.3)
        await anyio.wait_all_tasks_blocked()
        output.changed()

    assert disk.count == 0


async def prints_for_ever(arguments: Arguments, context: ToolContext) -> ToolResult:
    context.output("half of it\n")
    await anyio.sleep_forever()
    return ToolResult(text="never")


async def until(is_true: Callable[[], bool]) -> None:
    """The journal is made in a thread: let it come."""
    with anyio.fail_after(5):
        while not is_true():
            await anyio.wait_all_tasks_blocked()


def results(messages: tuple[ChatMessage, ...]) -> list[str]:
    """What a model gets of the tools."""
    found = (message for message in request_of(messages) if message.role is Role.TOOL)
    return [part.text for message in found for part in message.parts]  # type: ignore[union-attr]


async def test_after_a_kill_the_result_of_a_tool_is_what_it_had_printed() -> None:
    store, clock = FakeStore(), FakeClock()
    provider, tool = FakeProvider(calls("build")), FakeTool("build", prints_for_ever)
    async with an_engine(provider, store=store, clock=clock, tools=tool_parts(tool)) as engine:
        engine.submit("build it")
        await engine.until_type(ToolOutput)
        await engine.settle()
        clock.advance(0.3)
        await until(lambda: "ToolResultPart" in str(store.only_journal.messages))
        killed = store.only_journal.replayed()

    assert results(killed.messages) == ["half of it\nThe program ended while this ran."]


async def test_the_whole_result_replaces_what_was_written_while_the_tool_ran() -> None:
    store, clock, go_on = FakeStore(), FakeClock(), anyio.Event()

    async def prints(arguments: Arguments, context: ToolContext) -> ToolResult:
        context.output("half of it\n")
        await go_on.wait()
        return ToolResult(text="all of it")

    provider, tool = FakeProvider(calls("build"), says("Built.")), FakeTool("build", prints)
    async with an_engine(provider, store=store, clock=clock, tools=tool_parts(tool)) as engine:
        engine.submit("build it")
        await engine.until_type(ToolOutput)
        await engine.settle()
        clock.advance(0.3)
        await engine.settle()
        go_on.set()
        await engine.settle()

        assert results(store.only_journal.replayed().messages) == ["all of it"]
        assert engine.messages == store.only_journal.replayed().messages


async def test_a_tool_that_only_reads_may_ask_again_so_half_a_result_of_it_is_not_kept() -> None:
    store, clock = FakeStore(), FakeClock()
    tool = FakeTool("look", prints_for_ever, is_read_only=True)
    provider, parts = FakeProvider(calls("look")), tool_parts(tool)
    async with an_engine(provider, store=store, clock=clock, tools=parts) as engine:
        engine.submit("look")
        await engine.until_type(ToolOutput)
        await engine.settle()
        clock.advance(0.3)
        await engine.settle()
        kept = store.only_journal.messages

    assert [message.role for message in kept] == [Role.USER, Role.ASSISTANT]


async def test_after_a_kill_the_users_own_command_has_what_it_had_printed() -> None:
    store, clock, shell = FakeStore(), FakeClock(), FakeShell()
    async with an_engine(FakeProvider(), store=store, clock=clock, shell=shell.parts) as engine:
        engine.put(RunShell(command_id="1", command="make"))
        await engine.settle()
        shell.commands[0].print("half of it\n")
        await engine.settle()
        clock.advance(0.3)
        await until(lambda: bool(store.journals and store.only_journal.messages))
        killed = store.only_journal.replayed()
    store.stored[killed.info.id] = killed

    again = an_engine(FakeProvider(), store=store, shell=shell.parts, stored_id=killed.info.id)
    async with again as engine:
        (message,) = engine.messages
        assert message.text == "half of it\n[the program ended while it ran]"
