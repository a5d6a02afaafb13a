"""Agent events around tools: what is asked of the user, and lists that the user asked for."""

from __future__ import annotations

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.permissions import (
    Explanation,
    Grant,
    PermissionRequest,
    PromptOutcome,
    RuleTrial,
)
from agent_tui.protocol.processes import ProcessInfo
from agent_tui.protocol.questions import QuestionRequest
from agent_tui.protocol.requests import ToolSpec


class PermissionRequested(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Calls wait for permission; `ReplyPermission` decides. Comes after their
    `ToolCallStarted`."""

    request: PermissionRequest


class PermissionClosed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A permission request is no longer open."""

    request_id: str
    outcome: PromptOutcome


class QuestionAsked(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody waits for answers; `AnswerQuestion` gives them."""

    request: QuestionRequest


class QuestionClosed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A question request is no longer open."""

    request_id: str
    outcome: PromptOutcome


class GrantsListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """All grants that hold in this session, strongest first: denials, then by scope."""

    grants: tuple[Grant, ...]


class RuleTried(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `TryRule`. asked: the rule as it was asked; the trial has it as stored."""

    trial: RuleTrial
    asked: str = ""


class PermissionExplained(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to `ExplainPermission`."""

    explanation: Explanation


class ProcessesListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The child processes of all sessions, oldest first."""

    processes: tuple[ProcessInfo, ...]


class ToolsListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The tools that the model is offered, in the order of their registration."""

    tools: tuple[ToolSpec, ...]
