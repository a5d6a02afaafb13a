"""The calls of one answer: their events, and their results in the history, in call order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial

from agent_tui.engine.journal.running_output import RunningOutput
from agent_tui.engine.tool_calls.call_endings import (
    PROGRAM_ENDED,
    WAITS_FOR_RESUME,
    half_output,
    stopped_text,
)
from agent_tui.engine.tool_calls.call_output import CallOutput
from agent_tui.engine.tool_calls.result_text import capped, kept_text, with_notes
from agent_tui.engine.tool_calls.stopwatch import Stopwatch
from agent_tui.engine.tool_calls.tool_call import ToolCall
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.protocol.events import ToolCallEnded, ToolCallStarted
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.protocol.tools import ToolResult

KeepWholeText = Callable[[str, bytes], Awaitable[str]]


class CallBatch:
    """keep_whole_text: stores a text that is too long for the model and returns its path, "" when
    it cannot."""

    def __init__(
        self,
        context: TurnContext,
        parts: Sequence[ToolCallPart],
        *,
        keep_whole_text: KeepWholeText,
    ) -> None:
        self._context, self._keep_whole_text = context, keep_whole_text
        self.calls = tuple(self._call(part) for part in parts)

    @property
    def open(self) -> tuple[ToolCall, ...]:
        """The calls without a result."""
        return tuple(call for call in self.calls if call.result is None)

    @property
    def failed(self) -> tuple[ToolCallPart, ...]:
        """The calls with a bad result."""
        return tuple(call.part for call in self.calls if call.result and call.result.is_error)

    async def tell_starts(self) -> None:
        """All starts before anything else happens."""
        for call in self.calls:
            part = call.part
            await self._context.events.publish(
                ToolCallStarted(
                    call_id=part.call_id, part_id=part.id, name=part.name, arguments=part.arguments
                )
            )
            call.is_told = True

    def refuse(self, call: ToolCall, text: str) -> None:
        """Give the call a bad result; it must not run."""
        text = self._kept(with_notes(call.notes, text))
        self._end(call, self._result(call, ToolResult(text=text, is_error=True), self._cut(text)))

    async def finish(self, call: ToolCall, result: ToolResult) -> None:
        """Give the call the result of its tool; what is too long for the model goes to a file."""
        text = self._kept(with_notes(call.notes, result.text))
        path = ""
        if len(text) > self._context.options.tool_result_chars:
            call.early_result = self._result(call, result, self._cut(text))
            path = await self._keep_whole_text(f"{call.part.id}.txt", text.encode())
        self._end(call, self._result(call, result, self._cut(text, path), path))

    def end(self, comes_back: Callable[[ToolCall], bool]) -> None:
        """The turn goes on, or is over: each call gets a result, except those that come back."""
        reason = self._context.token.reason
        for call in self.open:
            if comes_back(call):
                self._tell_end(call, WAITS_FOR_RESUME, is_error=True)
            elif call.early_result is not None:
                self._end(call, call.early_result)
            else:
                text = self._kept(with_notes(call.notes, stopped_text(call, reason)))
                failed = ToolResult(text=text, is_error=True)
                self._end(call, self._result(call, failed, self._cut(text)))
        for call in self.calls:
            self._keep(call)

    def _call(self, part: ToolCallPart) -> ToolCall:
        context = self._context
        output = CallOutput(
            part.call_id,
            context.events,
            context.clock,
            context.tasks,
            hide_secrets=context.options.hide_secrets,
        )
        call = ToolCall(part, Stopwatch(context.clock), output)
        output.kept = RunningOutput(
            partial(self._keep_running, call),
            clock=context.clock,
            tasks=context.tasks,
            wait_s=context.options.delta_flush_s,
        )
        return call

    def _kept(self, text: str) -> str:
        return kept_text(text, self._context.options.hide_secrets)

    def _cut(self, text: str, path: str = "") -> str:
        return capped(text, self._context.options.tool_result_chars, path=path)

    def _result(
        self, call: ToolCall, result: ToolResult, text: str, path: str = ""
    ) -> ToolResultPart:
        return ToolResultPart(
            id=call.result_id,
            call_id=call.part.call_id,
            text=text,
            is_error=result.is_error,
            diff=self._kept(result.diff),
            images=tuple(result.images),
            blob=path,
            elapsed_s=call.stopwatch.elapsed_s,
        )

    def _end(self, call: ToolCall, result: ToolResultPart) -> None:
        call.result = result
        self._tell_end(
            call,
            result.text,
            is_error=result.is_error,
            elapsed_s=result.elapsed_s,
            diff=result.diff,
            blob=result.blob,
        )
        for earlier in self.calls:
            if earlier.result is None:
                break
            self._keep(earlier)

    def _tell_end(
        self,
        call: ToolCall,
        text: str,
        *,
        is_error: bool,
        elapsed_s: float = 0.0,
        diff: str = "",
        blob: str = "",
    ) -> None:
        call.output.close()
        if call.is_told:
            self._context.events.publish_now(
                ToolCallEnded(
                    call_id=call.part.call_id,
                    part_id=call.part.id,
                    text=text,
                    is_error=is_error,
                    elapsed_s=elapsed_s,
                    diff=diff,
                    blob=blob,
                )
            )

    def _keep(self, call: ToolCall) -> None:
        if call.result is None or call.is_kept:
            return
        call.is_kept = True
        self._context.keep(self._message(call, call.result))

    def _keep_running(self, call: ToolCall) -> int:
        """Write the result that the call has if the program dies now; the whole one replaces it."""
        # One that only reads may come back after all, and must have no result then.
        if call.result is not None or call.is_read_only:
            return 0
        output = half_output(call, PROGRAM_ENDED)
        text = self._cut(self._kept(output))
        result = self._result(call, ToolResult(text=text, is_error=True), text)
        self._context.journal.append_message(self._message(call, result))
        return len(text)

    def _message(self, call: ToolCall, result: ToolResultPart) -> ChatMessage:
        return ChatMessage(
            id=call.message_id,
            role=Role.TOOL,
            parts=(result,),
            turn_id=self._context.events.turn_id,
            created=self._context.clock.now(),
        )


def groups_in_order(calls: Sequence[ToolCall]) -> Iterator[Sequence[ToolCall]]:
    """Neighbouring reads run together, everything else alone."""
    reads: list[ToolCall] = []
    for call in calls:
        if call.is_read_only:
            reads.append(call)
            continue
        if reads:
            yield tuple(reads)
            reads.clear()
        yield (call,)
    if reads:
        yield tuple(reads)
