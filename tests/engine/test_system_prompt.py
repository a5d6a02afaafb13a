"""What the model is told about its surroundings."""

from __future__ import annotations

import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.turns.system_prompt import build_system_prompt
from agent_tui.protocol.permissions import PermissionMode
from tests.engine.builders import an_engine, texts
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider


def test_the_prompt_names_program_date_platform_and_folder() -> None:
    options = EngineOptions(app_name="my-agent", system_prompt="Be brief.")

    prompt = build_system_prompt(options, cwd="/project", now=FakeClock().now())

    assert "my-agent" in prompt
    assert "Date: 2025-05-12" in prompt
    assert "Platform: " in prompt
    assert "Working directory: /project" in prompt
    assert prompt.endswith("\n\nBe brief.")


@pytest.mark.parametrize("mode", list(PermissionMode))
def test_with_tools_the_prompt_names_workspace_mode_and_rules(mode: PermissionMode) -> None:
    prompt = build_system_prompt(
        EngineOptions(), cwd="/project", now=FakeClock().now(), tools_mode=mode
    )

    assert "Workspace and working directory: /project" in prompt
    assert f"Permission mode: {mode.value}." in prompt
    assert "Rules for tools:" in prompt


async def test_the_prompt_is_built_anew_for_each_turn_and_never_becomes_history() -> None:
    provider, clock = FakeProvider(), FakeClock()
    async with an_engine(provider, clock=clock) as engine:
        await engine.play("today")
        clock.advance(24 * 3600)
        await engine.play("tomorrow")

        assert "2025-05-12" in provider.requests[0].system
        assert "2025-05-13" in provider.requests[1].system
        assert texts(engine.messages) == ["today", "ok", "tomorrow", "ok"]
