"""Results for the calls of an answer of which none may run."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.engine.tool_calls.call_batch import CallBatch
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.protocol.messages import ToolCallPart


async def refuse_calls(context: TurnContext, calls: Sequence[ToolCallPart], reason: str) -> None:
    """Give each call a result that says that a hook stopped the turn, with its reason."""
    batch = CallBatch(context, calls, keep_whole_text=context.journal.save_blob)
    try:
        await batch.tell_starts()
        refuse_open(batch, reason)
    finally:
        batch.end(lambda _: False)


def refuse_open(batch: CallBatch, reason: str) -> None:
    """The same for those of a batch that have no result yet."""
    for call in batch.open:
        batch.refuse(call, f"Not run: a hook stopped the turn. {reason}")
