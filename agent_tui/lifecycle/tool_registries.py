"""The registries of one application: what the model may call, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from agent_tui.engine.asking.permission_registry import PermissionAnswer, PermissionRegistry
from agent_tui.engine.asking.question_registry import QuestionAnswer, QuestionRegistry
from agent_tui.engine.tool_calls.registration import RegistrationCallback, run_registration
from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from agent_tui.protocol.tools import Tool
from agent_tui.tools.shipped import shipped_tools

ToolsCallback: TypeAlias = RegistrationCallback[QuestionRegistry, PermissionRegistry]
"""A host's `register(registry, questions, permissions)`: registers, gives tools back, or both."""


class ToolRegistries:
    """Made once for an application. refusal: what the model is told when nobody can be asked.
    on_permission, on_question: a host's callbacks, instead of people."""

    def __init__(
        self,
        *,
        has_shipped: bool,
        refusal: str,
        on_permission: PermissionAnswer | None,
        on_question: QuestionAnswer | None,
    ) -> None:
        self.tools = ToolRegistry()
        self.permissions = PermissionRegistry(can_ask=True, refusal=refusal, answer=on_permission)
        self.questions = QuestionRegistry(can_ask=True, refusal=refusal, answer=on_question)
        if has_shipped:
            self.tools.register_all(shipped_tools())

    def add(self, tools: Iterable[Tool]) -> None:
        """Register tools, all or none. Raises `ToolRegistrationError`."""
        self.tools.register_all(tools)

    def run(self, callback: ToolsCallback) -> None:
        """Let a host's callback register tools, all or none. Raises `ToolRegistrationError`."""
        run_registration(callback, self.tools, self.questions, self.permissions)
