"""Tools through the headless door: a host's own, permission by callback or by event, questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest

from agent_tui import (
    Agent,
    AgentTui,
    Answer,
    Decision,
    FileGrantStore,
    PermissionMode,
    PermissionReply,
    PermissionRequest,
    QuestionRequest,
    ScriptedProvider,
    Settings,
    Tool,
    ToolRegistrationError,
    ToolRegistry,
    TurnResult,
    tool,
)
from agent_tui.protocol.asking_events import PermissionClosed, PermissionRequested, QuestionAsked
from agent_tui.protocol.events import ToolCallEnded, ToolCallStarted
from agent_tui.protocol.messages import ToolResultPart
from agent_tui.protocol.permissions import GrantScope
from agent_tui.protocol.ports import Provider
from agent_tui.providers.scripted import calls, says


@tool
async def deploy(target: str, speed: Literal["slow", "fast"] = "slow") -> str:
    """Bring the program to a server.

    Args:
        target: name of the server.
        speed: how carefully.
    """
    return f"deployed to {target}, {speed}"


def results(agent: Agent) -> list[str]:
    """The texts of all tool results in the history."""
    return [
        part.text
        for message in agent.messages
        for part in message.parts
        if isinstance(part, ToolResultPart)
    ]


async def allow_once(request: PermissionRequest) -> Sequence[PermissionReply]:
    return [PermissionReply(decision=Decision.ONCE)]


async def test_a_hosts_tool_is_offered_asked_for_and_run() -> None:
    provider = ScriptedProvider([calls("deploy", target="moon")], [says("Done.")])
    asked: list[str] = []

    async def answer(request: PermissionRequest) -> Sequence[PermissionReply]:
        asked.extend(item.summary for item in request.items)
        return [PermissionReply(decision=Decision.ONCE)]

    async with Agent(provider=provider, tools=[deploy], on_permission=answer) as agent:
        result = await agent.run_turn("deploy it")

        assert (result.text, result.tool_calls) == ("Done.", 1)
        assert results(agent) == ["deployed to moon, slow"]
    assert len(asked) == 1
    assert [spec.name for spec in provider.requests[0].tools] == ["deploy"]


async def test_without_anybody_to_ask_a_call_is_refused_with_a_reason_and_the_turn_goes_on() -> (
    None
):
    provider = ScriptedProvider([calls("deploy", target="moon")], [says("Then not.")])

    async with Agent(provider=provider, tools=[deploy]) as agent:
        result = await agent.run_turn("deploy it")

        assert result.text == "Then not."
        assert "Nobody can be asked" in results(agent)[0]


@pytest.mark.parametrize(
    ("settings", "is_run"),
    [
        (Settings(allow=("tool(deploy)",)), True),
        (Settings(permission_mode="full"), True),
        (Settings(permission_mode="full", deny=("tool(deploy)",)), False),
        (Settings(permission_mode="plan"), False),
    ],
)
async def test_rules_and_modes_decide_without_asking(settings: Settings, is_run: bool) -> None:
    provider = ScriptedProvider([calls("deploy", target="moon")], [says("End.")])

    async with Agent(settings, provider=provider, tools=[deploy]) as agent:
        await agent.run_turn("deploy it")

        assert ("deployed" in results(agent)[0]) is is_run


async def test_a_host_with_a_user_answers_permission_by_event() -> None:
    provider = ScriptedProvider([calls("deploy", target="moon")], [says("Done.")])
    seen: list[type] = []

    async with Agent(provider=provider, tools=[deploy], has_user=True) as agent:
        async for event in agent.stream("deploy it"):
            seen.append(type(event))
            if isinstance(event, PermissionRequested):
                agent.reply_permission(
                    event.request.id, PermissionReply(decision=Decision.REJECT, reason="too late")
                )

        assert "too late" in results(agent)[0]
    wanted = (ToolCallStarted, PermissionRequested, PermissionClosed, ToolCallEnded)
    assert [kind for kind in seen if kind in wanted] == list(wanted)


async def test_a_request_that_nobody_answers_in_time_counts_as_a_no() -> None:
    provider = ScriptedProvider([calls("deploy", target="moon")], [says("Late.")])

    settings = Settings(prompt_timeout_s=0.02)
    async with Agent(settings, provider=provider, tools=[deploy], has_user=True) as agent:
        await agent.run_turn("deploy it")

        assert "timed out" in results(agent)[0]


async def test_questions_go_to_the_hosts_callback(tmp_path: Path) -> None:
    step = calls("ask_user", question="Which?", choices=["a", "b"])
    provider = ScriptedProvider([step], [says("b then.")])

    async def answer(request: QuestionRequest) -> Sequence[Answer]:
        return [Answer(question_id=request.questions[0].id, choices=("b",))]

    async with Agent(
        provider=provider, has_shipped_tools=True, on_question=answer, cwd=tmp_path
    ) as agent:
        await agent.run_turn("ask")

        assert "b" in results(agent)[0]


async def test_questions_may_be_declined_by_event(tmp_path: Path) -> None:
    provider = ScriptedProvider([calls("ask_user", question="Which?")], [says("Fine.")])

    async with Agent(
        provider=provider, has_shipped_tools=True, has_user=True, cwd=tmp_path
    ) as agent:
        async for event in agent.stream("ask"):
            if isinstance(event, QuestionAsked):
                agent.answer_question(event.request.id, None, reason="no time")

        assert "no time" in results(agent)[0]


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """A folder with two working folders in it, a and b."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    return tmp_path


