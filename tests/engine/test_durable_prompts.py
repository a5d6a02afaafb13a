"""A question to the user outlives the program: it comes back, and nothing runs twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import anyio
import pytest
from msgspec.structs import replace

from agent_tui.engine.asking.permission_registry import PermissionRegistry
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.protocol.asking_events import PermissionClosed, PermissionRequested, QuestionAsked
from agent_tui.protocol.events import ToolCallEnded, ToolCallStarted, TurnEnded, TurnStarted
from agent_tui.protocol.inputs import CancelTurn, CloseSession, RetryTurn
from agent_tui.protocol.permissions import Decision, Grant, PromptOutcome
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.questions import Question
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import PlayedEngine, an_engine, texts
from tests.engine.fake_provider import FakeProvider, FakeStep, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import (
    Arguments,
    FakeTool,
    answer,
    asked,
    calls_all,
    questioned,
    reply,
    result_texts,
    tool_parts,
)

DEPLOY = calls("deploy", '{"to": "live"}')


def deploy_tools() -> ToolParts:
    return tool_parts(FakeTool("deploy", asks=True), FakeTool("free"))


async def asks_colour(arguments: Arguments, context: ToolContext) -> ToolResult:
    (got,) = await context.question((Question(id="colour", text="Which colour?"),))
    return ToolResult(text=f"The user wants {got.text}.")


async def killed_while(
    step: FakeStep, tools: ToolParts, reach: Callable[[PlayedEngine], Awaitable[object]]
) -> StoredSession:
    """What is on the disk when the program is killed at some point of its first turn."""
    store = FakeStore()
    async with an_engine(FakeProvider(step), tools=tools, store=store) as engine:
        engine.submit("go")
        await reach(engine)
        await engine.settle()
        return store.only_journal.replayed()


def reopened(
    stored: StoredSession, provider: FakeProvider, tools: ToolParts
) -> AbstractAsyncContextManager[PlayedEngine]:
    store = FakeStore()
    store.stored[stored.info.id] = stored
    return an_engine(provider, tools=tools, store=store, stored_id=stored.info.id)


async def test_a_request_that_was_open_at_a_kill_comes_back_before_any_model_request() -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    provider = FakeProvider(says("Deployed."))
    async with reopened(stored, provider, deploy_tools()) as engine:
        request = engine.all_of(PermissionRequested)[0].request
        (started,) = engine.all_of(TurnStarted)
        assert (started.is_retry, started.prompt.text) == (True, "go")
        assert engine.all_of(ToolCallStarted)[0].part_id == stored.waiting[0]
        assert provider.requests == []

        reply(engine, request, Decision.ONCE)
        ended = await engine.until_type(TurnEnded)

        assert (ended.result.status, ended.result.text) == (TurnStatus.OK, "Deployed.")
        assert result_texts(engine) == ['done {"to":"live"}']
        assert texts(engine.messages) == ["go", "", "", "Deployed."]


async def test_a_question_of_a_call_comes_back_too() -> None:
    def tools() -> ToolParts:
        return tool_parts(FakeTool("ask_user", asks_colour, is_read_only=True))

    stored = await killed_while(calls("ask_user"), tools(), questioned)
    async with reopened(stored, FakeProvider(says("ok")), tools()) as engine:
        (event,) = engine.all_of(QuestionAsked)
        answer(engine, event.request, text="blue")
        await engine.until_type(TurnEnded)

        assert result_texts(engine) == ["The user wants blue."]


async def test_a_quit_closes_the_request_and_writes_no_result() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(DEPLOY), tools=deploy_tools(), store=store) as engine:
        engine.submit("go")
        await asked(engine)
        engine.controller.close_gate()  # nobody will answer now, so no grace is waited for
        ended = await engine.until_type(TurnEnded)
        await engine.settle()

        assert ended.result.status is TurnStatus.INTERRUPTED
        assert engine.all_of(PermissionClosed)[0].outcome is PromptOutcome.SHUTDOWN
        assert len(engine.all_of(ToolCallEnded)) == 1
        assert result_texts(engine) == []
        stored = store.only_journal.replayed()

    async with reopened(stored, FakeProvider(), deploy_tools()) as engine:
        assert len(engine.all_of(PermissionRequested)) == 1


async def test_a_session_that_is_closed_while_it_asks_asks_again_when_opened() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(DEPLOY), tools=deploy_tools(), store=store) as engine:
        engine.submit("go")
        await asked(engine)
        engine.put(CloseSession())
        await engine.until_type(TurnEnded)
        await engine.settle()
        stored = store.only_journal.replayed()

    async with reopened(stored, FakeProvider(), deploy_tools()) as engine:
        assert len(engine.all_of(PermissionRequested)) == 1


async def test_what_is_asked_in_the_grace_of_a_shutdown_is_not_waited_for() -> None:
    go_on = anyio.Event()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        await go_on.wait()
        return ToolResult(text="done")

    provider = FakeProvider(calls("slow"), DEPLOY)
    tools = tool_parts(FakeTool("slow", work), FakeTool("deploy", asks=True))
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("go")
        await engine.until_type(ToolCallStarted)
        engine.controller.close_gate()
        await engine.settle()
        go_on.set()
        ended = await engine.until_type(TurnEnded)

        assert ended.result.status is TurnStatus.INTERRUPTED


async def test_a_call_that_ran_when_the_program_was_killed_never_runs_again() -> None:
    runs = anyio.Event()

    async def for_ever(arguments: Arguments, context: ToolContext) -> ToolResult:
        runs.set()
        await anyio.sleep_forever()
        return ToolResult(text="never")

    async def until_it_runs(engine: PlayedEngine) -> None:
        reply(engine, await asked(engine), Decision.ONCE)
        await runs.wait()

    stored = await killed_while(
        DEPLOY, tool_parts(FakeTool("deploy", for_ever, asks=True)), until_it_runs
    )
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(says("ok"))
    async with reopened(stored, provider, tool_parts(tool)) as engine:
        assert engine.all_of(TurnStarted) == []
        assert stored.waiting == ()

        await engine.play("what happened?")
        assert tool.runs == []
        assert "interrupted" in provider.requests[0].messages[2].parts[0].text  # type: ignore[union-attr]


async def test_of_a_step_that_had_begun_only_what_had_not_comes_back() -> None:
    def tools(runs: list[str]) -> ToolParts:
        async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
            runs.append("first")
            return await asks_colour(arguments, context)

        return tool_parts(FakeTool("first", work), FakeTool("second"))

    runs: list[str] = []
    step = calls_all("second", "first", "second")
    stored = await killed_while(step, tools(runs), questioned)
    async with reopened(stored, FakeProvider(says("ok")), tools(runs)) as engine:
        await engine.until_type(TurnEnded)

        assert runs == ["first"]
        assert [text.split(" ")[0] for text in result_texts(engine)] == ["done", "This", "done"]
        assert "interrupted" in result_texts(engine)[1]


async def test_esc_refuses_what_came_back_for_good() -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    store = FakeStore()
    store.stored[stored.info.id] = stored
    async with an_engine(
        FakeProvider(), tools=deploy_tools(), store=store, stored_id=stored.info.id
    ) as engine:
        engine.put(CancelTurn())
        await engine.until_type(TurnEnded)
        await engine.controller.save()

        assert result_texts(engine) == ["Not run: the user stopped the turn."]
        assert store.only_journal.entries[-1] == ("waiting", ())


async def test_a_prompt_that_is_sent_meanwhile_waits_its_turn() -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    provider = FakeProvider(says("Deployed."), says("Second."))
    async with reopened(stored, provider, deploy_tools()) as engine:
        engine.submit("second")
        await engine.settle()
        assert provider.requests == []

        reply(engine, engine.all_of(PermissionRequested)[0].request, Decision.ONCE)
        await engine.until_type(TurnEnded)
        await engine.until_type(TurnEnded)

        assert texts(engine.messages)[-3:] == ["Deployed.", "second", "Second."]


async def test_the_policy_is_asked_again_so_a_new_rule_counts() -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    stored = replace(stored, grants=(Grant(id="g", rule="tool(deploy)"),))
    async with reopened(stored, FakeProvider(says("ok")), deploy_tools()) as engine:
        await engine.until_type(TurnEnded)

        assert engine.all_of(PermissionRequested) == []
        assert result_texts(engine) == ['done {"to":"live"}']


async def test_what_came_back_and_runs_without_being_asked_again_never_runs_twice() -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    runs = anyio.Event()

    async def for_ever(arguments: Arguments, context: ToolContext) -> ToolResult:
        runs.set()
        await anyio.sleep_forever()
        return ToolResult(text="never")

    store = FakeStore()
    store.stored["again"] = replace(stored, grants=(Grant(id="g", rule="tool(deploy)"),))
    tools = tool_parts(FakeTool("deploy", for_ever, asks=True))
    async with an_engine(FakeProvider(), tools=tools, store=store, stored_id="again"):
        await runs.wait()

        assert store.only_journal.entries == [("waiting", ())]


async def test_a_session_that_can_only_be_read_asks_nothing() -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    stored = replace(stored, info=replace(stored.info, is_read_only=True))
    async with reopened(stored, FakeProvider(), deploy_tools()) as engine:
        assert engine.all_of(TurnStarted) == []


@pytest.mark.parametrize("kind", ["nobody to ask", "no tools"])
async def test_where_it_cannot_be_asked_again_the_next_prompt_simply_goes_on(kind: str) -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    provider = FakeProvider(says("ok"))
    permissions = PermissionRegistry(can_ask=False)
    tools = None if kind == "no tools" else tool_parts(FakeTool("deploy"), permissions=permissions)
    store = FakeStore()
    store.stored[stored.info.id] = stored
    async with an_engine(provider, tools=tools, store=store, stored_id=stored.info.id) as engine:
        assert engine.all_of(TurnStarted) == []
        result = await engine.play("and?")

        assert result.status is TurnStatus.OK
        assert "interrupted" in provider.requests[0].messages[2].parts[0].text  # type: ignore[union-attr]


async def test_a_history_that_ends_in_open_calls_can_be_run_again() -> None:
    async def until_it_runs(engine: PlayedEngine) -> None:
        await engine.until_type(ToolCallStarted)

    async def for_ever(arguments: Arguments, context: ToolContext) -> ToolResult:
        await anyio.sleep_forever()
        return ToolResult(text="never")

    stored = await killed_while(calls("t"), tool_parts(FakeTool("t", for_ever)), until_it_runs)
    provider = FakeProvider(says("again"))
    async with reopened(stored, provider, tool_parts(FakeTool("t"))) as engine:
        engine.put(RetryTurn())
        ended = await engine.until_type(TurnEnded)

        assert ended.result.text == "again"


async def test_a_second_kill_while_it_asks_again_changes_nothing() -> None:
    stored = await killed_while(DEPLOY, deploy_tools(), asked)
    store = FakeStore()
    store.stored[stored.info.id] = stored
    async with an_engine(
        FakeProvider(), tools=deploy_tools(), store=store, stored_id=stored.info.id
    ) as engine:
        await engine.settle()
        assert ("waiting", ()) not in store.only_journal.entries
