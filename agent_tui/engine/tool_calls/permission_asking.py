"""Asks people for the calls of a step, and acts on what they decide."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import partial

import anyio

from agent_tui.engine.asking.permission_registry import answered, reply_to
from agent_tui.engine.asking.prompt import Settlement
from agent_tui.engine.permissions.verdict import Verdict, VerdictEffect
from agent_tui.engine.tool_calls.call_arguments import take_arguments
from agent_tui.engine.tool_calls.call_context import CallContext
from agent_tui.engine.tool_calls.loose_job import run_loosely
from agent_tui.engine.tool_calls.result_text import kept_text, valid_text
from agent_tui.engine.tool_calls.session_tools import RealPath, SessionTools
from agent_tui.engine.tool_calls.tool_call import ToolCall
from agent_tui.engine.tool_calls.waiting_calls import WaitingCalls
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.errors import PermissionDenied, SessionStorageFailed
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.permissions import (
    Access,
    CommandAccess,
    Decision,
    GrantScope,
    PermissionItem,
    PermissionReply,
    PermissionRequest,
    PromptOutcome,
)
from agent_tui.protocol.status import NoticeLevel

logger = logging.getLogger(__name__)

PREVIEW_LIMIT_S = 2.0
SOURCE = "panel"
_NEEDLESS = (PermissionReply(decision=Decision.ONCE),)

Refuse = Callable[[ToolCall, str], None]


class PermissionAsking:
    """One for each answer of a model. refuse: gives a call its result, because it must not run."""

    def __init__(
        self, context: TurnContext, tools: SessionTools, waiting: WaitingCalls, refuse: Refuse
    ) -> None:
        self._context, self._tools = context, tools
        self._waiting, self._refuse = waiting, refuse

    async def ask_for(self, calls: Sequence[ToolCall]) -> None:
        """One request for calls whose verdict is to ask. Afterwards each is approved, covered by a
        grant or the mode, or refused."""

        def is_needless() -> bool:
            verdicts = [self._tools.check(call.accesses) for call in calls]
            return all(verdict.effect is not VerdictEffect.ASK for verdict in verdicts)

        can_ask = self._tools.parts.permissions.can_ask
        with self._waiting.asking() if can_ask else nullcontext():
            items = await self._items(calls)
            settlement = await self._settled(items, is_needless)
        if settlement.replies is _NEEDLESS:
            # Nobody said yes: if the mode or the grant goes before the run, it is asked again.
            return
        for call, item in zip(calls, items, strict=True):
            if settlement.outcome is PromptOutcome.ANSWERED:
                await self._decide(call, item, reply_to(item.call_id, settlement.replies))
            else:
                self._refuse(call, f"Not permitted: {item.reason} {settlement.reason}".rstrip())
        if not can_ask:
            for item in items:
                self._context.events.publish_now(_nobody_was_asked(item))

    async def ask_later(self, call: ToolCall, accesses: Sequence[Access]) -> tuple[RealPath, ...]:
        """What a running call turned out to need; returns the paths that it may use. Raises
        `PermissionDenied`."""
        verdict = self._tools.check(accesses)
        if verdict.effect is VerdictEffect.ASK:
            item = self._item(call, accesses, verdict, diff="")

            def is_needless() -> bool:
                return self._tools.check(accesses).effect is not VerdictEffect.ASK

            with self._waiting.asking(call):
                settlement = await self._settled((item,), is_needless)
            if settlement.outcome is not PromptOutcome.ANSWERED:
                raise PermissionDenied(f"Not permitted: {item.reason} {settlement.reason}".rstrip())
            reply = reply_to(item.call_id, settlement.replies)
            if reply.decision is Decision.REJECT:
                raise PermissionDenied(refusal_by_user(reply.reason))
            if is_edited(reply, item):
                raise PermissionDenied("The arguments of a call that runs cannot be changed.")
            await self._grant(reply, item)
            now = self._tools.check(accesses)
            verdict = now if now.effect is VerdictEffect.DENY else verdict
        if verdict.effect is VerdictEffect.DENY:
            raise PermissionDenied(verdict.reason)
        return verdict.real_paths

    async def _settled(
        self, items: Sequence[PermissionItem], is_needless: Callable[[], bool]
    ) -> Settlement[PermissionReply]:
        events, registry = self._context.events, self._tools.parts.permissions
        request = PermissionRequest(
            id=new_id(),
            session_id=events.session_id,
            items=tuple(items),
            turn_id=events.turn_id,
            created=self._context.clock.now(),
        )

        def recheck() -> None:
            # A grant or a mode that came meanwhile decides: nothing is left to be asked.
            if is_needless():
                registry.settle(request.id, answered(_NEEDLESS))

        with self._tools.rechecked_by(recheck):
            return await registry.request(request, on_cancel=self._context.outcome_of_cancel)

    async def _items(self, calls: Sequence[ToolCall]) -> tuple[PermissionItem, ...]:
        diffs = [""] * len(calls)

        async def preview(index: int, call: ToolCall) -> None:
            diffs[index] = await self._preview(call)

        if self._tools.parts.permissions.can_ask:
            async with anyio.create_task_group() as tasks:
                for index, call in enumerate(calls):
                    tasks.start_soon(preview, index, call)
        return tuple(
            self._item(call, call.accesses, verdict, diff=diff)
            for call, diff in zip(calls, diffs, strict=True)
            if (verdict := call.verdict) is not None
        )

    async def _preview(self, call: ToolCall) -> str:
        context = CallContext(
            call,
            self._tools,
            session_id=self._context.events.session_id,
            turn_id=self._context.events.turn_id,
            token=self._context.token,
        )
        assert call.tool is not None
        end = await run_loosely(
            self._context.tasks,
            partial(call.tool.preview, call.arguments, context),
            time_is_up=partial(self._context.clock.sleep, PREVIEW_LIMIT_S),
        )
        context.close()
        if end.error is not None:
            logger.debug("No preview of %s", call.part.name, exc_info=end.error)
        return self._kept(end.value) if isinstance(end.value, str) else ""

    def _kept(self, text: str) -> str:
        return kept_text(text, self._context.options.hide_secrets)

    def _item(
        self, call: ToolCall, accesses: Sequence[Access], verdict: Verdict, *, diff: str
    ) -> PermissionItem:
        commands = [access.command for access in accesses if isinstance(access, CommandAccess)]
        can_keep = self._tools.grants.can_keep
        return PermissionItem(
            call_id=call.part.call_id,
            tool=call.part.name,
            arguments=call.arguments_text,
            summary=_summary(call),
            reason=verdict.reason,
            command="\n".join(commands),
            diff=diff,
            session_rules=verdict.session_rules,
            always_rules=verdict.always_rules if can_keep else (),
            warnings=verdict.warnings,
            is_dangerous=verdict.is_dangerous,
        )

    async def _decide(self, call: ToolCall, item: PermissionItem, reply: PermissionReply) -> None:
        if reply.decision is Decision.REJECT:
            self._refuse(call, refusal_by_user(reply.reason))
            return
        if reply.reason.strip():
            call.notes.append(f"The user permitted this and says: {reply.reason.strip()}")
        if is_edited(reply, item):
            self._change(call, reply.arguments)
            return
        assert call.verdict is not None
        call.approve(call.accesses, call.verdict)
        await self._grant(reply, item)

    def _change(self, call: ToolCall, arguments: str) -> None:
        """Take the user's arguments. They need no further permission, because the user wrote them,
        but no rule that denies is passed over. Nothing is remembered: the rules on offer were made
        for the model's arguments."""
        call.notes.insert(0, f"The user changed the arguments to {arguments}")
        if problem := take_arguments(call, arguments, self._tools.cwd):
            self._refuse(call, problem)
            return
        verdict = call.verdict = self._tools.check(call.accesses)
        if verdict.effect is VerdictEffect.DENY:
            self._refuse(call, verdict.reason)
        else:
            call.approve(call.accesses, verdict)

    async def _grant(self, reply: PermissionReply, item: PermissionItem) -> None:
        grants = self._tools.grants
        if reply.decision is Decision.ALWAYS and item.always_rules:
            is_user = reply.scope is GrantScope.USER
            scope = GrantScope.USER if is_user else GrantScope.PROJECT
            try:
                await grants.add_stored(item.always_rules, scope, source=SOURCE)
            except SessionStorageFailed as error:
                grants.add_own(item.always_rules, source=SOURCE)
                self._context.events.publish_now(_grant_not_kept(error))
        elif reply.decision is Decision.SESSION:
            grants.add_own(item.session_rules, source=SOURCE)
        else:
            return
        self._tools.tell_change()


def is_edited(reply: PermissionReply, item: PermissionItem) -> bool:
    """True when the user wrote other arguments."""
    return bool(reply.arguments) and reply.arguments != item.arguments


def refusal_by_user(reason: str) -> str:
    """What the model reads when the user said no."""
    reason = reason.strip()
    return f"The user refused: {reason}" if reason else "The user refused this call."


def _summary(call: ToolCall) -> str:
    assert call.tool is not None
    try:
        return valid_text(call.tool.summary(call.arguments)) or call.part.name
    except BaseException as error:
        logger.warning("The tool %s has no summary", call.part.name, exc_info=error)
        return call.part.name


def _nobody_was_asked(item: PermissionItem) -> NoticeRaised:
    way_out = "Another permission mode would allow it."
    if item.session_rules:
        rules = " and ".join(f'"{rule}"' for rule in item.session_rules)
        way_out = f"The rule {rules} would allow it."
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="Not permitted, because nobody could be asked",
        text=f"{item.summary}. {way_out}",
    )


def _grant_not_kept(error: SessionStorageFailed) -> NoticeRaised:
    return NoticeRaised(
        level=NoticeLevel.WARNING,
        title="The permission holds for this session only",
        text=f"It could not be kept. {error}",
    )
