"""The hooks around the tool calls of one answer."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.engine.hooks.turn_hooks import TurnHooks
from agent_tui.engine.tool_calls.call_arguments import take_arguments
from agent_tui.engine.tool_calls.call_batch import CallBatch
from agent_tui.engine.tool_calls.refused_calls import refuse_open
from agent_tui.engine.tool_calls.tool_call import ToolCall
from agent_tui.engine.turns.turn_stopped import TurnStopped
from agent_tui.protocol.hook_answers import Block, Stop
from agent_tui.protocol.tools import ToolResult


class CallHooks:
    """One for each answer of a model."""

    def __init__(self, hooks: TurnHooks, batch: CallBatch) -> None:
        self._hooks, self._batch = hooks, batch
        self._passed: dict[str, str] = {}  # by part id: arguments as the hooks have passed them
        self._stop_reason = ""

    async def look_at(self, calls: Sequence[ToolCall], cwd: str) -> None:
        """Before anything of the answer runs, and before permission is asked. cwd: the folder of
        the calls. Raises `TurnStopped`, when all calls have a result."""
        for call in calls:
            if self._stop_reason:
                break
            await self.look_at_one(call, cwd)
        self.check_stop()

    async def look_at_one(self, call: ToolCall, cwd: str) -> None:
        """The call is refused, or has arguments that may run, afterwards."""
        call.is_guarded = self._hooks.guards_results
        checked = await self._hooks.checked_call(
            call.part.call_id, call.part.name, call.arguments_text or "{}"
        )
        if isinstance(checked, Block | Stop):
            self._batch.refuse(call, f"Not run, because a hook refused it. {checked.reason}")
            if isinstance(checked, Stop):
                self._stop_reason = checked.reason
            return
        if checked.changed_by:
            # The other words of the call are the model's own: it must know what ran.
            who = ", ".join(checked.changed_by)
            call.notes.append(f"A hook ({who}) changed the arguments to {checked.text}")
            if problem := take_arguments(call, checked.text, cwd):
                self._batch.refuse(call, problem)
        self._passed[call.part.id] = call.arguments_text

    def has_passed(self, call: ToolCall) -> bool:
        """The hooks know the arguments as they are now: the user may have changed them since."""
        return self._passed.get(call.part.id) == call.arguments_text

    async def result(self, call: ToolCall, result: ToolResult) -> ToolResult:
        """What the model gets in place of what the tool gave."""
        return await self._hooks.checked_result(
            call.part.call_id, call.part.name, call.arguments_text or "{}", result
        )

    def check_stop(self) -> None:
        """Raise `TurnStopped` when a hook wished it; the calls that are left get their result."""
        if self._stop_reason:
            refuse_open(self._batch, self._stop_reason)
            raise TurnStopped(self._stop_reason)
