"""The hooks of one turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from agent_tui.engine.hooks.request_check import checked_request
from agent_tui.engine.hooks.session_hooks import SessionHooks, reason_of
from agent_tui.engine.tool_calls.result_text import valid_text
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.engine.turns.turn_stopped import TurnStopped
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.hook_answers import (
    Block,
    GoOn,
    HookAnswer,
    RewrittenArguments,
    RewrittenPrompt,
    RewrittenResult,
    Stop,
)
from agent_tui.protocol.hook_contexts import (
    AnswerContext,
    HookContext,
    HookTools,
    LimitContext,
    PromptContext,
    RequestContext,
    ToolCallContext,
    ToolResultContext,
)
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.hooks import RegisteredHook
from agent_tui.protocol.messages import ChatMessage, Part, TextPart
from agent_tui.protocol.requests import ModelRequest
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.tools import ToolResult


class ClosableTools(HookTools, Protocol):
    """Tools that are not there for ever."""

    def close(self) -> None:
        """Nothing may be called any more."""
        ...


Context = TypeVar("Context", bound=HookContext)
HideSecrets = Callable[[str], str]


class CheckedArguments(Struct, frozen=True):
    """The arguments that a call may run with. changed_by: names of the hooks that changed them."""

    text: str
    changed_by: tuple[str, ...] = ()


class TurnHooks:
    """Lives as long as the turn. Use on the controller's loop. Raises cancellation and, where it is
    said, `TurnStopped`."""

    def __init__(
        self,
        session: SessionHooks,
        events: TurnEvents,
        token: CancellationToken,
        hide_secrets: HideSecrets,
    ) -> None:
        self._session, self._events, self._token = session, events, token
        self._hide_secrets = hide_secrets
        self._is_bootstrap = session.is_first_turn()
        self.tools: ClosableTools | None = None  # of the turn

    def at(self, point: HookPoint) -> tuple[RegisteredHook, ...]:
        """The hooks of a point, in the order of their calls."""
        return self._session.at(point)

    @property
    def guards_results(self) -> bool:
        """No result of a tool may reach a model that no hook has seen."""
        return any(hook.is_guard for hook in self.at(HookPoint.AFTER_TOOL))

    def close(self) -> None:
        """The turn is over."""
        if self.tools is not None:
            self.tools.close()

    async def wait_begun(self) -> None:
        """Wait until the hooks of the session's beginning are over."""
        await self._session.wait_begun()

    async def checked_prompt(
        self, prompt: ChatMessage, *, is_steering: bool = False
    ) -> ChatMessage | Block | Stop:
        """The prompt that may be sent, or why none may."""
        for hook in self.at(HookPoint.PROMPT):
            context = self._context(
                PromptContext, prompt=prompt, is_steering=is_steering, tools=self.tools
            )
            match await self._answer(hook, context, on_failure=Block):
                case Block() | Stop() as refusal:
                    return refusal
                case RewrittenPrompt(text=text):
                    text = self._hide_secrets(valid_text(text))
                    prompt = replace(prompt, parts=_with_text(prompt, text))
        return prompt

    async def tell_message(self, prompt: ChatMessage, *, is_retry: bool) -> None:
        """The turn begins with this prompt."""
        self._session.note_turn()
        if not self.at(HookPoint.MESSAGE):
            return
        context = self._context(PromptContext, prompt=prompt, is_retry=is_retry, tools=self.tools)
        await self._session.observe(HookPoint.MESSAGE, context, tell=self._events.publish_now)

    async def checked_request(
        self, request: ModelRequest, *, step: int, attempt: int
    ) -> ModelRequest:
        """The request to be sent. Raises `TurnStopped`."""

        def context(request: ModelRequest) -> RequestContext:
            return self._context(RequestContext, request=request, step=step, attempt=attempt)

        tell = self._events.publish_now
        checked = await checked_request(self._session, request, context, tell=tell)
        if isinstance(checked, Stop):
            raise TurnStopped(self._hide_secrets(checked.reason))
        return checked

    async def check_answer(
        self, answer: ChatMessage, finish_reason: FinishReason, *, step: int
    ) -> Stop | None:
        """After a whole answer: why the turn is to end."""
        for hook in self.at(HookPoint.AFTER_MODEL):
            context = self._context(
                AnswerContext, answer=answer, finish_reason=finish_reason, step=step
            )
            answered = await self._answer(hook, context, on_failure=Stop)
            if isinstance(answered, Stop):
                return answered
        return None

    async def checked_call(
        self, call_id: str, name: str, arguments: str
    ) -> CheckedArguments | Block | Stop:
        """What a tool may be called with, or why it must not run."""
        changed_by: list[str] = []
        for hook in self.at(HookPoint.BEFORE_TOOL):
            context = self._context(
                ToolCallContext, call_id=call_id, name=name, arguments=arguments
            )
            match await self._answer(hook, context, on_failure=Block):
                case Block() | Stop() as refusal:
                    return refusal
                case RewrittenArguments(arguments=given):
                    text = given if isinstance(given, str) else _json(given)
                    if text != arguments:
                        arguments = valid_text(text)
                        changed_by.append(hook.name)
        return CheckedArguments(arguments, tuple(changed_by))

    async def checked_result(
        self, call_id: str, name: str, arguments: str, result: ToolResult
    ) -> ToolResult:
        """What the model gets of a call that ran."""
        for hook in self.at(HookPoint.AFTER_TOOL):
            context = self._context(
                ToolResultContext, call_id=call_id, name=name, arguments=arguments, result=result
            )
            match await self._answer(hook, context, on_failure=Block):
                case Block(reason=reason):
                    # Nothing of it: neither text nor pictures were looked at.
                    return ToolResult(text=f"The result is withheld. {reason}", is_error=True)
                case RewrittenResult(text=text):
                    result = replace(result, text=text)
        return result

    async def at_limit(self, limit: str, *, steps: int) -> GoOn | None:
        """At a limit of the turn. None: the user decides. Raises `TurnStopped`."""
        for hook in self.at(HookPoint.MAX_ITERATIONS):
            context = self._context(LimitContext, limit=limit, steps=steps)
            match await self._answer(hook, context, on_failure=Stop):
                case Stop(reason=reason):
                    raise TurnStopped(reason)
                case GoOn() as answer:
                    return answer
        return None

    async def _answer(
        self,
        hook: RegisteredHook,
        context: HookContext,
        *,
        on_failure: type[Block] | type[Stop],
    ) -> HookAnswer | None:
        answer, problem = await self._session.ask(hook, context, tell=self._events.publish_now)
        if problem:
            return on_failure(problem)
        if isinstance(answer, Block | Stop):
            return type(answer)(self._hide_secrets(reason_of(hook, answer)))
        return answer

    def _context(self, kind: Callable[..., Context], **facts: Any) -> Context:
        return self._session.context(
            kind,
            token=self._token,
            turn_id=self._events.turn_id,
            is_bootstrap=self._is_bootstrap,
            **facts,
        )


def _with_text(prompt: ChatMessage, text: str) -> tuple[Part, ...]:
    """The parts, with another text in place of what was written."""
    typed = [one for one in prompt.parts if isinstance(one, TextPart) and not one.attached]
    others = [one for one in prompt.parts if one not in typed]
    return (TextPart(id=typed[0].id if typed else prompt.id, text=text), *others)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
