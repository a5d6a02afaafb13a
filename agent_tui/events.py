"""Agent events, by class, for `match`: what `Agent.stream` yields and hosts subscribe to.

    from agent_tui.events import PartDelta, TurnEnded

Each says in its docstring when it comes. `AnyAgentEvent` is the union of all of them.
"""

from __future__ import annotations

from agent_tui.protocol.agent_event import (
    AgentEvent,
)
from agent_tui.protocol.asking_events import (
    GrantsListed,
    PermissionClosed,
    PermissionExplained,
    PermissionRequested,
    ProcessesListed,
    QuestionAsked,
    QuestionClosed,
    RuleTried,
    ToolsListed,
)
from agent_tui.protocol.branch_events import (
    RewindPreviewed,
    SessionRewound,
    TreeListed,
)
from agent_tui.protocol.compaction_events import (
    CompactionEnded,
    CompactionOutcome,
    CompactionProposed,
    CompactionStarted,
    PinsChanged,
)
from agent_tui.protocol.events import (
    AnyAgentEvent,
    HistoryLoaded,
    ModelsListed,
    NoticeRaised,
    PartAdded,
    PartDelta,
    PartEnded,
    PartKind,
    PromptRefused,
    QueueChanged,
    RetryScheduled,
    SessionClosed,
    SessionInfoChanged,
    SessionOpened,
    SessionStatusChanged,
    StageChanged,
    StepEnded,
    StepStarted,
    ToolCallEnded,
    ToolCallStarted,
    ToolOutput,
    TurnEnded,
    TurnStarted,
    UsageUpdated,
)
from agent_tui.protocol.exchange_events import (
    ExchangeProgressed,
    SessionExported,
    SessionsImported,
)
from agent_tui.protocol.finding_events import (
    SessionPreviewed,
    SessionsFound,
    StoredDeleted,
    StoredRefused,
    StoredRenamed,
)
from agent_tui.protocol.hook_events import (
    HookEnded,
    HookInfo,
    HooksListed,
    HookWaiting,
    PromptRewritten,
)
from agent_tui.protocol.limit_events import (
    RateLimitWaiting,
)
from agent_tui.protocol.prompt_events import (
    PromptDelivered,
    QueueReturned,
    ShellEnded,
    ShellStarted,
)
from agent_tui.protocol.session_events import (
    ContextDescribed,
    ContextPart,
    ContextSource,
    LargeMessage,
    SessionNotOpened,
    SessionsListed,
)

__all__ = [
    "AgentEvent",
    "AnyAgentEvent",
    "CompactionEnded",
    "CompactionOutcome",
    "CompactionProposed",
    "CompactionStarted",
    "ContextDescribed",
    "ContextPart",
    "ContextSource",
    "ExchangeProgressed",
    "GrantsListed",
    "HistoryLoaded",
    "HookEnded",
    "HookInfo",
    "HookWaiting",
    "HooksListed",
    "LargeMessage",
    "ModelsListed",
    "NoticeRaised",
    "PartAdded",
    "PartDelta",
    "PartEnded",
    "PartKind",
    "PermissionClosed",
    "PermissionExplained",
    "PermissionRequested",
    "PinsChanged",
    "ProcessesListed",
    "PromptDelivered",
    "PromptRefused",
    "PromptRewritten",
    "QuestionAsked",
    "QuestionClosed",
    "QueueChanged",
    "QueueReturned",
    "RateLimitWaiting",
    "RetryScheduled",
    "RewindPreviewed",
    "RuleTried",
    "SessionClosed",
    "SessionExported",
    "SessionInfoChanged",
    "SessionNotOpened",
    "SessionOpened",
    "SessionPreviewed",
    "SessionRewound",
    "SessionStatusChanged",
    "SessionsFound",
    "SessionsImported",
    "SessionsListed",
    "ShellEnded",
    "ShellStarted",
    "StageChanged",
    "StepEnded",
    "StepStarted",
    "StoredDeleted",
    "StoredRefused",
    "StoredRenamed",
    "ToolCallEnded",
    "ToolCallStarted",
    "ToolOutput",
    "ToolsListed",
    "TreeListed",
    "TurnEnded",
    "TurnStarted",
    "UsageUpdated",
]
