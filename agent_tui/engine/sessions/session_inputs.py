"""From an input to what its session does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from agent_tui.engine.asking import permission_registry, question_registry
from agent_tui.engine.branching.branch_acts import act_on_branches
from agent_tui.engine.compaction.compaction_acts import act_on_compaction
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.exchange.session_exchanges import SessionExchanges
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.session import Session
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import ProcessesListed, ToolsListed
from agent_tui.protocol.branch_inputs import (
    BranchInput,
    ForkSession,
    LabelTurn,
    ListTree,
    PreviewRewind,
    RedoTurn,
    RewindSession,
    SwitchBranch,
    UndoTurn,
)
from agent_tui.protocol.compaction_inputs import (
    ApplyCompaction,
    CompactionInput,
    CompactSession,
    DismissCompaction,
    PinMessage,
    UndoCompaction,
)
from agent_tui.protocol.exchange_inputs import (
    ExchangeInput,
    ExportSession,
    ImportSessions,
    StopExchange,
)
from agent_tui.protocol.history_inputs import ClearHistory
from agent_tui.protocol.hook_events import HooksListed
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
    ReleaseQueue,
    RenameSession,
    ReplyPermission,
    RetryTurn,
    RevokeGrant,
    RunShell,
    SaveDraft,
    SetModel,
    SetPermissionMode,
    SteerQueued,
    StopShell,
    TryRule,
)

QueueInput = EditQueued | MoveQueued | SteerQueued | ReleaseQueue
TurnInput = RetryTurn | CancelTurn | RunShell | StopShell
PermissionInput = SetPermissionMode | ListGrants | AddGrant | RevokeGrant | TryRule
SettingInput = SetModel | SaveDraft | ClearHistory | CloseSession
DetailInput = ListModels | ListSessions | RenameSession | DescribeContext | ListHooks
ToolInput = ListProcesses | KillProcess | ListTools | ReplyPermission | AnswerQuestion
SessionInput = (
    QueueInput
    | TurnInput
    | PermissionInput
    | ExplainPermission
    | SettingInput
    | DetailInput
    | ToolInput
    | BranchInput
    | CompactionInput
    | ExchangeInput
)


class SessionInputs:
    """Acts at once or starts a task; never waits. Use on the controller's loop.

    close: closes a session for the reason given, in a task of its own; fork: opens a fork of one.
    """

    def __init__(
        self,
        parts: EngineParts,
        close: Callable[[Session, str], None],
        fork: Callable[[Session, ForkSession], None],
    ) -> None:
        self._parts, self._close, self._fork = parts, close, fork
        self._exchanges = SessionExchanges(parts)

    def pass_on(self, session: Session, user_input: SessionInput) -> None:
        """Let the session act."""
        match user_input:
            case EditQueued() | MoveQueued() | SteerQueued() | ReleaseQueue():
                _act_on_queue(session, user_input)
            case RetryTurn() | CancelTurn() | RunShell() | StopShell():
                _act_on_turns(session, user_input)
            case ListModels() | ListSessions() | RenameSession() | DescribeContext() | ListHooks():
                self._act_on_details(session, user_input)
            case SetModel() | SaveDraft() | ClearHistory() | CloseSession():
                self._act_on_settings(session, user_input)
            case (
                CompactSession()
                | ApplyCompaction()
                | DismissCompaction()
                | UndoCompaction()
                | PinMessage()
            ):
                act_on_compaction(session.compaction, user_input)
            case (
                SetPermissionMode()
                | ListGrants()
                | AddGrant()
                | RevokeGrant()
                | TryRule()
                | ExplainPermission()
            ):
                self._act_on_permissions(session, user_input)
            case (
                ListProcesses() | KillProcess() | ListTools() | ReplyPermission() | AnswerQuestion()
            ):
                self._act_on_tools(session, user_input)
            case (
                UndoTurn()
                | RedoTurn()
                | RewindSession()
                | PreviewRewind()
                | SwitchBranch()
                | ForkSession()
                | LabelTurn()
                | ListTree()
            ):
                fork = partial(self._fork, session)
                act_on_branches(session.branches, user_input, self._parts.tasks, fork)
            case ExportSession() | ImportSessions() | StopExchange():
                self._exchanges.take(session, user_input)
            case _:
                assert_never(user_input)

    def _act_on_settings(self, session: Session, user_input: SettingInput) -> None:
        match user_input:
            case SetModel():
                session.set_model(user_input)
            case SaveDraft(text=text, extras=extras):
                session.save_draft(text, extras)
            case ClearHistory():
                # Deferred: nobody clears before the first reply.
                from agent_tui.engine.editing.clearing import clear_for_user

                clear_for_user(session.edits, session.turns.is_playing, session.tell)
            case CloseSession(reason=reason):
                self._close(session, reason)

    def _act_on_details(self, session: Session, user_input: DetailInput) -> None:
        details, start_soon = session.details, self._parts.tasks.start_soon
        match user_input:
            case ListModels():
                start_soon(details.list_models)
            case ListSessions(limit=limit):
                start_soon(partial(details.list_sessions, limit))
            case RenameSession(title=title):
                details.rename(title)
            case DescribeContext():
                details.describe_context()
            case ListHooks():
                hooks = self._parts.hooks
                session.tell(HooksListed(hooks=() if hooks is None else hooks.listed()))

    def _act_on_permissions(
        self, session: Session, user_input: PermissionInput | ExplainPermission
    ) -> None:
        permissions, start_soon = session.permissions, self._parts.tasks.start_soon
        match user_input:
            case SetPermissionMode(mode=mode):
                permissions.set_mode(mode)
            case ListGrants():
                start_soon(permissions.list_grants)
            case AddGrant():
                start_soon(partial(permissions.add, user_input))
            case RevokeGrant(grant_id=prefix):
                start_soon(partial(permissions.revoke, prefix))
            case TryRule(rule=rule):
                start_soon(partial(permissions.try_rule, rule))
            case ExplainPermission(command=command):
                start_soon(partial(permissions.explain, command))

    def _act_on_tools(self, session: Session, user_input: ToolInput) -> None:
        tools = self._parts.tools
        match user_input:
            case ReplyPermission() | AnswerQuestion():
                self.answer(user_input)
            case ListTools():
                specs = () if tools is None else tools.registry.specs
                session.tell(ToolsListed(tools=specs))
            case ListProcesses():
                self._parts.tasks.start_soon(partial(self._list_processes, session.tell))
            case KillProcess(process_id=process_id):
                self._kill(session, process_id)

    def _kill(self, session: Session, process_id: int) -> None:
        tools = self._parts.tools
        process = None if tools is None else tools.processes.find(process_id)
        if process is None:
            session.tell(session_notices.no_such_process(process_id))
            return
        process.stop()
        self._parts.tasks.start_soon(partial(self._list_processes, session.tell))

    async def _list_processes(self, tell: Callable[[AgentEvent], None]) -> None:
        tools = self._parts.tools
        processes = () if tools is None else await tools.processes.snapshot()
        tell(ProcessesListed(processes=processes))

    def answer(self, user_input: ReplyPermission | AnswerQuestion) -> None:
        """Settle a request of whatever session, open or not."""
        # An answer that comes late is harmless: the request was closed, and everybody was told.
        tools = self._parts.tools
        if tools is None:
            return
        match user_input:
            case ReplyPermission(request_id=request_id, replies=replies):
                tools.permissions.settle(request_id, permission_registry.answered(replies))
            case AnswerQuestion(request_id=request_id, answers=answers, reason=reason):
                tools.questions.settle(request_id, question_registry.answered(answers, reason))


def _act_on_queue(session: Session, user_input: QueueInput) -> None:
    match user_input:
        case EditQueued(prompt_id=prompt_id, text=text):
            session.turns.waiting.edit(prompt_id, text)
        case MoveQueued(prompt_id=prompt_id, place=place):
            session.turns.waiting.move(prompt_id, place)
        case SteerQueued(prompt_id=prompt_id):
            session.steer(prompt_id)
        case ReleaseQueue():
            session.release_queue()


def _act_on_turns(session: Session, user_input: TurnInput) -> None:
    match user_input:
        case RetryTurn():
            session.retry()
        case CancelTurn(reason=reason, queue=queue):
            session.turns.cancel(reason, queue)
        case RunShell():
            session.run_shell(user_input)
        case StopShell(command_id=command_id):
            session.shells.stop(command_id)
