"""The mode and the grants of a session: told, changed, kept and taken back."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_tui.config.engine_options import EngineOptions
from agent_tui.protocol.asking_events import (
    GrantsListed,
    PermissionClosed,
    PermissionExplained,
    PermissionRequested,
    ProcessesListed,
    RuleTried,
)
from agent_tui.protocol.events import NoticeRaised, SessionInfoChanged, SessionOpened, TurnEnded
from agent_tui.protocol.inputs import (
    AddGrant,
    AnswerQuestion,
    ExplainPermission,
    KillProcess,
    ListGrants,
    ListProcesses,
    ReplyPermission,
    RevokeGrant,
    SetPermissionMode,
    TryRule,
    UserInput,
)
from agent_tui.protocol.permissions import (
    CommandAccess,
    Decision,
    Effect,
    Grant,
    GrantScope,
    PermissionMode,
)
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.sessions import SessionInfo
from tests.engine.builders import an_engine
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import (
    Arguments,
    FakeGrantStore,
    FakeProcess,
    FakeProcesses,
    FakeTool,
    asked,
    reply,
    tool_parts,
)


def a_grant(grant_id: str, rule: str, scope: GrantScope, effect: Effect = Effect.ALLOW) -> Grant:
    return Grant(id=grant_id, rule=rule, scope=scope, effect=effect, source=f"from {scope}")


async def test_grants_are_listed_denials_first_then_by_scope() -> None:
    user = a_grant("u", "tool(user)", GrantScope.USER)
    project = a_grant("p", "tool(project)", GrantScope.PROJECT)
    settings = a_grant("s", "tool(settings)", GrantScope.SETTINGS)
    no = a_grant("n", "tool(no)", GrantScope.SETTINGS, Effect.DENY)
    options = EngineOptions(cwd="/project", grants=(settings, no))
    tools = tool_parts(grants=FakeGrantStore(user, project))
    async with an_engine(FakeProvider(), tools=tools, options=options) as engine:
        engine.put(AddGrant(rule="tool(own)"))
        await engine.until_type(GrantsListed)
        engine.put(ListGrants())
        listed = (await engine.until_type(GrantsListed)).grants

        assert [grant.rule for grant in listed] == [
            "tool(no)",
            "tool(own)",
            "tool(project)",
            "tool(user)",
            "tool(settings)",
        ]


@pytest.mark.parametrize("scope", [GrantScope.SESSION, GrantScope.PROJECT, GrantScope.USER])
async def test_a_rule_that_is_added_counts_at_once_and_is_stored_in_its_exact_form(
    scope: GrantScope,
) -> None:
    store = FakeGrantStore()
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool, grants=store)) as engine:
        engine.put(AddGrant(rule="  tool( deploy ) ", scope=scope))
        (grant,) = (await engine.until_type(GrantsListed)).grants
        await engine.play("go")

        assert (grant.rule, grant.scope) == ("tool(deploy)", scope)
        assert store.grants == ([] if scope is GrantScope.SESSION else [grant])
        assert len(tool.runs) == 1


async def test_a_denial_may_be_added_while_the_call_is_asked_about() -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        await asked(engine)
        engine.put(AddGrant(rule="tool(deploy)", effect=Effect.DENY))
        await engine.until_type(TurnEnded)

        assert tool.runs == []
        assert len(engine.all_of(PermissionClosed)) == 1


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (AddGrant(rule="rm -rf"), "is no rule"),
        (AddGrant(rule="tool(t)", scope=GrantScope.SETTINGS), "settings file"),
        (RevokeGrant(grant_id="zzz"), "No grant"),
        (RevokeGrant(grant_id=""), "No grant"),
        (RevokeGrant(grant_id="a"), "2 grants"),
        (RevokeGrant(grant_id="set"), "Remove it there"),
    ],
)
async def test_a_wish_that_cannot_be_is_a_notice(wish: UserInput, expected: str) -> None:
    options = EngineOptions(
        cwd="/project", grants=(a_grant("set", "tool(x)", GrantScope.SETTINGS),)
    )
    store = FakeGrantStore(
        a_grant("a1", "tool(a)", GrantScope.USER), a_grant("a2", "tool(b)", GrantScope.USER)
    )
    tools = tool_parts(grants=store)
    async with an_engine(FakeProvider(), tools=tools, options=options) as engine:
        engine.put(ListGrants())
        await engine.until_type(GrantsListed)
        engine.put(wish)
        notice = await engine.until_type(NoticeRaised)

        assert expected in notice.text


@pytest.mark.parametrize("scope", [GrantScope.SESSION, GrantScope.USER])
async def test_a_revoked_grant_is_asked_about_again(scope: GrantScope) -> None:
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool, grants=FakeGrantStore())) as engine:
        engine.put(AddGrant(rule="tool(deploy)", scope=scope))
        (grant,) = (await engine.until_type(GrantsListed)).grants
        engine.put(RevokeGrant(grant_id=grant.id[:6]))
        assert (await engine.until_type(GrantsListed)).grants == ()
        engine.submit("go")

        reply(engine, await asked(engine), Decision.REJECT)
        await engine.until_type(TurnEnded)
        assert tool.runs == []


async def test_a_grant_store_that_cannot_be_read_grants_nothing_but_still_denies() -> None:
    yes = a_grant("y", "tool(yes)", GrantScope.USER)
    no = a_grant("n", "tool(no)", GrantScope.USER, Effect.DENY)
    store = FakeGrantStore(yes, no)
    provider = FakeProvider(calls("no"), says("ok"))
    tools = tool_parts(FakeTool("no", asks=True), grants=store)
    async with an_engine(provider, tools=tools) as engine:
        engine.put(ListGrants())
        await engine.until_type(GrantsListed)
        store.is_refusing = True
        engine.put(ListGrants())
        listed = await engine.until_type(GrantsListed)
        await engine.play("go")

        assert listed.grants == (no,)
        assert engine.all_of(PermissionRequested) == []
        assert len(engine.all_of(NoticeRaised)) == 2


async def test_grants_of_the_session_come_back_with_it() -> None:
    store = FakeStore()
    tool = FakeTool("deploy", asks=True)
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool), store=store) as engine:
        engine.submit("go")
        reply(engine, await asked(engine), Decision.SESSION)
        await engine.until_type(TurnEnded)
        await engine.controller.save()
        stored = store.only_journal.replayed()

    store.stored[stored.info.id] = stored
    provider = FakeProvider(calls("deploy"), says("ok"))
    async with an_engine(
        provider, tools=tool_parts(tool), store=store, stored_id=stored.info.id
    ) as engine:
        await engine.play("again")

        assert [grant.rule for grant in stored.grants] == ["tool(deploy)"]
        assert engine.all_of(PermissionRequested) == []


async def test_grants_made_before_the_first_prompt_are_kept_but_make_no_session() -> None:
    store = FakeStore()
    async with an_engine(FakeProvider(), tools=tool_parts(), store=store) as engine:
        engine.put(AddGrant(rule="tool(a)"))
        engine.put(AddGrant(rule="tool(b)"))
        await engine.until_type(GrantsListed)
        await engine.until_type(GrantsListed)
        await engine.controller.save()
        assert store.journals == {}

        await engine.play("hi")
        await engine.controller.save()
        stored = store.only_journal.replayed()
        assert [grant.rule for grant in stored.grants] == ["tool(a)", "tool(b)"]


async def test_a_mode_is_told_written_and_shown_in_the_next_request() -> None:
    store = FakeStore()
    provider = FakeProvider()
    async with an_engine(provider, tools=tool_parts(FakeTool("t")), store=store) as engine:
        await engine.play("hi")
        engine.put(SetPermissionMode(mode=PermissionMode.PLAN))
        changed = await engine.until_type(SessionInfoChanged)
        while changed.info.permission_mode is not PermissionMode.PLAN:
            changed = await engine.until_type(SessionInfoChanged)
        await engine.play("plan it")
        await engine.controller.save()

        assert "Permission mode: ask" in provider.requests[0].system
        assert "Permission mode: plan" in provider.requests[1].system
        assert ("mode", PermissionMode.PLAN) in store.only_journal.entries


def stored_with(mode: PermissionMode) -> StoredSession:
    info = SessionInfo(id="stored", provider="fake", model="model-a", permission_mode=mode)
    return StoredSession(info=info)


@pytest.mark.parametrize(
    ("stored", "configured", "keeps", "expected"),
    [
        (PermissionMode.PLAN, PermissionMode.ASK, True, PermissionMode.PLAN),
        (PermissionMode.EDITS, PermissionMode.ASK, True, PermissionMode.EDITS),
        (PermissionMode.EDITS, PermissionMode.PLAN, False, PermissionMode.PLAN),
        (PermissionMode.FULL, PermissionMode.ASK, True, PermissionMode.ASK),
        (PermissionMode.FULL, PermissionMode.EDITS, True, PermissionMode.EDITS),
        (PermissionMode.FULL, PermissionMode.FULL, True, PermissionMode.FULL),
    ],
)
async def test_a_session_keeps_its_mode_but_full_never_comes_from_a_file(
    stored: PermissionMode, configured: PermissionMode, keeps: bool, expected: PermissionMode
) -> None:
    store = FakeStore()
    store.stored["stored"] = stored_with(stored)
    options = EngineOptions(permission_mode=configured, keeps_stored_mode=keeps)
    async with an_engine(
        FakeProvider(), store=store, options=options, stored_id="stored"
    ) as engine:
        assert engine.all_of(SessionOpened)[0].info.permission_mode is expected


async def test_a_new_session_begins_in_the_configured_mode() -> None:
    options = EngineOptions(permission_mode=PermissionMode.EDITS)
    async with an_engine(FakeProvider(), options=options) as engine:
        assert engine.controller.sessions[0].permission_mode is PermissionMode.EDITS


class CommandTool(FakeTool):
    """Runs what its argument says."""

    def accesses(self, arguments: Arguments, cwd: str) -> tuple[CommandAccess, ...]:
        return (CommandAccess(command=arguments["command"], cwd=cwd),)


async def test_a_rule_is_tried_against_the_calls_of_this_session() -> None:
    tool = CommandTool("run")
    steps = [calls("run", f'{{"command": "{c}"}}') for c in ("make test", "make deploy")]
    options = EngineOptions(cwd="/project", permission_mode=PermissionMode.FULL)
    provider = FakeProvider(*steps, calls("gone"), calls("run", "{"), says("ok"))
    async with an_engine(provider, tools=tool_parts(tool), options=options) as engine:
        await engine.play("go")
        engine.put(TryRule(rule="run(make test)"))
        trial = (await engine.until_type(RuleTried)).trial

        assert [match.text for match in trial.covered] == ["make test"]
        assert trial.problem == ""


async def test_who_decides_about_a_command_is_explained() -> None:
    no = a_grant("n", "run(make deploy)", GrantScope.SETTINGS, Effect.DENY)
    options = EngineOptions(cwd="/project", grants=(no,))
    async with an_engine(FakeProvider(), tools=tool_parts(), options=options) as engine:
        engine.put(ExplainPermission(command="make deploy"))
        explanation = (await engine.until_type(PermissionExplained)).explanation

        assert (explanation.verdict, explanation.rule) == ("deny", "run(make deploy)")


async def test_processes_are_listed_and_killed_by_their_number() -> None:
    process = FakeProcess()
    tools = tool_parts(processes=FakeProcesses({7: process}))
    async with an_engine(FakeProvider(), tools=tools) as engine:
        engine.put(ListProcesses())
        listed = await engine.until_type(ProcessesListed)
        engine.put(KillProcess(process_id=7))
        after = await engine.until_type(ProcessesListed)
        engine.put(KillProcess(process_id=8))
        notice = await engine.until_type(NoticeRaised)

        assert [info.id for info in listed.processes] == [7]
        assert process.is_stopped
        assert after.processes == ()
        assert "8" in notice.text


async def test_without_tools_every_input_about_them_is_answered() -> None:
    async with an_engine(FakeProvider()) as engine:
        for lists in (ListGrants(), ListProcesses()):
            engine.put(lists)
        assert (await engine.until_type(GrantsListed)).grants == ()
        assert (await engine.until_type(ProcessesListed)).processes == ()
        for wish in (
            AddGrant(rule="tool(t)"),
            RevokeGrant(grant_id="g"),
            TryRule(rule="tool(t)"),
            ExplainPermission(command="ls"),
            KillProcess(process_id=1),
        ):
            engine.put(wish)
            await engine.until_type(NoticeRaised)
        engine.put(ReplyPermission(request_id="r", replies=()))
        engine.put(AnswerQuestion(request_id="r", answers=None))
        engine.put(SetPermissionMode(mode=PermissionMode.EDITS))
        await engine.settle()

        assert engine.controller.sessions[0].permission_mode is PermissionMode.EDITS


async def test_a_late_answer_to_a_closed_request_is_harmless() -> None:
    async with an_engine(FakeProvider(), tools=tool_parts()) as engine:
        engine.put(ReplyPermission(request_id="r", replies=()))
        engine.put(AnswerQuestion(request_id="r", answers=()))

        assert (await engine.play("hi")).text == "ok"


async def test_a_relative_workspace_is_taken_from_where_the_program_stands() -> None:
    store = FakeStore()
    stored = stored_with(PermissionMode.ASK)
    store.stored["stored"] = replace(stored, info=replace(stored.info, cwd=""))
    seen: list[str] = []

    class Looking(FakeTool):
        def accesses(self, arguments: Arguments, cwd: str) -> tuple[CommandAccess, ...]:
            seen.append(cwd)
            return ()

    provider = FakeProvider(calls("look"), says("ok"))
    async with an_engine(
        provider, tools=tool_parts(Looking("look")), store=store, stored_id="stored"
    ) as engine:
        await engine.play("go")

        assert seen
        assert all(cwd.startswith("/") for cwd in seen)
