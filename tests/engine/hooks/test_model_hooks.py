"""Hooks around requests to models, and at the limits of a turn."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.asking.question_registry import QuestionRegistry
from agent_tui.engine.hooks.answer_check import answer_problem
from agent_tui.protocol.compaction_events import CompactionEnded, CompactionProposed
from agent_tui.protocol.compaction_inputs import CompactSession
from agent_tui.protocol.events import StepStarted, ToolCallEnded, ToolCallStarted, TurnEnded
from agent_tui.protocol.hook_answers import RewrittenRequest
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.protocol.requests import ModelRequest
from agent_tui.protocol.status import TurnStatus
from tests.engine.builders import a_prompt, an_answer, an_engine, request_texts, texts, unavailable
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.hooks.hook_builders import answering
from tests.engine.tool_builders import FakeTool, questioned, result_texts, tool_parts

OPTIONS = EngineOptions(cwd="/project", max_iterations=1)


async def test_a_rewritten_request_is_sent_and_the_history_stays() -> None:
    def rewrites(context: Any) -> Any:
        request = replace(
            context.request,
            messages=(a_prompt("something else"),),
            system="Be brief.",
            tools=(),
            model="model-b",
        )
        return context.rewrite(request)

    provider = FakeProvider()
    hooks = answering(HookPoint.BEFORE_MODEL, rewrites)
    async with an_engine(provider, tools=tool_parts(FakeTool("look")), hooks=hooks) as engine:
        await engine.play("hi")

    (request,) = provider.requests
    assert (request.system, request.tools, request.model) == ("Be brief.", (), "model-b")
    assert request_texts(request) == ["something else"]
    assert texts(engine.messages) == ["hi", "ok"]
    assert engine.all_of(StepStarted)[0].model == engine.messages[1].model == "model-b"


async def test_what_is_sent_again_is_looked_at_again() -> None:
    clock, attempts = FakeClock(), []
    provider = FakeProvider([unavailable(1.0)], says("fine"))
    hooks = answering(
        HookPoint.BEFORE_MODEL, lambda context: attempts.append((context.step, context.attempt))
    )
    async with an_engine(provider, clock=clock, hooks=hooks) as engine:
        engine.submit("hi")
        while not clock.waits:
            await engine.settle()
        clock.advance(1.0)
        await engine.until_type(TurnEnded)

    assert attempts == [(1, 1), (1, 2)]


async def test_a_turn_that_is_stopped_before_its_request_makes_none() -> None:
    provider = FakeProvider()
    hooks = answering(HookPoint.BEFORE_MODEL, lambda context: context.stop("Too late today."))
    async with an_engine(provider, hooks=hooks) as engine:
        result = await engine.play("hi")

    assert (result.status, result.reason) == (TurnStatus.STOPPED, "Too late today.")
    assert not provider.requests
    assert not engine.all_of(StepStarted)


async def test_a_turn_that_is_stopped_behind_an_answer_answers_its_calls() -> None:
    provider, tool = FakeProvider(calls("look"), says("fine")), FakeTool("look")
    hooks = answering(
        HookPoint.AFTER_MODEL,
        lambda context: context.stop("No tools.") if context.answer.tool_calls else None,
    )
    async with an_engine(provider, tools=tool_parts(tool), hooks=hooks) as engine:
        result = await engine.play("hi")
        later = await engine.play("go on")

    assert (result.status, result.reason, tool.runs) == (TurnStatus.STOPPED, "No tools.", [])
    assert result_texts(engine) == ["Not run: a hook stopped the turn. No tools."]
    assert len(engine.all_of(ToolCallStarted)) == len(engine.all_of(ToolCallEnded)) == 1
    assert later.text == "fine"
    assert [m.role for m in provider.requests[1].messages] == [
        Role.USER,
        Role.ASSISTANT,
        Role.TOOL,
        Role.USER,
    ]


async def test_the_hook_behind_an_answer_sees_it_whole() -> None:
    seen: list[tuple[str, str, int]] = []
    hooks = answering(
        HookPoint.AFTER_MODEL,
        lambda context: seen.append((context.answer.text, context.finish_reason, context.step)),
    )
    async with an_engine(FakeProvider(says("he", "llo")), hooks=hooks) as engine:
        await engine.play("hi")

    assert seen == [("hello", "stop", 1)]


async def test_a_hook_may_let_a_turn_go_on_with_words_of_its_own_and_nobody_is_asked() -> None:
    provider = FakeProvider(calls("look"), says("fine"))
    hooks = answering(HookPoint.MAX_ITERATIONS, lambda context: context.go_on("Hurry up."))
    parts = tool_parts(FakeTool("look"))
    async with an_engine(provider, options=OPTIONS, tools=parts, hooks=hooks) as engine:
        result = await engine.play("hi")

    assert (result.status, result.text) == (TurnStatus.OK, "fine")
    assert request_texts(provider.requests[1])[-1] == "Hurry up."


async def test_a_hook_may_end_a_turn_at_its_limit_and_the_session_goes_on() -> None:
    provider, seen = FakeProvider(calls("look"), says("fine")), []

    def stops(context: Any) -> Any:
        seen.append((context.limit, context.steps))
        return context.stop("That was enough.")

    hooks = answering(HookPoint.MAX_ITERATIONS, stops)
    parts = tool_parts(FakeTool("look"))
    async with an_engine(provider, options=OPTIONS, tools=parts, hooks=hooks) as engine:
        result = await engine.play("hi")
        later = await engine.play("go on")

    assert (result.status, result.reason) == (TurnStatus.STOPPED, "That was enough.")
    assert seen == [("step limit", 1)]
    assert later.text == "fine"


async def test_without_an_answer_of_a_hook_the_user_is_asked_at_the_limit() -> None:
    hooks = answering(HookPoint.MAX_ITERATIONS, lambda _: None)
    parts = tool_parts(FakeTool("look"), questions=QuestionRegistry(can_ask=True))
    provider = FakeProvider(calls("look"))
    async with an_engine(provider, options=OPTIONS, tools=parts, hooks=hooks) as engine:
        engine.submit("hi")

        assert (await questioned(engine)).title == "Step limit"


CALL = ToolCallPart(id="p1", call_id="c1", name="look", arguments="{}")
RESULT = ToolResultPart(id="r1", call_id="c1", text="done")
ASKS = ChatMessage(id="a1", role=Role.ASSISTANT, parts=(CALL,))
ANSWERS_IT = ChatMessage(id="t1", role=Role.TOOL, parts=(RESULT,))
HELLO = a_prompt("hello")


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (ModelRequest(model="m", messages=(HELLO, ASKS, ANSWERS_IT)), ""),
        (ModelRequest(model="m", messages=(HELLO, an_answer("x"), HELLO)), ""),
        (ModelRequest(model=" ", messages=(HELLO,)), "without a model"),
        (ModelRequest(model="m", messages=()), "without messages"),
        (ModelRequest(model="m", messages=[HELLO]), "without messages"),  # type: ignore[arg-type]
        (ModelRequest(model="m", messages=(HELLO, ASKS)), "call that has no result"),
        (ModelRequest(model="m", messages=(HELLO, ASKS, HELLO, ASKS)), "that has no result"),
        (ModelRequest(model="m", messages=(HELLO, ANSWERS_IT)), "result that no call"),
        (ModelRequest(model="m", messages=(HELLO,), tools=("look",)), "tools"),  # type: ignore[arg-type]
        ("a request", "returned str"),
    ],
)
def test_a_request_that_no_server_would_take_is_no_answer(request_: Any, words: str) -> None:
    problem = answer_problem(HookPoint.BEFORE_MODEL, RewrittenRequest(request_))

    assert words in problem
    assert bool(words) == bool(problem)


@pytest.mark.parametrize("stops", [False, True])
async def test_requests_for_summaries_and_titles_do_not_go_around_the_hooks(stops: bool) -> None:
    purposes: list[str] = []

    def looks(context: Any) -> Any:
        purposes.append(context.purpose)
        return context.stop("No.") if stops and context.purpose != "turn" else None

    provider = FakeProvider()
    options = EngineOptions(cwd="/project", auto_titles="model")
    hooks = answering(HookPoint.BEFORE_MODEL, looks)
    async with an_engine(provider, options=options, hooks=hooks) as engine:
        for text in ("1", "2", "3"):
            await engine.play(text)
        while "title" not in purposes:
            await engine.settle()
        engine.put(CompactSession())
        ended = await engine.until(lambda e: isinstance(e, CompactionProposed | CompactionEnded))

    assert sorted(set(purposes)) == ["summary", "title", "turn"]
    assert len(provider.requests) == (3 if stops else 5)
    assert isinstance(ended, CompactionEnded) == stops
