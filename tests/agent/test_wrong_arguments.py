"""What is no prompt, image or mode is told to whoever gives it, and harms no agent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent_tui import Agent, PermissionMode
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
