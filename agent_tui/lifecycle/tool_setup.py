"""Which tools an application offers and who is asked; made before its engine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from agent_tui.engine.asking.permission_registry import PermissionRegistry
from agent_tui.engine.asking.question_registry import QuestionRegistry
from agent_tui.engine.tool_calls.registration import RegistrationCallback, run_registration
from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.protocol.ports import GrantStore
from agent_tui.protocol.processes import ProcessSupervisor
from agent_tui.protocol.tools import Tool

ToolsCallback: TypeAlias = RegistrationCallback[QuestionRegistry, PermissionRegistry]
"""A host's `register(registry, questions, permissions)`: registers, gives tools back, or both."""


class ToolSetup:
    """The registries of one application.

    has_tools: False offers nothing. has_shipped: the shipped tools stand before a host's own. They
    are loaded at the first registration, or else by the engine on its worker. tools: a host's own;
    raises `ToolRegistrationError` like `run`.
    """

    def __init__(
        self,
        permissions: PermissionRegistry,
        questions: QuestionRegistry,
        *,
        has_tools: bool = True,
        has_shipped: bool = True,
        tools: Iterable[Tool] = (),
    ) -> None:
        self.permissions, self.questions = permissions, questions
        self._has_tools, self._has_shipped = has_tools, has_shipped
        self._registry: ToolRegistry | None = None
        if added := tuple(tools):  # nothing to add must not load the shipped tools
            self.registry.register_all(added)

    @property
    def registry(self) -> ToolRegistry:
        """All tools. The first use loads the shipped ones."""
        if self._registry is None:
            self._registry = ToolRegistry()
            if self._has_tools and self._has_shipped:
                # Deferred: no first picture waits for the tools.
                from agent_tui.tools.shipped import shipped_tools

                self._registry.register_all(shipped_tools())
        return self._registry

    def run(self, callback: ToolsCallback) -> None:
        """Let a host's callback register tools, all or none. Raises `ToolRegistrationError`."""
        run_registration(callback, self.registry, self.questions, self.permissions)

    def parts(
        self,
        processes: ProcessSupervisor,
        grants: GrantStore | None,
        *,
        protected: tuple[str, ...],
        scratch: str,
    ) -> ToolParts | None:
        """What the engine gets; None when no tools are offered. See `ToolParts`."""
        if not self._has_tools:
            return None
        return ToolParts(
            registry=self.registry,
            permissions=self.permissions,
            questions=self.questions,
            processes=processes,
            grants=grants,
            protected=protected,
            scratch=scratch,
        )
