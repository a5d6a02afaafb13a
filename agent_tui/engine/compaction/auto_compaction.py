"""Makes room in the window while a turn runs, without asking."""

from __future__ import annotations

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.compaction import compaction_notices
from agent_tui.engine.compaction.large_messages import large_messages, still_too_long
from agent_tui.engine.compaction.session_compaction import SessionCompaction
from agent_tui.engine.compaction.summary_failed import SummaryFailed
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.compaction_events import (
    CompactionEnded,
    CompactionOutcome,
    CompactionStarted,
)
from agent_tui.protocol.compactions import Compaction
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.ids import new_id

_MOST_FAILURES = 3  # in a row; then it is off for the session
_OVERFLOW_SHARE = 0.5
"""Of what did not fit: so much is tried, when no window is known."""


class AutoCompaction:
    """Implements `WindowRoom`. Lives as long as its session: failures in a row count over
    turns."""

    def __init__(self, session: SessionCompaction, options: EngineOptions) -> None:
        self.session = session
        self._is_on, self._share = options.auto_compact, options.compact_at
        self._failures = 0
        self._is_refusal_told = False  # by a hook, which is asked again before each request

    @property
    def is_off(self) -> bool:
        """It does nothing on its own."""
        is_broken = self._failures >= _MOST_FAILURES
        return not self._is_on or is_broken or self.session.is_held or self.session.is_busy

    @property
    def cost_usd(self) -> float:
        """See `WindowRoom`."""
        return self.session.cost_usd

    async def ensure_room(self, events: TurnEvents) -> None:
        """Before a request: summarise when the window is as full as the settings say. A failure
        becomes a notice."""
        window = self.session.next.window
        context = self.session.next.context()
        if context.is_estimated:
            self.session.next.note_context(context)
        if not window or context.tokens < self._share * window or self.is_off:
            return
        failure = await self._compact(events, window=window, present=context.tokens)
        if failure is None or failure is compaction_notices.NOTHING_TO_COMPACT:
            self._failures = 0
            return
        if failure.kind == compaction_notices.HOOK_REFUSED:
            if not self._is_refusal_told:
                events.publish_now(compaction_notices.automatic_refused(failure))
            self._is_refusal_told = True
            return
        self._failures += 1
        is_last = self._failures >= _MOST_FAILURES
        events.publish_now(compaction_notices.automatic_failed(failure, is_last=is_last))

    async def make_room(self, events: TurnEvents, refused: Failure) -> Failure | None:
        """After the server found a request too long. None when there is room now, else what to tell
        instead of its refusal."""
        window = self.session.next.window
        present = self.session.next.context().tokens
        smaller = int(min(window or present, present) * _OVERFLOW_SHARE)
        failure = await self._compact(
            events,
            window=smaller,
            present=smaller,
            before=present,
            most_tokens=0 if window else smaller,
        )
        return None if failure is None else self._told(refused, failure)

    def too_long(self, refused: Failure) -> Failure:
        """What to tell when that did not help."""
        return self._told(refused, None)

    def _told(self, refused: Failure, why: Failure | None) -> Failure:
        large = large_messages(self.session.next.messages, 1, head=self.session.next.head)
        return still_too_long(refused, why, large)

    async def _compact(
        self,
        events: TurnEvents,
        *,
        window: int,
        present: int,
        before: int = 0,
        most_tokens: int = 0,
    ) -> Failure | None:
        session, compaction_id = self.session, new_id()
        session.drop_proposal()
        outcome, failure, mark = CompactionOutcome.CANCELLED, None, None
        has_started = False
        try:
            plan = await session.summariser.plan(window=window, present=present)
            await session.check_hooks(plan.message_count, is_automatic=True, turn_id=events.turn_id)
            events.publish_now(
                CompactionStarted(
                    compaction_id=compaction_id,
                    message_count=plan.message_count,
                    is_automatic=True,
                )
            )
            has_started = True
            facts = Compaction(tokens_before=before or present, is_automatic=True)
            made, _ = await session.summariser.mark(
                plan,
                facts,
                id=compaction_id,
                most_tokens=most_tokens,
            )
            assert made.compaction is not None
            if made.compaction.tokens_after >= made.compaction.tokens_before:
                raise SummaryFailed(compaction_notices.NOT_SHORTER)
            session.keep(made)
            outcome, mark = CompactionOutcome.APPLIED, made
        except SummaryFailed as error:
            outcome, failure = CompactionOutcome.FAILED, error.failure
        finally:
            if has_started:
                events.publish_now(
                    CompactionEnded(
                        compaction_id=compaction_id, outcome=outcome, mark=mark, failure=failure
                    )
                )
        if mark is not None:
            session.next.tell_context()
            if session.hooks is not None:
                await session.hooks.compacted(mark, plan.message_count, turn_id=events.turn_id)
        return failure
