"""Commands about permissions, processes and tools: what they ask, how the answer looks."""

from __future__ import annotations

import time

import pytest

from agent_tui.protocol.asking_events import (
    GrantsListed,
    PermissionExplained,
    ProcessesListed,
    RuleTried,
    ToolsListed,
)
from agent_tui.protocol.events import SessionInfoChanged
from agent_tui.protocol.inputs import (
    AddGrant,
    ExplainPermission,
    KillProcess,
    ListGrants,
    ListProcesses,
    ListTools,
    RevokeGrant,
    SetPermissionMode,
    TryRule,
    UserInput,
)
from agent_tui.protocol.permissions import (
    Effect,
    Explanation,
    Grant,
    PermissionMode,
    RuleMatch,
    RuleTrial,
)
from agent_tui.protocol.processes import ProcessInfo
from agent_tui.protocol.requests import ToolSpec
from tests.ui.running_chat import RunningChat, a_session, running_chat


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("/permissions", ListGrants(session_id="s1")),
        ("/permissions revoke a1b2", RevokeGrant(session_id="s1", grant_id="a1b2")),
        (
            "/permissions why git  push | cat",
            ExplainPermission(session_id="s1", command="git  push | cat"),
        ),
        ("/permissions allow run(git log *)", AddGrant(session_id="s1", rule="run(git log *)")),
        (
            "/permissions deny run(rm *)",
            AddGrant(session_id="s1", rule="run(rm *)", effect=Effect.DENY),
        ),
        ("/permissions try run(git *)", TryRule(session_id="s1", rule="run(git *)")),
        (
            "/permissions mode edits",
            SetPermissionMode(session_id="s1", mode=PermissionMode.EDITS),
        ),
        ("/plan", SetPermissionMode(session_id="s1", mode=PermissionMode.PLAN)),
        ("/ps", ListProcesses(session_id="s1")),
        ("/ps kill 12", KillProcess(session_id="s1", process_id=12)),
        ("/tools", ListTools(session_id="s1")),
    ],
)
async def test_a_command_asks_the_engine(line: str, sent: UserInput) -> None:
    async with running_chat() as chat:
        await chat.enter(line)

        assert chat.engine.inputs[-1] == sent
        assert not chat.composer.text


@pytest.mark.parametrize(
    ("line", "kept", "usage"),
    [
        ("/permissions revoke", "/permissions revoke", "/permissions revoke ID"),
        ("/permissions grant x", "/permissions grant x", "/permissions try RULE"),
        ("/permissions mode yolo", "/permissions mode yolo", "mode plan|ask|edits|full"),
        ("/ps kill", "/ps kill", "/ps kill ID"),
        ("/ps kill all", "/ps kill all", "/ps kill ID"),
        ("/ps kill ²", "/ps kill ²", "/ps kill ID"),
        ("/plan the work", "/plan the work", "/plan, with nothing behind it"),
        ("/tools x", "/tools x", "/tools, with nothing behind it"),
    ],
)
async def test_a_command_that_is_written_wrong_says_how_and_comes_back(
    line: str, kept: str, usage: str
) -> None:
    async with running_chat(size=(80, 40)) as chat:
        before = len(chat.engine.inputs)
        await chat.enter(line)
        await chat.pilot.pause()

        assert chat.sees(usage)
        assert chat.composer.text.rstrip() == kept
        assert not [
            sent
            for sent in chat.engine.inputs[before:]
            if isinstance(sent, (KillProcess, RevokeGrant, SetPermissionMode))
        ]


@pytest.mark.parametrize(
    ("line", "mode"), [("/plan", PermissionMode.PLAN), ("/yolo", PermissionMode.FULL)]
)
async def test_the_same_mode_command_again_goes_back_to_asking(
    line: str, mode: PermissionMode
) -> None:
    async with running_chat() as chat:
        info = a_session(permission_mode=mode)
        await chat.emit(SessionInfoChanged(session_id="s1", info=info))
        await chat.enter(line)

        assert chat.engine.inputs[-1] == SetPermissionMode(session_id="s1", mode=PermissionMode.ASK)
        assert chat.sees("Mode: ask")


async def test_full_access_is_said_loudly() -> None:
    async with running_chat() as chat:
        await chat.enter("/yolo")
        await chat.until_sees("do everything without asking?")
        await chat.press("down", "enter")

        wanted = SetPermissionMode(session_id="s1", mode=PermissionMode.FULL)
        assert chat.engine.inputs[-1] == wanted
        assert chat.sees("Full access")
        assert chat.is_composing()


@pytest.mark.parametrize("keys", [("enter",), ("escape",), ("down", "escape"), ("ctrl+c",)])
@pytest.mark.parametrize("line", ["/yolo", "/permissions mode full"])
async def test_full_access_needs_a_yes_that_was_chosen(line: str, keys: tuple[str, ...]) -> None:
    async with running_chat() as chat:
        await chat.enter(line)
        await chat.until_sees("do everything without asking?")
        await chat.press(*keys)

        assert not any(isinstance(sent, SetPermissionMode) for sent in chat.engine.inputs)
        assert chat.is_composing()


