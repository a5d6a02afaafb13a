"""Tools that say too much, take too long or are loud."""

from __future__ import annotations

import anyio
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.tool_calls.result_text import capped
from agent_tui.engine.tool_calls.text_tail import TextTail
from agent_tui.protocol.events import ToolCallEnded, ToolOutput, TurnEnded
from agent_tui.protocol.permissions import PathAccess, PathLevel, PermissionMode
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import an_engine
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import Arguments, FakeTool, result_texts, results, tool_parts

SMALL = EngineOptions(cwd="/project", tool_result_chars=300)


def saying(text: str) -> FakeTool:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(text=text)

    return FakeTool("t", work)


async def test_a_long_result_is_cut_for_the_model_and_kept_whole_beside_the_journal() -> None:
    text = "".join(f"line {number}\n" for number in range(1_000))
    store = FakeStore()
    provider = FakeProvider(calls("t"), says("ok"))
    tools = tool_parts(saying(text))
    async with an_engine(provider, tools=tools, options=SMALL, store=store) as engine:
        await engine.play("go")

        (result,) = results(engine)
        assert len(result.text) < 500
        assert result.text.startswith("line 0\n")
        assert result.text.endswith("line 999\n")
        assert f"whole text is in {result.blob}" in result.text
        (blob,) = store.only_journal.blobs.values()
        assert blob.decode() == text
        assert engine.all_of(ToolCallEnded)[0].blob == result.blob


@pytest.mark.parametrize("mode", [PermissionMode.PLAN, PermissionMode.ASK])
async def test_the_whole_text_may_be_read_without_being_asked(mode: PermissionMode) -> None:
    blobs: list[str] = []

    async def read(arguments: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(text=context.real_path(blobs[0], PathLevel.READ))

    class Reading(FakeTool):
        def accesses(self, arguments: Arguments, cwd: str) -> tuple[PathAccess, ...]:
            return (PathAccess(path=blobs[0], level=PathLevel.READ),)

    options = EngineOptions(cwd="/project", tool_result_chars=300, permission_mode=mode)
    provider = FakeProvider(calls("t"), says("ok"), calls("read"), says("ok"))
    tools = tool_parts(saying("x" * 1_000), Reading("read", read))
    async with an_engine(provider, tools=tools, options=options, store=FakeStore()) as engine:
        await engine.play("go")
        blobs.append(results(engine)[0].blob)
        await engine.play("read it")

        assert result_texts(engine)[1] == blobs[0]


@pytest.mark.parametrize("is_refusing", [False, True], ids=["in memory", "disk full"])
async def test_a_long_result_that_cannot_be_kept_says_so(is_refusing: bool) -> None:
    store = FakeStore() if is_refusing else None
    provider = FakeProvider(calls("t"), says("ok"))
    tools = tool_parts(saying("x" * 1_000))
    async with an_engine(provider, tools=tools, options=SMALL, store=store) as engine:
        if store is not None:
            store.is_refusing = True
        result = await engine.play("go")

        assert "are not kept" in result_texts(engine)[0]
        assert results(engine)[0].blob == ""
        assert result.status is TurnStatus.OK


@pytest.mark.parametrize("length", [299, 300, 301, 10_000])
def test_a_cut_text_keeps_a_third_at_the_beginning_and_two_at_the_end(length: int) -> None:
    text = "".join(chr(0x4E00 + number % 5_000) for number in range(length))

    cut = capped(text, 300, path="/blob")

    assert (cut == text) is (length <= 300)
    assert cut.startswith(text[:100])
    assert cut.endswith(text[-200:])


async def test_a_tool_that_takes_too_long_is_stopped_and_keeps_its_output() -> None:
    clock = FakeClock()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        context.output("half\n")
        await anyio.sleep_forever()
        return ToolResult(text="never")

    provider = FakeProvider(calls("t"), says("ok"))
    tools = tool_parts(FakeTool("t", work, timeout_s=30))
    async with an_engine(provider, tools=tools, clock=clock) as engine:
        engine.submit("go")
        await engine.until_type(ToolOutput)
        await engine.settle()
        clock.advance(29)
        await engine.settle()
        assert results(engine) == []
        clock.advance(1)
        ended = await engine.until_type(TurnEnded)

        (result,) = results(engine)
        assert result.text == "half\nStopped because it took longer than its limit of 30 s."
        assert result.is_error
        assert ended.result.text == "ok"


async def test_a_tool_that_ignores_its_time_limit_is_left_behind() -> None:
    release = anyio.Event()
    clock = FakeClock()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        with anyio.CancelScope(shield=True):
            await release.wait()
        context.output("late")
        return ToolResult(text="late")

    provider = FakeProvider(calls("t"), says("ok"))
    tools = tool_parts(FakeTool("t", work, timeout_s=30))
    async with an_engine(provider, tools=tools, clock=clock) as engine:
        engine.submit("go")
        await engine.until(lambda event: type(event).__name__ == "ToolCallStarted")
        await engine.settle()
        clock.advance(30)
        await engine.until_type(TurnEnded)
        release.set()
        await engine.settle()

        assert result_texts(engine) == ["Stopped because it took longer than its limit of 30 s."]
        assert engine.all_of(ToolOutput) == []


async def test_output_is_told_at_once_and_then_at_most_every_50_ms() -> None:
    clock, gate = FakeClock(), Gate()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        for number in range(1_000):
            context.output(f"{number}\n")
        await gate.wait()
        return ToolResult(text="ok")

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work)), clock=clock) as engine:
        engine.submit("go")
        await gate.reached()
        await engine.settle()
        assert [event.text for event in engine.all_of(ToolOutput)] == ["0\n"]

        clock.advance(0.05)
        await engine.settle()
        assert len(engine.all_of(ToolOutput)) == 2
        gate.open()
        await engine.until_type(TurnEnded)

        told = "".join(event.text for event in engine.all_of(ToolOutput))
        assert told == "".join(f"{number}\n" for number in range(1_000))


