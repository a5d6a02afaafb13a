"""One turn: from a prompt until the model stops."""

from __future__ import annotations

import anyio

from agent_tui.engine.turns.answer import Answer
from agent_tui.engine.turns.answer_notices import answer_notice
from agent_tui.engine.turns.cancel_scope import cancelled_by
from agent_tui.engine.turns.step import Step, StepFailed
from agent_tui.engine.turns.system_prompt import build_system_prompt
from agent_tui.engine.turns.tool_calls import RepeatedFailures, refusal_text
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.errors import ConfigError
from agent_tui.protocol.cancellation import TurnCancelled
from agent_tui.protocol.events import ToolCallEnded, ToolCallStarted, TurnEnded, TurnStarted
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.usage import Usage

SHUTDOWN_REASON = "shutdown"
FOREIGN_REASON = "cancelled from outside"


class Turn:
    """Runs once. Failures and the token's cancel become the result; only a foreign cancellation and
    bugs leave `run` as exceptions, and those too after `TurnEnded`, with the partial answer
    kept."""

    def __init__(
        self, context: TurnContext, prompt: ChatMessage, *, is_retry: bool = False
    ) -> None:
        self._context, self._prompt, self._is_retry = context, prompt, is_retry
        self._status, self._reason = TurnStatus.OK, ""
        self._error: Failure | None = None
        self._steps: list[Step] = []
        self._answered_calls = 0
        self._finish_reason = FinishReason.UNKNOWN
        self.result: TurnResult | None = None  # set by the end, whatever happens

    def begin(self) -> None:
        """Publish `TurnStarted` and keep the prompt. `run` must follow."""
        self._context.events.publish_now(TurnStarted(prompt=self._prompt, is_retry=self._is_retry))
        if not self._is_retry:
            self._context.keep(self._prompt)

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
        except StepFailed as error:
            self._fail(error.failure)
        except ConfigError as error:
            self._fail(failure_from(error))
        except BaseException as error:
            self._note_foreign(error)
            raise
        finally:
            result = self.result = self._result(self._context.clock.monotonic() - started)
            self._context.events.publish_now(TurnEnded(result=result))
        return result

    async def _play(self) -> None:
        context = self._context
        system = build_system_prompt(context.options, cwd=context.cwd, now=context.clock.now())
        failures = RepeatedFailures()
        for number in range(1, context.options.max_iterations + 1):
            await context.journal.sync()
            self._steps.append(Step(context, number=number, system=system))
            answer = await self._steps[-1].run()
            self._finish_reason = answer.finish_reason
            self._tell_notice(answer)
            calls = answer.tool_calls
            if not calls:
                return
            for call in calls:
                await self._refuse(call, answer.finish_reason)
            if failure := failures.after_step(calls):
                self._fail(failure)
                return
        self._status, self._reason = TurnStatus.MAX_ITERATIONS, "step limit"

    async def _refuse(self, call: ToolCallPart, finish_reason: FinishReason) -> None:
        context = self._context
        text = refusal_text(call, finish_reason)
        await context.events.publish(
            ToolCallStarted(
                call_id=call.call_id, part_id=call.id, name=call.name, arguments=call.arguments
            )
        )
        self._answered_calls += 1
        result = ToolResultPart(id=new_id(), call_id=call.call_id, text=text, is_error=True)
        context.keep(
            ChatMessage(
                id=new_id(),
                role=Role.TOOL,
                parts=(result,),
                turn_id=context.events.turn_id,
                created=context.clock.now(),
            )
        )
        context.events.publish_now(
            ToolCallEnded(call_id=call.call_id, part_id=call.id, text=text, is_error=True)
        )

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
            usage=sum((step.usage for step in self._steps), Usage()),
            tool_calls=self._answered_calls,
            elapsed_s=elapsed_s,
            error=self._error,
        )