async def test_always_is_kept_for_the_next_agent_in_the_same_folder(folders: Path) -> None:
    grants = FileGrantStore(folders / "grants.json")

    async def always(request: PermissionRequest) -> Sequence[PermissionReply]:
        return [PermissionReply(decision=Decision.ALWAYS, scope=GrantScope.PROJECT)]

    async def made(folder: Path, *, can_ask: bool) -> bool:
        provider: Provider = ScriptedProvider(
            [calls("run_command", command="touch made")], [says("ok")]
        )
        agent = Agent(
            provider=provider,
            has_shipped_tools=True,
            cwd=folder,
            grants=grants,
            on_permission=always if can_ask else None,
        )
        async with agent:
            await agent.run_turn("make it")
        is_made = (folder / "made").exists()
        (folder / "made").unlink(missing_ok=True)
        return is_made

    assert await made(folders / "a", can_ask=True)
    assert await made(folders / "a", can_ask=False)
    assert not await made(folders / "b", can_ask=False)


async def test_the_mode_can_be_changed_between_turns(tmp_path: Path) -> None:
    step = calls("write_file", path="a.txt", content="x")
    provider = ScriptedProvider([step], [says("no")], [step], [says("yes")])

    async with Agent(provider=provider, has_shipped_tools=True, cwd=tmp_path) as agent:
        await agent.run_turn("write")
        assert not (tmp_path / "a.txt").exists()
        agent.set_permission_mode(PermissionMode.EDITS)
        await agent.run_turn("write")
        assert (tmp_path / "a.txt").read_text() == "x"


def test_the_blocking_form_runs_tools_too() -> None:
    provider = ScriptedProvider([calls("deploy", target="moon")], [says("Done.")])

    with Agent(provider=provider, tools=[deploy], on_permission=allow_once) as agent:
        assert agent.chat("deploy it") == "Done."
        assert isinstance(agent.last_turn, TurnResult)


def register_two(registry: ToolRegistry, questions: object, permissions: object) -> None:
    registry.register(deploy)
    raise RuntimeError("the host's own bug")


@pytest.mark.parametrize("make", [AgentTui, Agent])
def test_a_registration_that_fails_half_way_registers_nothing(
    make: type[Agent] | type[AgentTui],
) -> None:
    host = make()

    with pytest.raises(ToolRegistrationError):
        host.register_tools(register_two)

    host.register_tools(lambda registry, questions, permissions: [deploy])
    with pytest.raises(ToolRegistrationError, match="deploy") as raised:
        host.register_tools(lambda registry, questions, permissions: [deploy])
    assert raised.value.tool == "deploy"


async def test_a_callback_may_be_asynchronous_and_gets_the_registries() -> None:
    got: list[object] = []

    async def register(
        registry: ToolRegistry, questions: object, permissions: object
    ) -> Sequence[Tool]:
        got.extend((questions, permissions))
        return [deploy]

    agent = Agent(provider=ScriptedProvider()).register_tools(register)

    assert len(got) == 2
    async with agent:
        pass


def test_a_host_cannot_take_the_name_of_a_shipped_tool() -> None:
    @tool(name="read_file")
    def mine(path: str) -> str:
        """Read differently."""
        return path

    with pytest.raises(ToolRegistrationError, match="read_file"):
        AgentTui().register_tools(lambda registry, questions, permissions: [mine])
    AgentTui(has_shipped_tools=False).register_tools(
        lambda registry, questions, permissions: [mine]
    )