async def test_output_that_comes_too_fast_is_skipped_and_counted() -> None:
    clock, gate = FakeClock(), Gate()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        context.output("a")
        for _ in range(1_000):
            context.output("é" * 1_000)
        context.output("end")
        await gate.wait()
        return ToolResult(text="ok")

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work)), clock=clock) as engine:
        engine.submit("go")
        await gate.reached()
        await engine.settle()
        clock.advance(0.05)
        await engine.settle()

        _, second = engine.all_of(ToolOutput)
        assert second.text.endswith("end")
        assert len(second.text.encode()) <= 8 * 1024
        assert second.skipped_bytes + len(second.text.encode()) == 2_000_003
        gate.open()


async def test_a_reader_that_stands_still_does_not_pile_up_output() -> None:
    started = Gate()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        await started.wait()
        for _ in range(2_000):
            context.output("x" * 8_000)
            clock.advance(0.05)
            await anyio.lowlevel.checkpoint()
        return ToolResult(text="ok")

    clock = FakeClock()
    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work)), clock=clock) as engine:
        engine.submit("go")
        await started.reached()
        await engine.settle()
        started.open()
        await anyio.wait_all_tasks_blocked()
        batch = await engine.stream.receive()

        shown = sum(len(event.text) for event in batch if isinstance(event, ToolOutput))
        assert shown < 1_100_000


async def test_a_late_subscriber_gets_one_event_with_the_end_of_the_output() -> None:
    clock, gate = FakeClock(), Gate()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        for number in range(20_000):
            context.output(f"{number}\n")
            if number % 1_000 == 0:
                clock.advance(0.05)
                await anyio.lowlevel.checkpoint()
        await gate.wait()
        return ToolResult(text="ok")

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work)), clock=clock) as engine:
        engine.submit("go")
        await gate.reached()
        clock.advance(0.05)
        await engine.settle()
        assert len(engine.all_of(ToolOutput)) > 5
        late = engine.hub.subscribe()
        await engine.settle()
        (output,) = [e for e in await late.receive() if isinstance(e, ToolOutput)]

        assert output.text.endswith("19999\n")
        assert len(output.text) <= 16 * 1024
        assert output.skipped_bytes > 0
        gate.open()


@pytest.mark.parametrize("piece", ["x", "ab" * 50, "é" * 3, "€uro " * 20_000])
def test_a_tail_counts_every_byte_whether_it_keeps_it_or_not(piece: str) -> None:
    tail, total = TextTail(1_000), 0
    for _ in range(50_000 // len(piece) + 1):
        tail.write(piece)
        total += len(piece.encode())

    kept = tail.text
    assert len(kept.encode()) <= 1_000
    assert tail.skipped_bytes + len(kept.encode()) == total
    assert (piece * 1_000)[-len(kept) :] == kept or len(piece) > 1_000
