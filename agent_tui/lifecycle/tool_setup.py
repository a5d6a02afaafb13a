"""Which tools an application offers and who is asked; filled while it is configured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent_tui.engine.asking.permission_registry import PermissionAnswer
    from agent_tui.engine.asking.question_registry import QuestionAnswer
    from agent_tui.engine.tool_parts import ToolParts
    from agent_tui.lifecycle.tool_registries import ToolRegistries, ToolsCallback
    from agent_tui.protocol.ports import GrantStore
    from agent_tui.protocol.processes import ProcessSupervisor
    from agent_tui.protocol.tools import Tool


class ToolSetup:
    """Makes the registries when they are first needed: no first picture waits for the tools.

    refusal: what the model is told when nobody can be asked. has_tools: False offers nothing.
    has_shipped: the shipped tools stand before a host's own. on_permission, on_question: a host's
    callbacks, instead of people. has_user: people can be asked; can_ask_permission and
    can_ask_questions say it for each, and may be set until the engine starts.
    """

    def __init__(
        self,
        *,
        refusal: str,
        has_tools: bool = True,
        has_shipped: bool = True,
        on_permission: PermissionAnswer | None = None,
        on_question: QuestionAnswer | None = None,
        has_user: bool = True,
    ) -> None:
        self.can_ask_permission = self.can_ask_questions = has_user
        self._refusal, self._has_tools, self._has_shipped = refusal, has_tools, has_shipped
        self._on_permission, self._on_question = on_permission, on_question
        self._made: ToolRegistries | None = None

    @property
    def registries(self) -> ToolRegistries:
        """All registries. The first use loads the shipped tools."""
        if self._made is None:
            # Deferred: see above.
            from agent_tui.lifecycle.tool_registries import ToolRegistries

            self._made = ToolRegistries(
                has_shipped=self._has_tools and self._has_shipped,
                refusal=self._refusal,
                on_permission=self._on_permission,
                on_question=self._on_question,
            )
        return self._made

    def add(self, tools: Iterable[Tool]) -> None:
        """Register a host's tools, all or none. Raises `ToolRegistrationError`."""
        if added := tuple(tools):  # nothing to add must not load the shipped tools
            self.registries.add(added)

    def run(self, callback: ToolsCallback) -> None:
        """Let a host's callback register tools, all or none. Raises `ToolRegistrationError`."""
        self.registries.run(callback)

    def parts(
        self,
        processes: ProcessSupervisor,
        grants: GrantStore | None,
        *,
        protected: tuple[str, ...],
        programs: tuple[str, ...],
        scratch: str,
        kept: str,
    ) -> ToolParts | None:
        """What the engine gets; None when no tools are offered. See `ToolParts`. kept: a private
        folder of this run, for checkpoints of sessions that are not stored."""
        if not self._has_tools:
            return None
        # Deferred: see above.
        from agent_tui.engine.tool_parts import ToolParts
        from agent_tui.lifecycle.checkpoint_disk import LocalCheckpointDisk

        registries = self.registries
        if not self.can_ask_permission:
            registries.permissions.ask_nobody()
        if not self.can_ask_questions:
            registries.questions.ask_nobody()
        return ToolParts(
            registry=registries.tools,
            permissions=registries.permissions,
            questions=registries.questions,
            processes=processes,
            grants=grants,
            protected=protected,
            programs=programs,
            scratch=scratch,
            checkpoints=LocalCheckpointDisk(kept),
        )
