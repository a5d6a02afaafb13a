"""Runs the tool calls of one answer and gives each its result, whatever happens."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.engine.tool_calls.call_arguments import take_arguments
from agent_tui.engine.tool_calls.call_batch import CallBatch
from agent_tui.engine.tool_calls.call_player import CallPlayer
from agent_tui.engine.tool_calls.call_refusals import refusal_text
from agent_tui.engine.tool_calls.tool_call import ToolCall
from agent_tui.engine.tool_calls.waiting_calls import WaitingCalls
from agent_tui.engine.turns.request_messages import INTERRUPTED_CALL
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.protocol.messages import ToolCallPart
from agent_tui.protocol.status import FinishReason


class ToolRunner:
    """Runs once, as a part of its turn. parts: calls without a result, in the model's order.

    resumable: ids of parts that waited for people when the program ended; None for a fresh answer.
    What had begun then gets a result that says so and is never run twice.
    """

    def __init__(
        self,
        context: TurnContext,
        parts: Sequence[ToolCallPart],
        finish_reason: FinishReason,
        *,
        resumable: frozenset[str] | None = None,
    ) -> None:
        self._context = context
        self._finish_reason, self._resumable = finish_reason, resumable
        self._batch = CallBatch(context, parts, keep_whole_text=context.journal.save_blob)
        self._waiting = WaitingCalls(
            self._batch.calls,
            context.journal,
            context.tasks,
            part_ids=resumable or frozenset(),
        )

    @property
    def begun_count(self) -> int:
        """Calls whose `ToolCallStarted` was published."""
        return sum(call.is_told for call in self._batch.calls)

    @property
    def failed(self) -> tuple[ToolCallPart, ...]:
        """The calls with a bad result."""
        return self._batch.failed

    async def run(self) -> None:
        """Every call has one result in the history afterwards, also when this is cancelled; only
        those that wait for people when the program ends have none, because they come back."""
        try:
            await self._batch.tell_starts()
            for call in self._batch.calls:
                self._look_at(call)
            if self._batch.open and self._context.tools is not None:
                player = CallPlayer(self._context, self._context.tools, self._batch, self._waiting)
                await player.play()
        finally:
            comes_back = self._context.is_leaving
            self._batch.end(lambda call: comes_back and self._waiting.is_waiting(call))
            self._waiting.end(comes_back=comes_back)

    def _look_at(self, call: ToolCall) -> None:
        """Refuse what must not run, whoever permits it; parse the rest."""
        part, tools = call.part, self._context.tools
        call.tool = None if tools is None else tools.parts.registry.find(part.name)
        if self._resumable is not None and part.id not in self._resumable:
            self._batch.refuse(call, INTERRUPTED_CALL)
            return
        text = refusal_text(part, self._finish_reason, is_known=call.tool is not None)
        if not text and tools is not None:
            text = take_arguments(call, part.arguments, tools.cwd)
        if text:
            self._batch.refuse(call, text)
