"""What a hook is told: one frozen context each, so that a later version can tell more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.hook_answers import (
    Block,
    GoOn,
    RewrittenArguments,
    RewrittenPrompt,
    RewrittenRequest,
    RewrittenResult,
    Stop,
)
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.requests import ModelRequest, ToolSpec
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.tools import ToolResult


class StartedContext(Struct, frozen=True, kw_only=True):
    """The agent is ready, and no prompt has been looked at. name: of the program. session: the one
    that was opened first."""

    name: str
    session: SessionInfo | None = None


class LeavingContext(Struct, frozen=True, kw_only=True):
    """All sessions are closed, and everything ends. reason: "user", "shutdown", "sigterm" and so
    on. sessions: those that were open, oldest first."""

    reason: str
    sessions: tuple[SessionInfo, ...] = ()


class HookContext(Struct, frozen=True, kw_only=True):
    """What the hooks of a session are told.

    session: a snapshot. turn_id: "" outside of turns. is_bootstrap: the turn is the session's first
    in this process; what it said earlier stands in `messages`. token: cancelled with the turn,
    outside of turns with everything. read_messages: see `messages`.
    """

    session: SessionInfo
    token: CancellationToken
    read_messages: Callable[[], tuple[ChatMessage, ...]]
    turn_id: str = ""
    is_bootstrap: bool = False

    @property
    def session_id(self) -> str:
        """Of the session."""
        return self.session.id

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """The history as it is when this is read, oldest first; from any thread. A prompt that no
        hook has passed yet stands in it as superseded."""
        return self.read_messages()


class SessionContext(HookContext, frozen=True, kw_only=True):
    """A session begins or ends. reason: why it ends ("user", "shutdown"), "" when it begins."""

    reason: str = ""


class HookTools(Protocol):
    """The tools of a turn, with the permissions of its session, for `async` hooks. Calls are shown
    to the user and are no part of the conversation."""

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """What there is to call."""
        ...

    async def call(self, name: str, arguments: str | Mapping[str, object] = "{}") -> ToolResult:
        """Call a tool as the model does: schema, other hooks and permission are asked, and what is
        refused or fails is a result with `is_error`. While the user decides, the time limit of the
        hook runs on. Raises `TurnOver` once the turn has ended."""
        ...


class PromptContext(HookContext, frozen=True, kw_only=True):
    """A prompt. prompt: the message with what it mentions. is_retry: its turn runs again.
    is_steering: it joins a turn that runs. tools: of this turn, None where none are offered."""

    prompt: ChatMessage
    tools: HookTools | None = None
    is_retry: bool = False
    is_steering: bool = False

    @property
    def text(self) -> str:
        """What was written, without what it mentions."""
        return self.prompt.text

    def block(self, reason: str) -> Block:
        """No model gets it; the user gets it back with the reason."""
        return Block(reason)

    def stop(self, reason: str) -> Stop:
        """It is kept, and its turn ends before the first request; the next one has it."""
        return Stop(reason)

    def rewrite(self, text: str) -> RewrittenPrompt:
        """The model and the history get this text. What the first one mentioned stays with it."""
        return RewrittenPrompt(text)


class RequestContext(HookContext, frozen=True, kw_only=True):
    """A request to a model is about to be sent. step: 1-based within the turn. attempt: 1-based
    within the step: what is sent again comes here again. purpose: "turn"; "summary" of earlier
    messages and "title" of the session belong to no step, which is 0 then."""

    request: ModelRequest
    step: int = 0
    attempt: int = 1
    purpose: str = "turn"

    def stop(self, reason: str) -> Stop:
        """It is not sent, and the turn ends; or there is no summary, no title."""
        return Stop(reason)

    def rewrite(self, request: ModelRequest) -> RewrittenRequest:
        """Send this instead, made with `msgspec.structs.replace(context.request, ...)`. The history
        stays as it is. Tools that it leaves out are not offered."""
        return RewrittenRequest(request)


class AnswerContext(HookContext, frozen=True, kw_only=True):
    """A model has answered, and no tool has run. step: see `RequestContext`."""

    answer: ChatMessage
    finish_reason: FinishReason
    step: int

    def stop(self, reason: str) -> Stop:
        """The turn ends, and no tool that the answer asks for runs."""
        return Stop(reason)


class ToolCallContext(HookContext, frozen=True, kw_only=True):
    """A tool is about to be used; permission has not been looked at. arguments: JSON text that fits
    the tool's schema."""

    call_id: str
    name: str
    arguments: str

    @property
    def parsed(self) -> Mapping[str, Any]:
        """The arguments as an object."""
        parsed: Mapping[str, Any] = msgspec.json.decode(self.arguments or "{}")
        return parsed

    def block(self, reason: str) -> Block:
        """It does not run; the model gets the reason."""
        return Block(reason)

    def stop(self, reason: str) -> Stop:
        """It does not run, and the turn ends."""
        return Stop(reason)

    def rewrite(self, arguments: str | Mapping[str, object]) -> RewrittenArguments:
        """Run it with these. Schema and permission are checked again; the model is told."""
        return RewrittenArguments(arguments)


class ToolResultContext(HookContext, frozen=True, kw_only=True):
    """A tool has run, well or not; the model has not seen what it gave. arguments: JSON text."""

    call_id: str
    name: str
    arguments: str
    result: ToolResult

    def rewrite(self, text: str) -> RewrittenResult:
        """The model, the screen and the history get this text."""
        return RewrittenResult(text)


class CompactionContext(HookContext, frozen=True, kw_only=True):
    """Earlier messages get, or got, a summary in their place. message_count: so many. mark: the
    summary, None before it is written."""

    message_count: int
    is_automatic: bool
    mark: ChatMessage | None = None

    def block(self, reason: str) -> Block:
        """No summary is written now."""
        return Block(reason)


class LimitContext(HookContext, frozen=True, kw_only=True):
    """A turn has come to a limit, and nobody was asked yet. limit: "step limit" or "cost limit".
    steps: so many were made."""

    limit: str
    steps: int

    def go_on(self, instruction: str = "") -> GoOn:
        """Let it go on as far again. instruction: words for the model."""
        return GoOn(instruction)

    def stop(self, reason: str) -> Stop:
        """The turn ends, and nobody is asked."""
        return Stop(reason)
