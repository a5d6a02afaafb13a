"""Questions of tools and of the engine itself, and what the answers change."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import anyio
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.asking.question_registry import QuestionRegistry
from agent_tui.errors import QuestionDeclined
from agent_tui.protocol.asking_events import QuestionAsked, QuestionClosed
from agent_tui.protocol.events import NoticeRaised, TurnEnded
from agent_tui.protocol.inputs import AnswerQuestion
from agent_tui.protocol.messages import Role
from agent_tui.protocol.permissions import PromptOutcome
from agent_tui.protocol.questions import Answer, Question, QuestionRequest
from agent_tui.protocol.status import SessionStatus, TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import an_engine, texts
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, FakeStep, calls, says
from tests.engine.tool_builders import (
    Arguments,
    FakeTool,
    answer,
    calls_all,
    questioned,
    result_texts,
    tool_parts,
)

QUESTION = Question(id="colour", text="Which colour?")


async def asks_colour(arguments: Arguments, context: ToolContext) -> ToolResult:
    (got,) = await context.question((QUESTION,), title="Paint")
    return ToolResult(text=f"The user wants {got.text}.")


def asking_tool() -> FakeTool:
    return FakeTool("ask_user", asks_colour, is_read_only=True)


async def test_a_tool_asks_and_goes_on_with_the_answer() -> None:
    provider = FakeProvider(calls("ask_user"), says("ok"))
    async with an_engine(provider, tools=tool_parts(asking_tool())) as engine:
        engine.submit("paint it")
        request = await questioned(engine)
        await engine.settle()
        assert (request.title, request.call_id, request.questions) == (
            "Paint",
            "call-1",
            (QUESTION,),
        )
        assert engine.controller.sessions[0].status is SessionStatus.INTERRUPTED

        answer(engine, request, text="blue")
        await engine.until_type(TurnEnded)

        assert result_texts(engine) == ["The user wants blue."]
        assert engine.all_of(QuestionClosed)[0].outcome is PromptOutcome.ANSWERED


async def test_a_question_that_is_declined_is_a_failed_result_with_the_reason() -> None:
    provider = FakeProvider(calls("ask_user"), says("ok"))
    async with an_engine(provider, tools=tool_parts(asking_tool())) as engine:
        engine.submit("paint it")
        request = await questioned(engine)
        engine.put(AnswerQuestion(request_id=request.id, answers=None, reason="Ask me later."))
        ended = await engine.until_type(TurnEnded)

        assert "Ask me later." in result_texts(engine)[0]
        assert engine.all_of(QuestionClosed)[0].outcome is PromptOutcome.DECLINED
        assert ended.result.status is TurnStatus.OK


async def test_two_questions_of_one_step_are_open_together_in_their_order() -> None:
    provider = FakeProvider(calls_all("ask_user", "ask_user"), says("ok"))
    async with an_engine(provider, tools=tool_parts(asking_tool())) as engine:
        engine.submit("paint it")
        first, second = await questioned(engine), await questioned(engine)
        answer(engine, second, text="red")
        await engine.settle()
        assert engine.controller.sessions[0].status is SessionStatus.INTERRUPTED
        answer(engine, first, text="blue")
        await engine.until_type(TurnEnded)

        assert result_texts(engine) == ["The user wants blue.", "The user wants red."]


async def test_the_time_that_people_take_does_not_count_as_the_tools() -> None:
    clock = FakeClock()
    tool = FakeTool("ask_user", asks_colour, timeout_s=5)
    provider = FakeProvider(calls("ask_user"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool), clock=clock) as engine:
        engine.submit("paint it")
        request = await questioned(engine)
        await engine.settle()
        clock.advance(3_600)
        await engine.settle()
        answer(engine, request, text="blue")
        await engine.until_type(TurnEnded)

        assert result_texts(engine) == ["The user wants blue."]


async def test_a_tool_of_a_host_may_use_the_registry_directly() -> None:
    questions = QuestionRegistry(can_ask=True)

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        (got,) = await questions.ask(context.session_id, (QUESTION,), title="Paint")
        return ToolResult(text=got.text)

    provider = FakeProvider(calls("t"), says("ok"))
    tools = tool_parts(FakeTool("t", work), questions=questions)
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("paint it")
        request = await questioned(engine)
        questions.respond(request.id, (Answer(question_id="colour", text="green"),))
        await engine.until_type(TurnEnded)

        assert result_texts(engine) == ["green"]


async def test_a_thread_of_a_host_may_ask_beside_the_turns() -> None:
    questions = QuestionRegistry(can_ask=True)
    got: list[str] = []

    async def ask(session_id: str) -> None:
        got.append((await questions.ask(session_id, (QUESTION,)))[0].text)

    async with an_engine(FakeProvider(), tools=tool_parts(questions=questions)) as engine:
        thread = threading.Thread(
            target=anyio.run, args=(ask, engine.controller.sessions[0].id), daemon=True
        )
        thread.start()
        answer(engine, await questioned(engine), text="blue")
        await engine.until_type(QuestionClosed)
        await anyio.to_thread.run_sync(thread.join)

    assert got == ["blue"]
    assert engine.controller.sessions[0].status is SessionStatus.IDLE


async def test_a_question_for_a_session_that_is_not_open_is_declined_at_once() -> None:
    questions = QuestionRegistry(can_ask=True)
    async with an_engine(FakeProvider(), tools=tool_parts(questions=questions)):
        for session_id in ("", "unknown"):
            with anyio.fail_after(5), pytest.raises(QuestionDeclined, match="not open"):
                await questions.ask(session_id, (QUESTION,))


def endless(count: int) -> list[FakeStep]:
    return [calls("t", f'{{"n": {number}}}') for number in range(count)]


THREE = EngineOptions(cwd="/project", max_iterations=3)


async def test_at_the_step_limit_the_user_lets_it_go_on() -> None:
    provider = FakeProvider(*endless(4), says("done"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t")), options=THREE) as engine:
        engine.submit("go")
        request = await questioned(engine)
        assert len(provider.requests) == 3
        assert request.call_id == ""
        assert [choice.label for choice in request.questions[0].choices] == ["Continue", "Stop"]

        answer(engine, request, choices=("Continue",))
        ended = await engine.until_type(TurnEnded)
        assert (ended.result.status, ended.result.text) == (TurnStatus.OK, "done")


@pytest.mark.parametrize("how", ["stop", "decline"])
async def test_at_the_step_limit_the_user_stops_it(how: str) -> None:
    provider = FakeProvider(*endless(9))
    async with an_engine(provider, tools=tool_parts(FakeTool("t")), options=THREE) as engine:
        engine.submit("go")
        request = await questioned(engine)
        if how == "stop":
            answer(engine, request, choices=("Stop",))
        else:
            engine.put(AnswerQuestion(request_id=request.id, answers=None))
        ended = await engine.until_type(TurnEnded)

        assert ended.result.status is TurnStatus.MAX_ITERATIONS
        assert len(provider.requests) == 3


async def test_at_the_step_limit_the_user_says_what_to_do_instead() -> None:
    provider = FakeProvider(*endless(3), says("done"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t")), options=THREE) as engine:
        engine.submit("go")
        answer(engine, await questioned(engine), text="Only count to three.")
        ended = await engine.until_type(TurnEnded)

        assert ended.result.text == "done"
        assert provider.requests[3].messages[-1].text == "Only count to three."
        assert provider.requests[3].messages[-1].role is Role.USER
        assert "Only count to three." in texts(engine.messages)
        assert engine.all_of(NoticeRaised)[-1].text == "Only count to three."


async def test_the_limit_is_asked_about_again_after_as_many_steps() -> None:
    provider = FakeProvider(*endless(9))
    async with an_engine(provider, tools=tool_parts(FakeTool("t")), options=THREE) as engine:
        engine.submit("go")
        answer(engine, await questioned(engine), choices=("Continue",))
        answer(engine, await questioned(engine), choices=("Stop",))
        await engine.until_type(TurnEnded)

        assert len(provider.requests) == 6


async def test_where_nobody_can_be_asked_the_limit_simply_holds() -> None:
    tools = tool_parts(FakeTool("t"), questions=QuestionRegistry(can_ask=False))
    async with an_engine(FakeProvider(*endless(9)), tools=tools, options=THREE) as engine:
        result = await engine.play("go")

        assert result.status is TurnStatus.MAX_ITERATIONS
        assert engine.all_of(QuestionAsked) == []


async def fails(arguments: Arguments, context: ToolContext) -> ToolResult:
    return ToolResult(text="no", is_error=True)


async def test_three_identical_failing_calls_are_asked_about() -> None:
    provider = FakeProvider(*[calls("t")] * 3, says("done"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", fails))) as engine:
        engine.submit("go")
        answer(engine, await questioned(engine), text="Do it by hand.")
        ended = await engine.until_type(TurnEnded)

        assert len(provider.requests) == 4
        assert ended.result.text == "done"


async def test_after_trying_on_it_takes_three_more_failures_to_be_asked_again() -> None:
    provider = FakeProvider(*[calls("t")] * 9)
    async with an_engine(provider, tools=tool_parts(FakeTool("t", fails))) as engine:
        engine.submit("go")
        answer(engine, await questioned(engine), choices=("Continue",))
        answer(engine, await questioned(engine), choices=("Stop",))
        ended = await engine.until_type(TurnEnded)

        assert len(provider.requests) == 6
        assert ended.result.status is TurnStatus.ERROR


async def test_identical_calls_that_succeed_may_repeat() -> None:
    provider = FakeProvider(*[calls("t")] * 5, says("done"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t"))) as engine:
        assert (await engine.play("go")).status is TurnStatus.OK


async def test_a_host_answers_the_engines_own_questions_too() -> None:
    async def answer_all(request: QuestionRequest) -> Sequence[Answer]:
        return (Answer(question_id=request.questions[0].id, choices=("Stop",)),)

    questions = QuestionRegistry(can_ask=False, answer=answer_all)
    tools = tool_parts(FakeTool("t"), questions=questions)
    async with an_engine(FakeProvider(*endless(9)), tools=tools, options=THREE) as engine:
        result = await engine.play("go")

        assert result.status is TurnStatus.MAX_ITERATIONS
