"""Permission first, then the run: for the calls of an answer that may be run at all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import anyio

from agent_tui.engine.asking.question_registry import answers_of, new_question
from agent_tui.engine.permissions.verdict import VerdictEffect
from agent_tui.engine.tool_calls.call_arguments import failure_text, find_accesses
from agent_tui.engine.tool_calls.call_batch import CallBatch, groups_in_order
from agent_tui.engine.tool_calls.call_context import CallContext
from agent_tui.engine.tool_calls.call_endings import timed_out_text
from agent_tui.engine.tool_calls.loose_job import JobEnd, run_loosely
from agent_tui.engine.tool_calls.permission_asking import PermissionAsking
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.tool_calls.tool_call import ToolCall
from agent_tui.engine.tool_calls.waiting_calls import WaitingCalls
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.questions import Answer, Question
from agent_tui.protocol.status import NoticeLevel
from agent_tui.protocol.tools import ToolResult

if TYPE_CHECKING:
    from agent_tui.engine.hooks.call_hooks import CallHooks

MAX_PARALLEL_READS = 8


class CallPlayer:
    """One for each answer of a model."""

    def __init__(
        self, context: TurnContext, tools: SessionTools, batch: CallBatch, waiting: WaitingCalls
    ) -> None:
        self._context, self._tools = context, tools
        self._batch, self._waiting = batch, waiting
        self._asking = PermissionAsking(context, tools, waiting, batch.refuse)
        self._reads = anyio.Semaphore(MAX_PARALLEL_READS)
        self._hooks = _call_hooks(context, batch)

    async def play(self) -> None:
        """Each call has a result afterwards. Raises `TurnStopped` for a hook that wishes it."""
        if self._hooks is not None:
            await self._hooks.look_at(self._batch.open, self._tools.cwd)
        if any(call.accesses for call in self._batch.open):
            await self._refresh_grants()
        for call in self._batch.open:
            self._check(call)
        to_ask = [call for call in self._batch.open if _verdict(call) is VerdictEffect.ASK]
        if to_ask:
            await self._asking.ask_for(to_ask)
        for group in groups_in_order(self._batch.open):
            await self._run_group(group)
            if self._hooks is not None:
                self._hooks.check_stop()

    def _check(self, call: ToolCall) -> None:
        verdict = call.verdict = self._tools.check(call.accesses)
        if verdict.effect is VerdictEffect.DENY:
            self._batch.refuse(call, f"Not permitted: {verdict.reason}")

    async def _refresh_grants(self) -> None:
        try:
            await self._tools.grants.refresh()
        except SessionStorageFailed as error:
            notice = NoticeRaised(
                level=NoticeLevel.WARNING,
                title="Kept permissions cannot be read",
                text=f"{error} Until then everything that they allow is asked.",
            )
            self._context.events.publish_now(notice)

    async def _run_group(self, group: Sequence[ToolCall]) -> None:
        if len(group) == 1:
            await self._run_one(group[0])
            return
        async with anyio.create_task_group() as tasks:
            for call in group:
                tasks.start_soon(self._run_read, call)

    async def _run_read(self, call: ToolCall) -> None:
        async with self._reads:
            await self._run_one(call)

    async def _run_one(self, call: ToolCall) -> None:
        if not await self._is_permitted(call):
            return
        assert call.tool is not None
        assert call.verdict is not None
        context = CallContext(
            call,
            self._tools,
            session_id=self._context.events.session_id,
            turn_id=self._context.events.turn_id,
            token=self._context.token,
            permitted=call.verdict.real_paths,
            ask=self._asking.ask_later,
            ask_question=self._ask_question,
        )
        call.is_begun = True
        call.stopwatch.start()
        limit_s = call.tool.timeout_s
        try:
            end = await run_loosely(
                self._context.tasks,
                partial(call.tool.run, call.arguments, context),
                time_is_up=partial(call.stopwatch.until, limit_s) if limit_s > 0 else None,
            )
        finally:
            context.close()
            call.stopwatch.stop()
        self._waiting.forget(call)
        result = _result_of(call, end)
        if self._hooks is not None:
            result = await self._hooks.result(call, result)
        await self._batch.finish(call, result)

    async def _is_permitted(self, call: ToolCall) -> bool:
        """Checks right before the run: what was permitted may be revoked, or mean another file."""
        while call.result is None:
            if problem := find_accesses(call, self._tools.cwd):
                self._batch.refuse(call, problem)
                break
            self._check(call)
            verdict = call.verdict
            if call.result is not None or verdict is None:
                break
            is_allowed = verdict.effect is VerdictEffect.ALLOW
            if not is_allowed and not call.is_approved_for(call.accesses, verdict):
                await self._asking.ask_for((call,))
            elif self._hooks is not None and not self._hooks.has_passed(call):
                await self._hooks.look_at_one(call, self._tools.cwd)
            elif call.is_read_only or not await self._waiting.write_out():
                return True
        return False

    async def _ask_question(
        self, call: ToolCall, questions: Sequence[Question], title: str
    ) -> tuple[Answer, ...]:
        events = self._context.events
        request = new_question(
            events.session_id,
            questions,
            title=title,
            turn_id=events.turn_id,
            call_id=call.part.call_id,
        )
        with self._waiting.asking(call):
            settlement = await self._tools.parts.questions.request(
                request, on_cancel=self._context.outcome_of_cancel
            )
        return answers_of(settlement)


def _call_hooks(context: TurnContext, batch: CallBatch) -> CallHooks | None:
    if context.hooks is None:
        return None
    # Deferred: most programs have no hooks.
    from agent_tui.engine.hooks.call_hooks import CallHooks

    return CallHooks(context.hooks, batch)


def _verdict(call: ToolCall) -> VerdictEffect | None:
    return None if call.verdict is None else call.verdict.effect


def _result_of(call: ToolCall, end: JobEnd[ToolResult]) -> ToolResult:
    assert call.tool is not None
    if isinstance(end.value, ToolResult):
        return end.value
    if end.error is not None:
        return ToolResult(text=failure_text(call, end.error), is_error=True)
    if end.is_out_of_time:
        return ToolResult(text=timed_out_text(call, call.tool.timeout_s), is_error=True)
    return ToolResult(text=f'The tool "{call.part.name}" gave no result.', is_error=True)
