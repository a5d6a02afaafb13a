"""From a history to a compaction mark that can be added to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.engine.clock import Clock
from agent_tui.engine.compaction import compaction_notices
from agent_tui.engine.compaction.compacted_history import with_mark
from agent_tui.engine.compaction.compaction_plan import (
    CompactionPlan,
    compaction_plan,
    kept_tokens,
)
from agent_tui.engine.compaction.session_pins import SessionPins
from agent_tui.engine.compaction.summary_failed import SummaryFailed
from agent_tui.engine.compaction.summary_writer import Summary, SummaryWriter
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.messages import ChatMessage

Result = TypeVar("Result")


class Summariser:
    """Use on the controller's loop. Nothing here changes the history."""

    def __init__(
        self, history: History, pins: SessionPins, writer: SummaryWriter, clock: Clock
    ) -> None:
        self._history, self._pins = history, pins
        self._writer, self._clock = writer, clock

    async def plan(self, *, window: int, present: int) -> CompactionPlan:
        """What is to be summarised. window: tokens, 0 when unknown; present: of a request now.
        Raises `SummaryFailed` when there is nothing."""
        history, pins = self._history.snapshot(), self._pins.ids
        most = kept_tokens(window, present)
        plan = await _in_thread(partial(compaction_plan, history, pins=pins, most_kept=most))
        if plan is None:
            raise SummaryFailed(compaction_notices.NOTHING_TO_COMPACT)
        return plan

    async def mark(
        self,
        plan: CompactionPlan,
        facts: Compaction,
        *,
        id: str,
        most_tokens: int = 0,
    ) -> tuple[ChatMessage, Summary]:
        """Let the model write the summary. facts: `focus`, `is_automatic`, `tokens_before`.
        most_tokens: see `SummaryWriter.write`. Raises `SummaryFailed`."""
        summary = await self._writer.write(
            plan.summarised, focus=facts.focus, most_tokens=most_tokens
        )
        facts = replace(facts, model=summary.model)
        mark = plan.mark(summary.text, facts, id=id, created=self._clock.now())
        return await self.measured(mark), summary

    async def measured(self, mark: ChatMessage) -> ChatMessage:
        """The mark, with the tokens of a request that begins with it: fewer than before by as much
        as our estimates differ."""
        assert mark.compaction is not None
        told = self._history.request.tokens()
        tokens = await _in_thread(partial(_tokens_with, mark, self._history.snapshot()))
        after = max(mark.compaction.tokens_before - told + tokens, tokens)
        return replace(mark, compaction=replace(mark.compaction, tokens_after=after))

    def fits(self, mark: ChatMessage) -> bool:
        """The mark can be added to the history as it is now."""
        return with_mark(mark, self._history.newest_first()).mark is mark


def _tokens_with(mark: ChatMessage, newest_first: Callable[[], Iterator[ChatMessage]]) -> int:
    return RequestMessages(with_mark(mark, newest_first()).messages).tokens()


async def _in_thread(work: Callable[[], Result]) -> Result:
    # A limiter of its own: it must not wait for tools that have all threads.
    return await anyio.to_thread.run_sync(
        work, limiter=anyio.CapacityLimiter(1), abandon_on_cancel=True
    )
