"""From a call that needs permission to its result, by way of the user."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anyio
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.asking.permission_registry import PermissionRegistry
from agent_tui.protocol.asking_events import PermissionClosed, PermissionRequested
from agent_tui.protocol.events import NoticeRaised, SessionStatusChanged, ToolCallStarted, TurnEnded
from agent_tui.protocol.inputs import ReplyPermission, SetPermissionMode, SubmitPrompt
from agent_tui.protocol.permissions import (
    CommandAccess,
    Decision,
    Effect,
    Grant,
    GrantScope,
    PathAccess,
    PathLevel,
    PermissionMode,
    PermissionReply,
    PermissionRequest,
    PromptOutcome,
    ToolAccess,
)
from agent_tui.protocol.status import SessionStatus, TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import an_engine
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.tool_builders import (
    Arguments,
    FakeGrantStore,
    FakeTool,
    asked,
    calls_all,
    reply,
    result_texts,
    results,
    tool_parts,
)


def with_rules(*rules: Grant, mode: PermissionMode = PermissionMode.ASK) -> EngineOptions:
    return EngineOptions(cwd="/project", permission_mode=mode, grants=rules)


def denial(rule: str) -> Grant:
    return Grant(id="d", rule=rule, effect=Effect.DENY, scope=GrantScope.SETTINGS, source="--deny")


async def test_a_call_waits_for_permission_and_runs_when_it_is_given() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy", '{"to": "x"}'), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        request = await asked(engine)
        (item,) = request.items
        assert tool.runs == []
        assert (item.call_id, item.tool, item.summary) == ("call-1", "deploy", "Use deploy")
        assert item.arguments == '{"to": "x"}'
        assert item.reason

        reply(engine, request, Decision.ONCE)
        ended = await engine.until_type(TurnEnded)

        assert tool.runs == [{"to": "x"}]
        assert ended.result.status is TurnStatus.OK


async def test_the_status_says_that_the_session_waits_for_its_user() -> None:
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("deploy", asks=True))) as engine:
        engine.submit("go")
        request = await asked(engine)
        await engine.settle()
        assert engine.controller.sessions[0].status is SessionStatus.INTERRUPTED

        reply(engine, request, Decision.ONCE)
        await engine.until_type(TurnEnded)
        await engine.settle()

        statuses = [event.status for event in engine.all_of(SessionStatusChanged)]
        assert statuses == [
            SessionStatus.IDLE,
            SessionStatus.RUNNING,
            SessionStatus.INTERRUPTED,
            SessionStatus.RUNNING,
            SessionStatus.IDLE,
        ]


async def test_all_calls_of_a_step_that_need_it_are_asked_in_one_request() -> None:
    one, free, two = FakeTool("one", asks=True), FakeTool("free"), FakeTool("two", asks=True)
    provider = FakeProvider(calls_all("one", "free", "two"), says("ok"))
    async with an_engine(provider, tools=tool_parts(one, free, two)) as engine:
        engine.submit("go")
        request = await asked(engine)
        assert [item.call_id for item in request.items] == ["call-1", "call-3"]
        assert len(engine.all_of(ToolCallStarted)) == 3
        assert free.runs == []  # nothing of the step runs before the answer

        replies = (
            PermissionReply(call_id="call-1", decision=Decision.REJECT, reason="not now"),
            PermissionReply(decision=Decision.ONCE),
        )
        engine.put(ReplyPermission(request_id=request.id, replies=replies))
        await engine.until_type(TurnEnded)

        assert result_texts(engine) == ["The user refused: not now", "done {}", "done {}"]
        assert len(engine.all_of(PermissionRequested)) == 1


async def test_a_rejection_reaches_the_model_which_goes_on() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("Then not."))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.REJECT)
        ended = await engine.until_type(TurnEnded)

        assert tool.runs == []
        assert result_texts(engine) == ["The user refused this call."]
        assert results(engine)[0].is_error
        assert ended.result.text == "Then not."


async def test_an_item_without_a_reply_is_rejected() -> None:
    tool = FakeTool("deploy", asks=True)
    async with an_engine(FakeProvider(calls("deploy")), tools=tool_parts(tool)) as engine:
        engine.submit("go")
        request = await asked(engine)
        engine.put(ReplyPermission(request_id=request.id, replies=()))
        await engine.until_type(TurnEnded)

        assert tool.runs == []


async def test_the_second_answer_to_a_request_is_harmless() -> None:
    tool = FakeTool("deploy", asks=True)
    async with an_engine(FakeProvider(calls("deploy")), tools=tool_parts(tool)) as engine:
        engine.submit("go")
        request = await asked(engine)
        reply(engine, request, Decision.ONCE)
        reply(engine, request, Decision.REJECT)
        ended = await engine.until_type(TurnEnded)

        assert len(tool.runs) == 1
        assert ended.result.status is TurnStatus.OK


async def test_a_comment_of_the_user_is_told_to_the_model() -> None:
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("deploy", asks=True))) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE, reason="But only this time.")
        await engine.until_type(TurnEnded)

        (text,) = result_texts(engine)
        assert "says: But only this time." in text
        assert text.endswith("done {}")


async def test_a_rule_that_denies_is_not_asked_and_names_itself() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("ok"))
    options = with_rules(denial("tool(deploy)"), mode=PermissionMode.FULL)
    async with an_engine(provider, tools=tool_parts(tool), options=options) as engine:
        await engine.play("go")

        assert tool.runs == []
        assert engine.all_of(PermissionRequested) == []
        assert result_texts(engine)[0].startswith("Not permitted:")


async def test_plan_mode_refuses_and_tells_the_model_why_and_before_that_it_is_one() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("A plan."))
    options = with_rules(mode=PermissionMode.PLAN)
    async with an_engine(provider, tools=tool_parts(tool), options=options) as engine:
        result = await engine.play("go")

        assert tool.runs == []
        assert result.text == "A plan."
        assert "Permission mode: plan" in provider.requests[0].system
        assert "/project" in provider.requests[0].system


async def test_a_call_that_writes_in_the_workspace_is_free_in_edits_mode() -> None:
    access = PathAccess(path="/project/notes.txt", level=PathLevel.WRITE)
    provider = FakeProvider(calls("edit"), says("ok"))
    tools = tool_parts(FakeTool("edit", accesses=(access,)))
    options = with_rules(mode=PermissionMode.EDITS)
    async with an_engine(provider, tools=tools, options=options) as engine:
        await engine.play("go")

        assert engine.all_of(PermissionRequested) == []
        assert result_texts(engine) == ["done {}"]


async def test_the_request_shows_command_and_diff_exactly() -> None:
    async def preview(arguments: Arguments, context: ToolContext) -> str:
        return "--- a\n+++ b\n"

    command = CommandAccess(command="make  deploy\n# x", cwd="/project")
    tool = FakeTool("run", accesses=(command,), preview=preview)
    async with an_engine(FakeProvider(calls("run")), tools=tool_parts(tool)) as engine:
        engine.submit("go")
        (item,) = (await asked(engine)).items

        assert (item.command, item.diff) == ("make  deploy\n# x", "--- a\n+++ b\n")


@pytest.mark.parametrize("how", ["raises", "asks", "questions", "hangs"])
async def test_a_preview_that_goes_wrong_costs_only_the_preview(how: str) -> None:
    clock = FakeClock()

    async def preview(arguments: Arguments, context: ToolContext) -> str:
        if how == "raises":
            raise ValueError("bug")
        if how == "asks":
            await context.ask((ToolAccess(name="other"),))
        if how == "questions":
            await context.question(())
        await anyio.sleep_forever()
        return "never"

    tool = FakeTool("edit", asks=True, preview=preview)
    provider = FakeProvider(calls("edit"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool), clock=clock) as engine:
        engine.submit("go")
        await engine.settle()
        clock.advance(2.0)
        request = await asked(engine)
        assert request.items[0].diff == ""

        reply(engine, request, Decision.ONCE)
        await engine.until_type(TurnEnded)
        assert result_texts(engine) == ["done {}"]


async def test_a_grant_for_the_session_is_the_rule_that_was_shown_and_asks_no_more() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        request = await asked(engine)
        assert request.items[0].session_rules == ("tool(deploy)",)
        reply(engine, request, Decision.SESSION)
        await engine.until_type(TurnEnded)

        assert len(tool.runs) == 2
        assert len(engine.all_of(PermissionRequested)) == 1


async def test_once_means_once() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE)
        reply(engine, await asked(engine), Decision.REJECT)
        await engine.until_type(TurnEnded)

        assert len(tool.runs) == 1


@pytest.mark.parametrize(
    ("wish", "stored"),
    [
        (GrantScope.PROJECT, GrantScope.PROJECT),
        (GrantScope.USER, GrantScope.USER),
        (GrantScope.SETTINGS, GrantScope.PROJECT),
    ],
)
async def test_always_is_kept_where_the_user_said(wish: GrantScope, stored: GrantScope) -> None:
    store = FakeGrantStore()
    provider = FakeProvider(calls("deploy"), calls("deploy"), says("ok"))
    tools = tool_parts(FakeTool("deploy", asks=True), grants=store)
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("go")
        request = await asked(engine)
        reply(engine, request, Decision.ALWAYS, scope=wish)
        await engine.until_type(TurnEnded)

        assert [(grant.rule, grant.scope) for grant in store.grants] == [
            (request.items[0].always_rules[0], stored)
        ]
        assert len(engine.all_of(PermissionRequested)) == 1


async def test_always_on_a_full_disk_holds_for_the_session_with_a_notice() -> None:
    store = FakeGrantStore()
    provider = FakeProvider(calls("deploy"), calls("deploy"), says("ok"))
    tools = tool_parts(FakeTool("deploy", asks=True), grants=store)
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("go")
        request = await asked(engine)
        store.is_refusing = True
        reply(engine, request, Decision.ALWAYS)
        await engine.until_type(TurnEnded)

        assert len(result_texts(engine)) == 2
        assert len(engine.all_of(PermissionRequested)) == 1
        assert "this session only" in engine.all_of(NoticeRaised)[0].title


async def test_always_is_not_on_offer_where_nothing_is_kept() -> None:
    async with an_engine(
        FakeProvider(calls("deploy")), tools=tool_parts(FakeTool("deploy", asks=True))
    ) as engine:
        engine.submit("go")
        assert (await asked(engine)).items[0].always_rules == ()


async def test_edited_arguments_run_instead_and_the_model_is_told() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy", '{"to": "live"}'), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.SESSION, arguments='{"to": "test"}')
        await engine.until_type(TurnEnded)

        assert tool.runs == [{"to": "test"}]
        assert result_texts(engine)[0].startswith(
            'The user changed the arguments to {"to": "test"}'
        )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [("{", "failed"), ('{"path": ""}', '"path" is empty')],
    ids=["broken", "wrong"],
)
async def test_edited_arguments_that_are_wrong_do_not_run(arguments: str, expected: str) -> None:
    tool = FakeTool("deploy", asks=True)
    async with an_engine(FakeProvider(calls("deploy")), tools=tool_parts(tool)) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE, arguments=arguments)
        await engine.until_type(TurnEnded)

        assert tool.runs == []
        assert expected in result_texts(engine)[0]


class PathTool(FakeTool):
    """Writes where its argument says."""

    def accesses(self, arguments: Arguments, cwd: str) -> tuple[PathAccess, ...]:
        return (PathAccess(path=arguments["path"], level=PathLevel.WRITE),)


@pytest.mark.parametrize(
    ("path", "runs"),
    [("/elsewhere/b", True), ("/secret/b", False)],
    ids=["needs more than before", "denied by a rule"],
)
async def test_edited_arguments_need_no_more_permission_but_pass_no_denial(
    path: str, runs: bool
) -> None:
    tool = PathTool("write")
    provider = FakeProvider(calls("write", '{"path": "/project/a"}'), says("ok"))
    options = with_rules(denial("write(/secret/**)"))
    async with an_engine(provider, tools=tool_parts(tool), options=options) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE, arguments=f'{{"path": "{path}"}}')
        await engine.until_type(TurnEnded)

        assert bool(tool.runs) is runs
        assert len(engine.all_of(PermissionRequested)) == 1


async def test_a_link_that_changes_after_the_answer_is_asked_again(tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "one").mkdir()
    (folder / "two").mkdir()
    link = folder / "link"
    link.symlink_to(folder / "one")
    tool = PathTool("write")
    provider = FakeProvider(calls("write", f'{{"path": "{link}/a"}}'), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        request = await asked(engine)
        link.unlink()
        link.symlink_to(folder / "two")
        reply(engine, request, Decision.ONCE)
        again = await asked(engine)
        assert tool.runs == []

        reply(engine, again, Decision.ONCE)
        await engine.until_type(TurnEnded)
        assert len(tool.runs) == 1


async def test_a_mode_that_forbids_after_the_answer_counts() -> None:
    gate, go = anyio.Event(), anyio.Event()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        gate.set()
        await go.wait()
        return ToolResult(text="first")

    second = FakeTool("second", asks=True)
    provider = FakeProvider(calls_all("first", "second"), says("ok"))
    tools = tool_parts(FakeTool("first", work, asks=True), second)
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE)
        await gate.wait()
        engine.put(SetPermissionMode(mode=PermissionMode.PLAN))
        await engine.settle()
        go.set()
        await engine.until_type(TurnEnded)

        assert second.runs == []
        assert result_texts(engine)[0] == "first"
        assert result_texts(engine)[1].startswith("Not permitted:")


async def test_full_mode_answers_what_is_open() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        await asked(engine)
        engine.put(SetPermissionMode(mode=PermissionMode.FULL))
        await engine.until_type(TurnEnded)

        assert len(tool.runs) == 1
        assert engine.all_of(PermissionClosed)[0].outcome is PromptOutcome.ANSWERED


async def test_what_only_the_mode_allowed_is_asked_again_when_the_mode_goes_before_the_run() -> (
    None
):
    begun, go = anyio.Event(), anyio.Event()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        begun.set()
        await go.wait()
        return ToolResult(text="first")

    second = FakeTool("second", asks=True)
    provider = FakeProvider(calls_all("first", "second"), says("ok"))
    tools = tool_parts(FakeTool("first", work, asks=True), second)
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("go")
        former = await asked(engine)
        engine.put(SetPermissionMode(mode=PermissionMode.FULL))
        await begun.wait()
        engine.put(SetPermissionMode(mode=PermissionMode.ASK))
        await engine.settle()
        go.set()
        await engine.settle()
        requests = [event.request for event in engine.all_of(PermissionRequested)]
        assert [request.id == former.id for request in requests] == [True, False]
        assert [item.tool for item in requests[1].items] == ["second"]

        reply(engine, requests[1], Decision.REJECT)
        await engine.until_type(TurnEnded)
        assert second.runs == []


async def test_a_mode_that_decides_only_a_part_leaves_the_request_open() -> None:
    write = PathAccess(path="/project/a", level=PathLevel.WRITE)
    provider = FakeProvider(calls_all("edit", "deploy"), says("ok"))
    tools = tool_parts(FakeTool("edit", accesses=(write,)), FakeTool("deploy", asks=True))
    async with an_engine(provider, tools=tools) as engine:
        engine.submit("go")
        request = await asked(engine)
        engine.put(SetPermissionMode(mode=PermissionMode.EDITS))
        await engine.settle()
        assert engine.all_of(PermissionClosed) == []

        reply(engine, request, Decision.REJECT)
        await engine.until_type(TurnEnded)
        assert len(result_texts(engine)) == 2


async def test_a_running_call_may_ask_for_more() -> None:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        await context.ask((ToolAccess(name="more"),))
        return ToolResult(text="with more")

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE)
        await engine.until_type(TurnEnded)

        assert result_texts(engine) == ["with more"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"decision": Decision.REJECT, "reason": "no"}, "The user refused: no"),
        ({"decision": Decision.ONCE, "arguments": "{ }"}, "cannot be changed"),
    ],
    ids=["rejected", "edited"],
)
async def test_a_running_call_that_gets_no_permission_fails(
    fields: dict[str, object], expected: str
) -> None:
    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        await context.ask((ToolAccess(name="more"),))
        return ToolResult(text="never")

    provider = FakeProvider(calls("t"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        engine.submit("go")
        request = await asked(engine)
        replies = (PermissionReply(**fields),)  # type: ignore[arg-type]
        engine.put(ReplyPermission(request_id=request.id, replies=replies))
        await engine.until_type(TurnEnded)

        assert expected in result_texts(engine)[0]


async def test_a_path_may_be_used_only_as_it_was_permitted() -> None:
    used: list[str] = []

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        used.append(context.real_path(arguments["path"], PathLevel.WRITE))
        context.real_path("/elsewhere/other", PathLevel.WRITE)
        return ToolResult(text="never")

    tool = PathTool("write", work)
    provider = FakeProvider(calls("write", '{"path": "/elsewhere/a"}'), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE)
        await engine.until_type(TurnEnded)

        assert used == ["/elsewhere/a"]
        assert "/elsewhere/other" in result_texts(engine)[0]


async def test_where_nobody_can_be_asked_the_model_reads_why() -> None:
    tool = FakeTool("deploy", asks=True)
    permissions = PermissionRegistry(can_ask=False, refusal="Permit it with --allow.")
    provider = FakeProvider(calls("deploy"), says("ok"))
    tools = tool_parts(tool, permissions=permissions)
    async with an_engine(provider, tools=tools) as engine:
        result = await engine.play("go")

        assert tool.runs == []
        assert "Permit it with --allow." in result_texts(engine)[0]
        assert engine.all_of(PermissionRequested) == []
        assert result.status is TurnStatus.OK


async def test_a_hosts_callback_decides_in_the_place_of_a_user() -> None:
    seen: list[PermissionRequest] = []

    async def decide(request: PermissionRequest) -> Sequence[PermissionReply]:
        seen.append(request)
        return (PermissionReply(decision=Decision.SESSION),)

    tool = FakeTool("deploy", asks=True)
    permissions = PermissionRegistry(can_ask=False, answer=decide)
    provider = FakeProvider(calls("deploy"), calls("deploy"), says("ok"))
    tools = tool_parts(tool, permissions=permissions)
    async with an_engine(provider, tools=tools) as engine:
        await engine.play("go")

        assert len(tool.runs) == 2
        assert len(seen) == 1


async def test_a_request_that_times_out_is_a_no_with_a_notice() -> None:
    clock = FakeClock()
    tool = FakeTool("deploy", asks=True)
    options = EngineOptions(cwd="/project", prompt_timeout_s=60)
    provider = FakeProvider(calls("deploy"), says("ok"))
    tools = tool_parts(tool)
    async with an_engine(provider, tools=tools, options=options, clock=clock) as engine:
        engine.submit("go")
        await asked(engine)
        await engine.settle()
        clock.advance(60)
        await engine.until_type(TurnEnded)

        assert tool.runs == []
        assert "timed out" in result_texts(engine)[0]
        assert engine.all_of(PermissionClosed)[0].outcome is PromptOutcome.TIMED_OUT
        assert engine.all_of(NoticeRaised)


async def test_a_late_subscriber_sees_what_is_open_and_nothing_that_is_closed() -> None:
    provider = FakeProvider(calls("deploy"), calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(FakeTool("deploy", asks=True))) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.ONCE)
        second = await asked(engine)
        late = engine.hub.subscribe()
        await engine.settle()
        snapshot = await late.receive()

        requests = [e.request for e in snapshot if isinstance(e, PermissionRequested)]
        assert requests == [second]
        assert not any(isinstance(event, PermissionClosed) for event in snapshot)
        kinds = [type(event) for event in snapshot]
        assert kinds.index(PermissionRequested) > kinds.index(ToolCallStarted)


async def test_requests_of_two_sessions_are_open_side_by_side() -> None:
    provider = FakeProvider(calls("deploy"), calls("deploy"))
    async with an_engine(provider, tools=tool_parts(FakeTool("deploy", asks=True))) as engine:
        engine.submit("one")
        first = await asked(engine)
        session = await engine.controller.open_first()
        engine.put(SubmitPrompt(session_id=session.id, prompt_id="p", text="two"))
        second = await asked(engine)

        assert first.session_id != second.session_id
        reply(engine, second, Decision.ONCE)
        ended = await engine.until_type(TurnEnded)
        assert ended.session_id == second.session_id
