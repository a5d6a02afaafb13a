"""Tools that run: in which order, together or alone, and what becomes of their results."""

from __future__ import annotations

import anyio
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.errors import ToolError
from agent_tui.protocol.asking_events import ToolsListed
from agent_tui.protocol.events import SessionClosed, ToolCallEnded, ToolCallStarted
from agent_tui.protocol.inputs import CloseSession, ListTools, SubmitPrompt
from agent_tui.protocol.messages import ImageData
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import an_engine, names
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import (
    Arguments,
    FakeProcesses,
    FakeTool,
    calls_all,
    result_texts,
    results,
    tool_parts,
)


def raises(error: BaseException) -> FakeTool:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        raise error

    return FakeTool("t", work)


def gated(name: str, gate: Gate, *, is_read_only: bool = True) -> FakeTool:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        await gate.wait()
        return ToolResult(text=f"result of {name}")

    return FakeTool(name, work, is_read_only=is_read_only)


async def test_a_tool_runs_and_the_model_reads_its_result() -> None:
    tool = FakeTool("read_file")
    provider = FakeProvider(calls("read_file", '{"path": "a"}'), says("Read."))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.events.clear()
        result = await engine.play("read a")

        assert (result.status, result.text, result.tool_calls) == (TurnStatus.OK, "Read.", 1)
        assert tool.runs == [{"path": "a"}]
        assert result_texts(engine) == ['done {"path":"a"}']
        assert names(engine.events)[7:10] == ["ToolCallStarted", "ToolCallEnded", "StepStarted"]


async def test_the_model_is_offered_the_tools_in_the_order_of_their_registration() -> None:
    provider = FakeProvider()
    async with an_engine(provider, tools=tool_parts(FakeTool("b"), FakeTool("a"))) as engine:
        await engine.play("hi")
        engine.put(ListTools())
        listed = await engine.until_type(ToolsListed)

        assert [spec.name for spec in provider.requests[0].tools] == ["b", "a"]
        assert listed.tools == provider.requests[0].tools


async def test_without_tools_nothing_is_offered_and_nothing_said_of_them() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        await engine.play("hi")

        assert provider.requests[0].tools == ()
        assert "tool" not in provider.requests[0].system


