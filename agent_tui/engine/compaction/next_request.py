"""What the next request of a session would hold."""

from __future__ import annotations

from agent_tui.engine.compaction.context_watch import ContextWatch
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.context_meter import present_context
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.system_prompt import build_system_prompt
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.usage import Usage


class NextRequest:
    """Use on the controller's loop. tools: None when none are offered."""

    def __init__(
        self,
        parts: EngineParts,
        state: SessionState,
        history: History,
        models: ModelChoice,
        tools: SessionTools | None,
    ) -> None:
        self.parts, self.state, self.history = parts, state, history
        self.models, self._tools = models, tools
        self.watch = ContextWatch(parts.options, state.publish)

    @property
    def window(self) -> int:
        """Tokens that the model takes, 0 when unknown."""
        return self.models.context_window

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """What it sends."""
        return self.history.request.messages()

    @property
    def head(self) -> ChatMessage | None:
        """What begins with a summary, None when nothing is summarised."""
        return self.history.compacted.head

    def context(self) -> ContextUsage:
        """How full the window will be."""
        specs = self._tools.parts.registry.specs if self._tools is not None else ()
        system = build_system_prompt(
            self.parts.options,
            cwd=self.state.info.cwd,
            now=self.parts.clock.now(),
            tools_mode=self.state.info.permission_mode if specs else None,
            skills=self.state.info.skills,
        )
        return present_context(self.history, system, specs)

    def tell_context(self) -> None:
        """Say how full the window will be."""
        self.note_context(self.context())

    def note_context(self, context: ContextUsage) -> None:
        """Say that it will be as full as this."""
        self.state.count_usage(Usage(), context, turn_id="")
        self.watch.note(context.tokens, self.state.info.context_window)
