"""What is no prompt, image or mode is told to whoever gives it, and harms no agent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_tui import (
    Agent,
    Decision,
    PermissionMode,
    PermissionReply,
    PermissionRequest,
    ScriptedProvider,
    calls,
    says,
    tool,
)
from agent_tui.events import PermissionRequested
from agent_tui.protocol.messages import ToolResultPart
from tests.agent.instant_provider import InstantProvider


@pytest.mark.parametrize("text", [None, 5, b"Hello"], ids=repr)
@pytest.mark.parametrize(
    "call",
    [
        lambda agent, text: agent.chat(text),
        lambda agent, text: agent.submit(text),
        lambda agent, text: agent.steer(text),
        lambda agent, text: agent.blocking.run_turn(text),
    ],
    ids=["chat", "submit", "steer", "run_turn"],
)
def test_a_prompt_that_is_no_text_is_refused_and_the_next_one_answered(
    call: Callable[[Agent, Any], object], text: object
) -> None:
    provider = InstantProvider()
    with Agent(provider=provider) as agent:
        with pytest.raises(TypeError, match=f"not {type(text).__name__}"):
            call(agent, text)

        assert agent.blocking.run_turn("Hello").error is None
    assert provider.prompts == ["Hello"]


async def test_a_stream_of_no_text_is_refused_too() -> None:
    nothing: Any = None
    async with Agent(provider=InstantProvider()) as agent:
        with pytest.raises(TypeError, match="not NoneType"):
            await anext(agent.stream(nothing))

        assert (await agent.run_turn("Hello")).error is None


@pytest.mark.parametrize("images", ["shot.png", Path("shot.png"), b"pixels"], ids=repr)
def test_one_image_without_a_list_around_it_is_told_so(images: Any) -> None:
    with (
        Agent(provider=InstantProvider()) as agent,
        pytest.raises(TypeError, match="takes a list"),
    ):
        agent.blocking.run_turn("Look", images=images)


def test_a_number_is_no_image_and_no_file_of_somebody_else_is_read(tmp_path: Path) -> None:
    path = tmp_path / "others"
    path.write_text("mine")
    with path.open() as others, Agent(provider=InstantProvider()) as agent:
        number: Any = others.fileno()
        with pytest.raises(TypeError, match="not int"):
            agent.blocking.run_turn("Look", images=[number])

        assert others.read() == "mine"


def test_a_mode_is_taken_by_its_name_and_what_is_none_is_refused() -> None:
    name: Any = "plan"
    nonsense: Any = "planning"
    with Agent(provider=InstantProvider()) as agent:
        with pytest.raises(ValueError, match="planning"):
            agent.set_permission_mode(nonsense)

        agent.set_permission_mode(name)
        agent.chat("Hello")
        assert agent.session is not None
        assert agent.session.permission_mode is PermissionMode.PLAN


@pytest.mark.parametrize(
    ("part", "advice"),
    [
        ({"provider": "openai"}, r"Settings\(provider=\.\.\.\)"),
        ({"store": "sessions"}, "FileSessionStore"),
        ({"store": Path("sessions")}, "FileSessionStore"),
    ],
    ids=repr,
)
def test_a_name_in_the_place_of_a_part_is_told_where_it_belongs(
    part: dict[str, Any], advice: str
) -> None:
    with pytest.raises(TypeError, match=advice):
        Agent(**part)


@tool
def act() -> str:
    """Act."""
    return "acted"


def results(agent: Agent) -> list[str]:
    parts = [part for message in agent.messages for part in message.parts]
    return [part.text for part in parts if isinstance(part, ToolResultPart)]


@pytest.mark.parametrize("decision", ["no", "deny", "", None, False, True], ids=repr)
def test_a_reply_without_a_decision_cannot_be_made(decision: Any) -> None:
    with pytest.raises(ValueError, match="not a valid Decision"):
        PermissionReply(decision=decision)


def test_changed_arguments_are_a_text() -> None:
    arguments: Any = {"path": "a.txt"}
    with pytest.raises(TypeError, match="JSON text, not dict"):
        PermissionReply(decision=Decision.ONCE, arguments=arguments)


@pytest.mark.parametrize(
    ("decision", "result"), [("reject", "The user refused this call."), ("once", "acted")]
)
async def test_a_decision_is_taken_by_its_name(decision: Any, result: str) -> None:
    async def answer(request: PermissionRequest) -> list[PermissionReply]:
        return [PermissionReply(decision=decision)]

    provider = ScriptedProvider([calls("act")], [says("ok")])
    async with Agent(provider=provider, tools=[act], on_permission=answer) as agent:
        await agent.run_turn("go")

        assert results(agent) == [result]


@pytest.mark.parametrize("replies", [True, None, ["yes"], [None], [True]], ids=repr)
async def test_a_callback_that_gives_no_replies_permits_nothing_and_harms_nobody(
    replies: Any,
) -> None:
    async def answer(request: PermissionRequest) -> list[PermissionReply]:
        given: list[PermissionReply] = replies
        return given

    provider = ScriptedProvider([calls("act")], [says("ok")])
    async with Agent(provider=provider, tools=[act], on_permission=answer) as agent:
        assert (await agent.run_turn("go")).text == "ok"

        assert "failed (TypeError)" in results(agent)[0]


async def test_what_is_no_reply_is_told_to_whoever_gives_it_and_the_request_stays_open() -> None:
    nonsense: Any = "yes"
    provider = ScriptedProvider([calls("act")], [says("ok")])
    async with Agent(provider=provider, tools=[act], has_user=True) as agent:
        async for event in agent.stream("go"):
            if isinstance(event, PermissionRequested):
                with pytest.raises(TypeError, match="'yes' is no PermissionReply"):
                    agent.reply_permission(event.request.id, nonsense)
                with pytest.raises(TypeError, match="'yes' is no Answer"):
                    agent.answer_question(event.request.id, [nonsense])
                agent.reply_permission(event.request.id, PermissionReply(decision=Decision.ONCE))

        assert results(agent) == ["acted"]