@pytest.mark.parametrize(
    ("name", "arguments", "finish", "expected"),
    [
        ("t", '{"path": ', FinishReason.TOOL_CALLS, "arguments are not valid"),
        ("t", "[1]", FinishReason.TOOL_CALLS, "must be a JSON object"),
        ("t", '{"path": "a"}', FinishReason.LENGTH, "may be truncated"),
        ("t", '{"path": ""}', FinishReason.TOOL_CALLS, '"path" is empty'),
        ("other", "{}", FinishReason.TOOL_CALLS, "not available here"),
    ],
    ids=["broken", "no object", "truncated", "wrong", "unknown"],
)
async def test_a_call_that_cannot_be_trusted_never_runs(
    name: str, arguments: str, finish: FinishReason, expected: str
) -> None:
    tool = FakeTool("t")
    provider = FakeProvider(calls(name, arguments, finish=finish), says("sorry"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        result = await engine.play("go")

        assert tool.runs == []
        assert expected in result_texts(engine)[0]
        assert results(engine)[0].is_error
        assert result.status is TurnStatus.OK


async def test_neighbouring_reads_run_together_and_stand_in_call_order() -> None:
    slow, fast = Gate(), Gate()
    provider = FakeProvider(calls_all("slow", "fast"), says("done"))
    tools = tool_parts(gated("slow", slow), gated("fast", fast))
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("go")
        await slow.reached()
        await fast.reached()

        fast.open()
        ended = await engine.until_type(ToolCallEnded)
        assert ended.call_id == "call-2"
        assert result_texts(engine) == []
        slow.open()
        await engine.until_type(ToolCallEnded)

        assert result_texts(engine) == ["result of slow", "result of fast"]


async def test_what_changes_something_runs_alone_and_in_its_turn() -> None:
    order: list[str] = []

    def noting(name: str, *, is_read_only: bool = False) -> FakeTool:
        async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
            order.append(f"{name} begins")
            await anyio.lowlevel.checkpoint()
            order.append(f"{name} ends")
            return ToolResult(text=name)

        return FakeTool(name, work, is_read_only=is_read_only)

    read, write, again = noting("read", is_read_only=True), noting("write"), noting("again")
    provider = FakeProvider(calls_all("read", "write", "again"), says("done"))
    async with an_engine(provider, tools=tool_parts(read, write, again)) as engine:
        await engine.play("go")

    expected = [
        f"{name} {what}" for name in ("read", "write", "again") for what in ("begins", "ends")
    ]
    assert order == expected


async def test_at_most_eight_reads_run_at_the_same_time() -> None:
    running = most = 0

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await anyio.wait_all_tasks_blocked()
        running -= 1
        return ToolResult(text="read")

    provider = FakeProvider(calls_all(*["read"] * 20), says("done"))
    tools = tool_parts(FakeTool("read", work, is_read_only=True))
    async with an_engine(provider, tools=tools) as engine:
        await engine.play("go")

        assert len(result_texts(engine)) == 20
    assert most == 8


async def test_every_call_is_told_before_the_first_one_runs() -> None:
    provider = FakeProvider(calls_all("a", "b"), says("done"))
    async with an_engine(provider, tools=tool_parts(FakeTool("a"), FakeTool("b"))) as engine:
        engine.events.clear()
        await engine.play("go")

        told = [name for name in names(engine.events) if name.startswith("ToolCall")]
        assert told == ["ToolCallStarted"] * 2 + ["ToolCallEnded"] * 2


async def test_a_tools_own_error_is_what_the_model_reads() -> None:
    tools = tool_parts(raises(ToolError("There is no file a.txt. The nearest is b.txt.")))
    async with an_engine(FakeProvider(calls("t"), says("ok")), tools=tools) as engine:
        result = await engine.play("go")

        (failed,) = results(engine)
        assert failed.text == "There is no file a.txt. The nearest is b.txt."
        assert failed.is_error
        assert result.status is TurnStatus.OK


@pytest.mark.parametrize(
    "error", [ValueError("a secret"), TimeoutError("a secret"), SystemExit("a secret")], ids=repr
)
async def test_a_bug_in_a_tool_is_a_failed_result_without_its_secrets(
    error: BaseException,
) -> None:
    tools = tool_parts(raises(error))
    async with an_engine(FakeProvider(calls("t"), says("ok")), tools=tools) as engine:
        result = await engine.play("go")

        (failed,) = results(engine)
        assert type(error).__name__ in failed.text
        assert "secret" not in failed.text
        assert result.status is TurnStatus.OK


async def test_a_tool_that_cancels_itself_does_not_end_the_engine() -> None:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        raise anyio.get_cancelled_exc_class()

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        result = await engine.play("go")

        assert "gave no result" in result_texts(engine)[0]
        assert (result.status, result.text) == (TurnStatus.OK, "ok")


async def test_a_host_whose_tool_gives_back_something_else_is_told() -> None:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        return "text"  # type: ignore[return-value]

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        await engine.play("go")

        assert "gave no result" in result_texts(engine)[0]


async def test_half_a_surrogate_pair_in_a_result_is_made_valid() -> None:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(text="a\ud800b", diff="-\udfff")

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        await engine.play("go")

        (result,) = results(engine)
        assert (result.text, result.diff) == ("a\ufffdb", "-\ufffd")


async def test_later_calls_start_where_a_command_has_gone() -> None:
    seen: list[str] = []

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        seen.append(context.cwd)
        context.set_cwd("/project/sub")
        return ToolResult(text=context.workspace)

    provider = FakeProvider(calls("t", "{}"), calls("t", "{}"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        await engine.play("go")

        assert seen == ["/project", "/project/sub"]
        assert result_texts(engine)[1] == "/project"


async def test_a_tool_remembers_in_its_session_only() -> None:
    class Notes:
        def __init__(self) -> None:
            self.count = 0

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        notes = context.state(Notes)
        notes.count += 1
        return ToolResult(text=str(notes.count))

    provider = FakeProvider(calls("t"), calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        await engine.play("go")

        assert result_texts(engine) == ["1", "2"]


async def test_images_are_sent_in_their_own_turn_and_left_out_later() -> None:
    image = ImageData(media_type="image/png", data=b"png")

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(text="a picture", images=(image,))

    provider = FakeProvider(calls("t"), says("nice"), says("later"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        await engine.play("look")
        await engine.play("and now?")

        (now,) = provider.requests[1].messages[2].parts
        (later,) = provider.requests[2].messages[2].parts
        assert now == results(engine)[0]
        assert now.images == (image,)
        assert later.images == ()  # type: ignore[union-attr]
        assert "not attached any more" in later.text  # type: ignore[union-attr]


async def test_a_result_knows_how_long_its_call_took() -> None:
    clock = FakeClock()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        clock.advance(2.5)
        return ToolResult(text="slow")

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work)), clock=clock) as engine:
        await engine.play("go")

        ended = engine.all_of(ToolCallEnded)[0]
        assert ended.elapsed_s == 2.5
        assert ended.elapsed_s == results(engine)[0].elapsed_s


async def test_results_are_in_the_journal_before_the_next_request() -> None:
    store = FakeStore()
    provider = FakeProvider(calls_all("a", "a"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("a")), store=store) as engine:
        await engine.play("go")
        await engine.settle()

        assert [message.role for message in store.only_journal.messages] == [
            message.role for message in engine.messages
        ]
        assert "waiting" not in store.only_journal.names  # nobody was asked


async def test_calls_of_two_sessions_do_not_wait_for_each_other() -> None:
    gate = Gate()
    provider = FakeProvider(calls("slow"), says("other"))
    async with an_engine(provider, tools=tool_parts(gated("slow", gate))) as engine:
        engine.submit("first")
        await gate.reached()
        second = await engine.controller.open_first()
        engine.put(SubmitPrompt(session_id=second.id, prompt_id="p", text="second"))
        await engine.until(
            lambda event: type(event).__name__ == "TurnEnded" and event.session_id == second.id
        )

        assert engine.all_of(ToolCallStarted)[0].session_id != second.id
        assert engine.all_of(ToolCallEnded) == []


async def test_the_step_limit_counts_steps_and_not_calls() -> None:
    provider = FakeProvider(calls_all("a", "a", "a"), says("ok"))
    options = EngineOptions(cwd="/project", max_iterations=2)
    async with an_engine(provider, tools=tool_parts(FakeTool("a")), options=options) as engine:
        assert (await engine.play("go")).status is TurnStatus.OK


async def test_a_session_that_is_closed_takes_its_background_commands_with_it() -> None:
    processes = FakeProcesses()
    async with an_engine(tools=tool_parts(FakeTool("t"), processes=processes)) as engine:
        engine.put(CloseSession())
        closed = await engine.until_type(SessionClosed)

        assert processes.stopped_sessions == [closed.session_id]