async def test_subcommands_are_offered_behind_a_blank() -> None:
    async with running_chat() as chat:
        await chat.write("/permissions ")
        assert chat.sees("revoke ID")
        assert chat.sees("mode plan|ask|edits|full")

        await chat.write("re")
        assert not chat.sees("why COMMAND")
        await chat.press("tab")
        assert chat.composer.text == "/permissions revoke "


async def answered(chat: RunningChat) -> str:
    await chat.pilot.pause()
    return "\n".join(chat.rows())


async def test_rules_are_listed_exactly_with_what_to_do() -> None:
    async with running_chat() as chat:
        rule = f"write(/srv/{'ŋ' * 150})"
        grants = (
            Grant(id="a" * 32, rule=rule, source="panel"),
            Grant(id="b" * 32, rule="run(echo \u202e *)", effect=Effect.DENY),
        )
        await chat.emit(GrantsListed(session_id="s1", grants=grants))

        seen = await answered(chat)
        assert "aaaaaaaa" in seen
        assert seen.count("ŋ") == 150
        assert "‹U+202E›" in seen
        assert "/permissions revoke ID" in seen


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (GrantsListed(session_id="s1", grants=()), "only the permission mode decides"),
        (ProcessesListed(session_id="s1", processes=()), "None runs."),
        (ToolsListed(session_id="s1", tools=()), "The model is offered none."),
    ],
)
async def test_an_empty_list_says_so(
    event: GrantsListed | ProcessesListed | ToolsListed, text: str
) -> None:
    async with running_chat() as chat:
        await chat.emit(event)

        assert chat.sees(text)


async def test_processes_are_listed_with_age_use_and_command() -> None:
    async with running_chat() as chat:
        process = ProcessInfo(
            id=3,
            pid=4_711,
            command="make\x1b[2J all",
            started=time.time() - 200,
            cpu_percent=98.6,
            memory_bytes=10_000_000,
        )
        await chat.emit(ProcessesListed(session_id="s1", processes=(process,)))

        (row,) = [row for row in chat.rows() if "4711" in row]
        assert row.split() == [
            *("▌", "3", "4711", "3", "min", "99", "%", "9.5", "MB"),
            "make␛[2J",
            "all",
        ]


async def test_tools_are_listed_with_their_first_sentence() -> None:
    async with running_chat() as chat:
        spec = ToolSpec(name="grep", description="Find a text. Slowly.\n\nMore.", parameters={})
        await chat.emit(ToolsListed(session_id="s1", tools=(spec,)))

        assert any(row.split() == ["▌", "grep", "Find", "a", "text."] for row in chat.rows())


async def test_who_decides_is_explained() -> None:
    explanation = Explanation(
        command="git push", verdict="ask", reason="No rule covers it.", rule="", source=""
    )
    async with running_chat() as chat:
        await chat.emit(PermissionExplained(session_id="s1", explanation=explanation))

        assert chat.sees("git push")
        assert chat.sees("is asked")
        assert chat.sees("No rule covers it.")


TRIAL = RuleTrial(
    rule="run(git *)",
    covered=(RuleMatch(tool="run_command", text="git status", is_covered=True),),
    missed=(RuleMatch(tool="run_command", text="make", is_covered=False),),
)


async def test_a_dry_run_is_shown_to_whom_asked_for_it_and_once() -> None:
    async with running_chat() as chat:
        await chat.emit(RuleTried(session_id="s1", trial=TRIAL))  # the panel's own
        assert not chat.sees("would have allowed")

        await chat.enter("/permissions try run(git  *)")
        await chat.emit(RuleTried(session_id="s1", trial=TRIAL, asked="run(git  *)"))
        await chat.emit(RuleTried(session_id="s1", trial=TRIAL, asked="run(git  *)"))

        seen = await answered(chat)
        assert seen.count("would have allowed 1 call of this session") == 1
        assert "✓  run_command  git status" in seen
        assert "–  run_command  make" in seen


async def test_a_rule_that_is_none_is_explained() -> None:
    trial = RuleTrial(rule="git *", problem="Write run(git *).")
    async with running_chat() as chat:
        await chat.enter("/permissions try git *")
        await chat.emit(RuleTried(session_id="s1", trial=trial))

        assert chat.sees("Not a rule: git *  Write run(git *).")


@pytest.mark.parametrize("width", [20, 30, 44, 60, 100])
async def test_lists_fit_every_width_and_lose_nothing(width: int) -> None:
    grants = (Grant(id="a" * 32, rule="run(漢字 --option value *)", source="panel"),)
    async with running_chat(size=(width, 30)) as chat:
        await chat.emit(GrantsListed(session_id="s1", grants=grants))

        assert {strip.cell_length for strip in chat.strips()} == {width}
        seen = await answered(chat)
        for word in (
            "aaaaaaaa",
            "allow",
            "session",
            "run(漢字",
            "--option",
            "value",
            "*)",
            "panel",
        ):
            assert word in seen
