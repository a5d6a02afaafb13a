"""The skills that are active in a session. They go with each request, in the system prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.protocol.skills import Skill


def activate_skill(
    skill: Skill, state: SessionState, journal: JournalWriter, hide: Callable[[str], str]
) -> None:
    """Let the model know it from the next request on; one of the same name is replaced. hide: see
    `EngineOptions.hide_secrets`."""
    known = replace(
        skill, description=hide(skill.description), instructions=hide(skill.instructions)
    )
    _use({**active_skills(state), skill.name: known}, state, journal)


def deactivate_skill(name: str, state: SessionState, journal: JournalWriter) -> None:
    """The model is not told of it any more. Nothing happens when it is not active."""
    _use({key: one for key, one in active_skills(state).items() if key != name}, state, journal)


def deactivate_all(state: SessionState, journal: JournalWriter) -> None:
    """No skill is active any more."""
    _use({}, state, journal)


def active_skills(state: SessionState) -> Mapping[str, Skill]:
    """By name, in the order of their activation."""
    return MappingProxyType({skill.name: skill for skill in state.info.skills})


def _use(skills: Mapping[str, Skill], state: SessionState, journal: JournalWriter) -> None:
    active = tuple(skills.values())
    if active != state.info.skills:
        journal.append_skills(active)
        state.tell(replace(state.info, skills=active))
