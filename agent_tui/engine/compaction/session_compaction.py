"""The summaries of one session: asked for, proposed, used, undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import anyio
from msgspec.structs import replace

from agent_tui.engine.compaction import compaction_notices
from agent_tui.engine.compaction.next_request import NextRequest
from agent_tui.engine.compaction.session_pins import SessionPins
from agent_tui.engine.compaction.summary_failed import SummaryFailed
from agent_tui.engine.hooks.making import hooked_endpoint
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import prompt_refusals, session_notices
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.errors import SessionError
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.compaction_events import (
    CompactionEnded,
    CompactionOutcome,
    CompactionProposed,
    CompactionStarted,
)
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, TextPart
from agent_tui.protocol.usage import Usage

if TYPE_CHECKING:
    from agent_tui.engine.compaction.compaction_plan import CompactionPlan
    from agent_tui.engine.compaction.summariser import Summariser
    from agent_tui.engine.hooks.session_hooks import SessionHooks


@dataclass
class _Work:
    """What is under way, or waits for the user."""

    started: CompactionStarted
    scope: anyio.CancelScope
    proposed: CompactionProposed | None = None


class SessionCompaction:
    """Use on the controller's loop. Nothing here raises but cancellation. One summary at a time.

    is_playing: a turn runs; only the turn itself may change what is sent then. pins: as stored.
    """

    def __init__(
        self,
        request: NextRequest,
        journal: JournalWriter,
        *,
        is_playing: Callable[[], bool],
        hooks: SessionHooks | None = None,
        pins: tuple[str, ...] = (),
    ) -> None:
        self.next, self._journal, self._is_playing = request, journal, is_playing
        self.hooks = hooks
        self._parts, self._state, self._history = request.parts, request.state, request.history
        self.pins = SessionPins(self._history, journal, self._state.publish, pins)
        self._summariser: Summariser | None = None
        self._work: _Work | None = None
        self._idle: anyio.Event | None = None  # of the task that writes a summary to be proposed
        self.cost_usd = 0.0  # of the requests for summaries, in this run, as far as it is known
        self.is_held = False  # the user undid an automatic one: none comes on its own

    @property
    def summariser(self) -> Summariser:
        """Writes the summaries."""
        if self._summariser is None:
            # Deferred: no first reply should pay for it.
            from agent_tui.engine.compaction.summariser import Summariser
            from agent_tui.engine.compaction.summary_writer import SummaryWriter

            parts, models = self._parts, self.next.models
            endpoint = hooked_endpoint(models.endpoint, self.hooks, "summary")
            writer = SummaryWriter(endpoint, parts.clock, parts.options, self.count)
            self._summariser = Summariser(self._history, self.pins, writer, parts.clock)
        return self._summariser

    @property
    def is_busy(self) -> bool:
        """A summary is being written that was asked for."""
        return self._idle is not None

    def replay(self) -> Iterator[AgentEvent]:
        """The present, for whoever subscribes late."""
        yield from self.pins.replay()
        if self._work is not None:
            yield self._work.started
            if self._work.proposed is not None:
                yield self._work.proposed

    def compact(self, focus: str) -> None:
        """Let the model write a summary, to be proposed."""
        if self.is_busy:
            self._state.publish(compaction_notices.is_compacting())
        elif self._is_playing():
            self._state.publish(session_notices.turn_is_running())
        elif self._state.info.is_read_only:
            self._state.publish(session_notices.failure_notice(prompt_refusals.READ_ONLY))
        else:
            self.drop_proposal()
            self._idle = anyio.Event()
            self._parts.tasks.start_soon(partial(self._propose, new_id(), focus))

    def pin(self, wanted: str, *, is_pinned: bool) -> None:
        """See `SessionPins.pin`."""
        if self._state.info.is_read_only:
            self._state.publish(session_notices.failure_notice(prompt_refusals.READ_ONLY))
        else:
            self.pins.pin(wanted, is_pinned=is_pinned)

    def apply(self, compaction_id: str, summary: str) -> None:
        """Use what was proposed, with this text."""
        work = self._work
        if work is None or work.proposed is None or work.proposed.compaction_id != compaction_id:
            return
        if self._is_playing():
            self._state.publish(session_notices.turn_is_running())
        elif summary.strip():
            self._parts.tasks.start_soon(partial(self._apply, work.proposed, summary.strip()))

    def dismiss(self, compaction_id: str) -> None:
        """Drop a proposal, or stop while it is being written."""
        work = self._work
        if work is None or work.started.compaction_id != compaction_id:
            return
        work.scope.cancel()
        if work.proposed is not None:
            self.drop_proposal()

    def drop_proposal(self) -> None:
        """What waits for the user is out of date, or not wanted."""
        if self._work is not None and self._work.proposed is not None:
            self._end(CompactionOutcome.DISMISSED)

    def undo(self) -> None:
        """Send what the last summary stands for in full again."""
        if self._is_playing():
            self._state.publish(session_notices.turn_is_running())
            return
        if self._state.info.is_read_only:
            self._state.publish(session_notices.failure_notice(prompt_refusals.READ_ONLY))
            return
        if not self._history.is_whole:
            self._parts.tasks.start_soon(self._undo_when_whole)
            return
        mark = self._history.compacted.mark
        if mark is None or mark.compaction is None:
            self._state.publish(compaction_notices.nothing_to_undo())
            return
        self.drop_proposal()
        self.is_held = self.is_held or mark.compaction.is_automatic
        undone = replace(mark, is_superseded=True)
        self._history.replace_mark(undone)
        self._journal.append_message(undone)
        self._state.publish(
            CompactionEnded(compaction_id=mark.id, outcome=CompactionOutcome.UNDONE, mark=undone)
        )
        self.next.tell_context()

    async def _undo_when_whole(self) -> None:
        with suppress(SessionError):  # that it cannot be read was told
            await self._history.wait_until_whole()
            self.undo()

    def stop(self) -> None:
        """The session closes: nothing is written any more."""
        if self._work is not None:
            self._work.scope.cancel()

    async def wait_idle(self) -> None:
        """Wait until nothing is written any more."""
        while self._idle is not None:
            await self._idle.wait()

    def keep(self, mark: ChatMessage) -> None:
        """Put a mark into history and journal."""
        self._history.append(mark)
        self._journal.append_message(mark)

    async def _propose(self, compaction_id: str, focus: str) -> None:
        scope = anyio.CancelScope()
        started = CompactionStarted(compaction_id=compaction_id, message_count=0)
        self._work = _Work(started, scope)
        failure: Failure | None = None
        try:
            with scope:
                failure = await self._write(compaction_id, focus)
        finally:
            idle, self._idle = self._idle, None
            if idle is not None:
                idle.set()
            if failure is not None:
                self._end(CompactionOutcome.FAILED, failure=failure)
            elif self._work is not None and self._work.proposed is None:
                self._end(CompactionOutcome.CANCELLED)

    async def _write(self, compaction_id: str, focus: str) -> Failure | None:
        assert self._work is not None
        try:
            await self._history.wait_until_whole()
            context = self.next.context()
            plan = await self.summariser.plan(window=self.next.window, present=context.tokens)
            await self.check_hooks(plan.message_count, is_automatic=False)
            self._work.started = CompactionStarted(
                compaction_id=compaction_id, message_count=plan.message_count
            )
            self._state.publish(self._work.started)
            facts = Compaction(focus=focus, tokens_before=context.tokens)
            self._work.proposed = await self._proposal(compaction_id, plan, facts)
        except SummaryFailed as error:
            return error.failure
        except SessionError as error:
            return failure_from(error)
        self._state.publish(self._work.proposed)
        return None

    async def check_hooks(
        self, message_count: int, *, is_automatic: bool, turn_id: str = ""
    ) -> None:
        """Before a summary is written. Raises `SummaryFailed` when a hook refuses it."""
        if self.hooks is None:
            return
        reason = await self.hooks.compaction_obstacle(
            message_count, is_automatic=is_automatic, turn_id=turn_id
        )
        if reason:
            raise SummaryFailed(compaction_notices.refused_by_hook(reason))

    async def _proposal(
        self, compaction_id: str, plan: CompactionPlan, facts: Compaction
    ) -> CompactionProposed:
        mark, summary = await self.summariser.mark(plan, facts, id=compaction_id)
        return CompactionProposed(
            compaction_id=compaction_id,
            mark=mark,
            kept_count=plan.kept_count,
            left_out=summary.left_out,
        )

    async def _apply(self, proposed: CompactionProposed, summary: str) -> None:
        mark = proposed.mark
        if summary != mark.text:
            mark = await self.summariser.measured(_edited(mark, summary))
        if self._work is None or self._work.proposed is not proposed:
            return  # it was applied or dismissed meanwhile
        message_count = self._work.started.message_count
        if self._is_playing() or not self.summariser.fits(mark):
            self._end(CompactionOutcome.FAILED, failure=compaction_notices.OUT_OF_PLACE)
            return
        self.keep(mark)
        self.is_held = False
        self._end(CompactionOutcome.APPLIED, mark=mark)
        self.next.tell_context()
        self._parts.tasks.start_soon(self._journal.sync)
        if self.hooks is not None:
            await self.hooks.compacted(mark, message_count)

    def _end(
        self,
        outcome: CompactionOutcome,
        *,
        mark: ChatMessage | None = None,
        failure: Failure | None = None,
    ) -> None:
        work, self._work = self._work, None
        if work is not None:
            self._state.publish(
                CompactionEnded(
                    compaction_id=work.started.compaction_id,
                    outcome=outcome,
                    mark=mark,
                    failure=failure,
                )
            )

    def count(self, usage: Usage) -> None:
        """What a request for a summary took."""
        info = self._state.info
        context = ContextUsage(info.context_tokens, is_estimated=info.is_context_estimated)
        self._state.count_usage(usage, context, turn_id="")
        self._journal.append_usage(usage)  # a summary that nobody uses was paid for, too
        self.cost_usd += usage.cost_usd or 0.0


def _edited(mark: ChatMessage, summary: str) -> ChatMessage:
    first, *others = mark.parts
    return replace(mark, parts=(TextPart(id=first.id, text=summary), *others))
