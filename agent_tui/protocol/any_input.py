"""All user inputs."""

from __future__ import annotations

from agent_tui.protocol.branch_inputs import BranchInput
from agent_tui.protocol.compaction_inputs import CompactionInput
from agent_tui.protocol.exchange_inputs import ExchangeInput
from agent_tui.protocol.finding_inputs import FindingInput
from agent_tui.protocol.history_inputs import ClearHistory
from agent_tui.protocol.hook_inputs import ListHooks
from agent_tui.protocol.inputs import (
    AddGrant,
    AnswerQuestion,
    CancelTurn,
    CloseSession,
    DescribeContext,
    EditQueued,
    ExplainPermission,
    KillProcess,
    ListGrants,
    ListModels,
    ListProcesses,
    ListSessions,
    ListTools,
    MoveQueued,
    NewSession,
    OpenSession,
    Quit,
    ReleaseQueue,
    RenameSession,
    ReplyPermission,
    RetryTurn,
    RevokeGrant,
    RunShell,
    SaveDraft,
    SetModel,
    SetPermissionMode,
    ShowSession,
    SteerQueued,
    StopShell,
    SubmitPrompt,
    TryRule,
)

AnyUserInput = (
    SubmitPrompt
    | EditQueued
    | MoveQueued
    | SteerQueued
    | ReleaseQueue
    | RetryTurn
    | CancelTurn
    | RunShell
    | StopShell
    | NewSession
    | OpenSession
    | ShowSession
    | CloseSession
    | SetModel
    | RenameSession
    | DescribeContext
    | ListSessions
    | ListModels
    | SaveDraft
    | ReplyPermission
    | AnswerQuestion
    | SetPermissionMode
    | ListGrants
    | AddGrant
    | RevokeGrant
    | TryRule
    | ExplainPermission
    | ListProcesses
    | KillProcess
    | ListTools
    | ListHooks
    | FindingInput
    | BranchInput
    | ClearHistory
    | CompactionInput
    | ExchangeInput
    | Quit
)
