"""Skills that a host switches on and off."""

from __future__ import annotations

import pytest

from agent_tui import Agent, ConfigError, MemorySessionStore, ScriptedProvider, Skill
from agent_tui.providers.scripted import says

POET = Skill(name="poet", description="Writes verse.", instructions="Rhyme everything.")


async def test_an_active_skill_is_in_the_system_prompt_until_it_is_deactivated() -> None:
    provider = ScriptedProvider([says("a")], [says("b")])
    async with Agent(provider=provider) as agent:
        agent.activate_skill(POET)
        await agent.run_turn("one")
        assert dict(agent.active_skills) == {"poet": POET}
        agent.deactivate_skill("poet")
        agent.deactivate_skill("unknown")
        await agent.run_turn("two")
        assert not agent.active_skills

    assert "Rhyme everything." in provider.requests[0].system
    assert "poet" not in provider.requests[1].system


async def test_a_skill_replaces_one_of_its_name_and_nobody_writes_the_mapping() -> None:
    provider = ScriptedProvider([says("a")])
    async with Agent(provider=provider) as agent:
        agent.activate_skill(POET)
        agent.activate_skill(Skill(name="poet", description="", instructions="Blank verse."))
        await agent.run_turn("one")
        with pytest.raises(TypeError):
            agent.active_skills["x"] = POET  # type: ignore[index]

    assert "Blank verse." in provider.requests[0].system
    assert "Rhyme" not in provider.requests[0].system


async def test_a_stored_session_and_a_kept_state_remember_skills() -> None:
    store = MemorySessionStore()
    async with Agent(provider=ScriptedProvider([says("a")]), store=store) as agent:
        agent.activate_skill(POET)
        await agent.run_turn("one")
        state, session = agent.export_state(), agent.session
        assert session is not None
    async with Agent(provider=ScriptedProvider(), store=store, resume=session.id) as agent:
        assert dict(agent.active_skills) == {"poet": POET}
    async with Agent.load_or_new(state, provider=ScriptedProvider()) as agent:
        assert dict(agent.active_skills) == {"poet": POET}


async def test_a_skill_without_instructions_is_refused() -> None:
    async with Agent(provider=ScriptedProvider()) as agent:
        with pytest.raises(ConfigError, match="needs a name and instructions"):
            agent.activate_skill(Skill(name="empty", description="", instructions=" "))
