"""One turn: from a prompt until the model stops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import anyio

from agent_tui.engine.tool_calls.refused_calls import refuse_calls
from agent_tui.engine.tool_calls.repeated_failures import RepeatedFailures
from agent_tui.engine.tool_calls.tool_runner import ToolRunner
from agent_tui.engine.turns.answer import Answer
from agent_tui.engine.turns.answer_notices import answer_notice
from agent_tui.engine.turns.cancel_scope import cancelled_by
from agent_tui.engine.turns.going_on import add_instruction, may_go_on
from agent_tui.engine.turns.step import Step, StepFailed
from agent_tui.engine.turns.system_prompt import build_system_prompt
from agent_tui.engine.turns.turn_context import SHUTDOWN_REASON, TurnContext
from agent_tui.engine.turns.turn_stopped import TurnStopped
from agent_tui.errors import ConfigError, ContextWindowExceeded, SessionError
from agent_tui.protocol.cancellation import TurnCancelled
from agent_tui.protocol.events import TurnEnded, TurnStarted
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.messages import ChatMessage, ToolCallPart
from agent_tui.protocol.results import COST_LIMIT, TurnResult
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.usage import Usage, cost_text

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.engine.hooks.turn_hooks import TurnHooks

FOREIGN_REASON = "cancelled from outside"
_TOO_LONG = ContextWindowExceeded.__name__


class Turn:
    """Runs once. Failures and the token's cancel become the result; only a foreign cancellation and
    bugs leave `run` as exceptions, and those too after `TurnEnded`, with the partial answer
    kept.

    is_retry: the prompt stands in the history. resumable: ids of the tool call parts that waited
    for people when the program ended; the turn begins with the calls that are still open.
    """

    def __init__(
        self,
        context: TurnContext,
        prompt: ChatMessage,
        *,
        is_retry: bool = False,
        resumable: frozenset[str] = frozenset(),
    ) -> None:
        self._context, self._prompt, self._is_retry = context, prompt, is_retry
        self._resumable = resumable
        self._started_at = context.clock.now()
        self._status, self._reason = TurnStatus.OK, ""
        self._error: Failure | None = None
        self._steps: list[Step] = []
        self._repeated_count = 0  # of the steps: sent once more, because there was no room
        self._cost_limit = context.options.max_cost
        self._room_cost_before = context.room.cost_usd if context.room is not None else 0.0
        self._answered_calls = 0
        self._finish_reason = FinishReason.UNKNOWN
        self.result: TurnResult | None = None  # set by the end, whatever happens

    def begin(self) -> None:
        """Publish `TurnStarted` and keep the prompt. `run` must follow."""
        self._context.events.publish_now(
            TurnStarted(prompt=self._prompt.without_pixels, is_retry=self._is_retry)
        )
        if not self._is_retry:
            admission = self._context.admission
            kept = self._prompt if admission is None else admission.kept(self._prompt)
            self._context.keep(kept)

    @property
    def prompt(self) -> ChatMessage:
        """As the model gets it, once the turn runs."""
        return self._prompt

    async def run(self) -> TurnResult:
        """Play the turn. Publishes exactly one `TurnEnded`, on every path."""
        started = self._context.clock.monotonic()
        try:
            with cancelled_by(self._context.token) as scope:
                await self._play()
            if scope.cancelled_caught:
                self._note_cancel()
        except TurnCancelled:
            self._note_cancel()
        except TurnStopped as stop:
            self._status, self._reason = stop.status, stop.reason
        except StepFailed as error:
            self._fail(error.failure)
        except (ConfigError, SessionError) as error:
            self._fail(failure_from(error))
        except BaseException as error:
            self._note_foreign(error)
            raise
        finally:
            if (hooks := self._context.hooks) is not None:
                hooks.close()
            result = self.result = self._result(self._context.clock.monotonic() - started)
            self._context.events.publish_now(TurnEnded(result=result))
        return result

    async def _play(self) -> None:
        await self._context.history.wait_until_whole()
        if (admission := self._context.admission) is not None:
            self._prompt = await admission.admit(self._prompt, is_retry=self._is_retry)
        if self._resumable:
            await self._context.journal.sync()
            calls = self._context.history.open_calls
            await self._run_calls(calls, FinishReason.TOOL_CALLS, resumable=self._resumable)
        failures = RepeatedFailures()
        while await self._has_room_for_a_step():
            answer = await self._next_answer()
            if not answer.tool_calls:
                return
            failed = await self._run_calls(answer.tool_calls, answer.finish_reason)
            if failure := failures.after_step(failed):
                if not await may_go_on(self._context, failure.title, failure.text):
                    self._fail(failure)
                    return
                failures.forget()
        self._status = TurnStatus.MAX_ITERATIONS

    async def _has_room_for_a_step(self) -> bool:
        limit, count = self._context.options.max_iterations, self._step_count
        if count and count % limit == 0:
            self._reason = "step limit"
            text = f"The turn took {count} steps without an end. Let it go on, or say what to do."
            if not await self._may_pass("Step limit", text):
                return False
        spent = (self._usage.cost_usd or 0.0) + self._room_cost
        if self._cost_limit and spent >= self._cost_limit:
            self._reason = COST_LIMIT
            text = f"The turn has cost {cost_text(spent)}. Let it go on, or say what to do."
            if not await self._may_pass("Cost limit", text):
                return False
            self._cost_limit = spent + self._context.options.max_cost
        self._reason = ""
        return True

    async def _may_pass(self, title: str, text: str) -> bool:
        """A limit is reached; `_reason` says which."""
        if (hooks := self._context.hooks) is not None:
            answer = await hooks.at_limit(self._reason, steps=self._step_count)
            if answer is not None:
                add_instruction(self._context, answer.instruction)
                return True
        return await may_go_on(self._context, title, text)

    @property
    def _step_count(self) -> int:
        return len(self._steps) - self._repeated_count

    @property
    def _room_cost(self) -> float:
        """Summaries are paid for as well."""
        room = self._context.room
        return room.cost_usd - self._room_cost_before if room is not None else 0.0

    @property
    def _usage(self) -> Usage:
        return sum((step.usage for step in self._steps), Usage())

    async def _next_answer(self) -> Answer:
        context = self._context
        await context.join_waiting()
        if context.room is not None:
            await context.room.ensure_room(context.events)
        await context.journal.sync()
        system = build_system_prompt(
            context.options,
            cwd=context.cwd,
            now=self._started_at,
            tools_mode=context.tools.mode if context.tools and context.tool_specs else None,
            skills=context.skills(),
        )
        answer = await self._run_step(system)
        self._finish_reason = answer.finish_reason
        self._tell_notice(answer)
        if context.hooks is not None:
            await self._check_answer(context.hooks, answer)
        return answer

    async def _check_answer(self, hooks: TurnHooks, answer: Answer) -> None:
        stop = await hooks.check_answer(
            answer.message(), answer.finish_reason, step=self._step_count
        )
        if stop is not None:
            await refuse_calls(self._context, answer.tool_calls, stop.reason)
            raise TurnStopped(stop.reason)

    async def _run_step(self, system: str) -> Answer:
        """One step; sent once more with a summary when the server finds it too long."""
        context, number = self._context, self._step_count + 1
        self._steps.append(Step(context, number=number, system=system))
        try:
            return await self._steps[-1].run()
        except StepFailed as error:
            if error.failure.kind != _TOO_LONG or context.room is None:
                raise
            if (failure := await context.room.make_room(context.events, error.failure)) is not None:
                raise StepFailed(failure) from error
        await context.journal.sync()
        self._steps.append(Step(context, number=number, system=system))
        self._repeated_count += 1
        try:
            return await self._steps[-1].run()
        except StepFailed as error:
            if error.failure.kind != _TOO_LONG:
                raise
            raise StepFailed(context.room.too_long(error.failure)) from error

    async def _run_calls(
        self,
        calls: Sequence[ToolCallPart],
        finish_reason: FinishReason,
        *,
        resumable: frozenset[str] | None = None,
    ) -> tuple[ToolCallPart, ...]:
        runner = ToolRunner(self._context, calls, finish_reason, resumable=resumable)
        try:
            await runner.run()
        finally:
            self._answered_calls += runner.begun_count
        return runner.failed

    def _tell_notice(self, answer: Answer) -> None:
        notice = answer_notice(
            answer.finish_reason, has_text=bool(answer.text), has_calls=bool(answer.tool_calls)
        )
        if notice is not None:
            self._context.events.publish_now(notice)

    def _note_cancel(self) -> None:
        self._reason = self._context.token.reason
        is_shutdown = self._reason == SHUTDOWN_REASON
        self._status = TurnStatus.INTERRUPTED if is_shutdown else TurnStatus.CANCELLED

    def _note_foreign(self, error: BaseException) -> None:
        if isinstance(error, anyio.get_cancelled_exc_class()):
            self._status, self._reason = TurnStatus.INTERRUPTED, FOREIGN_REASON
        else:
            self._fail(failure_from(error))

    def _fail(self, failure: Failure) -> None:
        self._status, self._error, self._reason = TurnStatus.ERROR, failure, failure.title

    def _result(self, elapsed_s: float) -> TurnResult:
        answer = self._steps[-1].answer if self._steps else None
        return TurnResult(
            session_id=self._context.events.session_id,
            turn_id=self._context.events.turn_id,
            status=self._status,
            text=answer.text if answer else "",
            reason=self._reason,
            finish_reason=self._finish_reason,
            usage=self._usage,
            tool_calls=self._answered_calls,
            elapsed_s=elapsed_s,
            error=self._error,
        )
