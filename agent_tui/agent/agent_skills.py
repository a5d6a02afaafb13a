"""Skills that a host switches on and off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from agent_tui.agent.agent_session import AgentSession
from agent_tui.engine.controller import Controller
from agent_tui.errors import ConfigError

if TYPE_CHECKING:
    from agent_tui.engine.editing.session_edits import SessionEdits
    from agent_tui.protocol.skills import Skill


class AgentSkills(AgentSession):
    """The part of `Agent` that tells the model skills. Safe from any thread; never waits: what is
    put is there for the next request that is sent, and prompts behind it are sent with it."""

    def activate_skill(self, skill: Skill) -> None:
        """Put its instructions into the system prompt, until it is deactivated or the history is
        cleared; a stored session remembers it. One of the same name is replaced.

        Raises `ConfigError` for one without a name or instructions, `AgentNotStarted`,
        `AgentClosed`.
        """
        if not (skill.name.strip() and skill.instructions.strip()):
            raise ConfigError("A skill needs a name and instructions.", key="skill")
        self._act(lambda edits: edits.activate_skill(skill), "activate_skill()")

    def deactivate_skill(self, name: str) -> None:
        """Take its instructions out of the system prompt; nothing happens when it is not active.
        Raises `AgentNotStarted`, `AgentClosed`."""
        self._act(lambda edits: edits.deactivate_skill(name), "deactivate_skill()")

    @property
    def active_skills(self) -> Mapping[str, Skill]:
        """By name, in the order of their activation; a read-only snapshot of what the engine
        has."""
        session = self.session
        skills = session.skills if session else ()
        return MappingProxyType({skill.name: skill for skill in skills})

    def _act(self, act: Callable[[SessionEdits], object], what: str) -> None:
        def on_loop(controller: Controller) -> None:
            if (session := controller.session()) is not None:
                act(session.edits)

        self._call(on_loop, what)
