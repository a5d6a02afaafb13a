"""Agent events: everything the engine tells. Noun and past participle; every start has its end."""

from __future__ import annotations

from enum import StrEnum

from agent_tui.protocol.agent_event import AgentEvent
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
from agent_tui.protocol.branch_events import RewindPreviewed, SessionRewound, TreeListed
from agent_tui.protocol.compaction_events import CompactionEvent
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.exchange_events import ExchangeEvent
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.finding_events import (
    SessionPreviewed,
    SessionsFound,
    StoredDeleted,
    StoredRefused,
    StoredRenamed,
)
from agent_tui.protocol.hook_events import HookEvent
from agent_tui.protocol.limit_events import RateLimitWaiting
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.packed_messages import PackedMessages
from agent_tui.protocol.prompt_events import PromptEvent
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.session_events import (
    ContextDescribed,
    SessionNotOpened,
    SessionsListed,
)
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.status import AppState, FinishReason, NoticeLevel, SessionStatus
from agent_tui.protocol.usage import Usage


class StageChanged(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The application moved to another state. detail: what it is doing there, for people
    ("waiting for the running turn"), "" when there is nothing to add."""

    state: AppState
    detail: str = ""


class SessionOpened(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A session is ready for prompts; also the first event of a late subscriber's snapshot.

    messages: the stored history, oldest first; has_earlier: only the end of it, from some prompt
    on, and one `HistoryLoaded` follows. draft, draft_extras: unsent text. queued: prompts that were
    waiting; is_queue_held: they wait for the user.
    """

    info: SessionInfo
    messages: tuple[ChatMessage, ...] = ()
    has_earlier: bool = False
    draft: str = ""
    draft_extras: DraftExtras = NO_EXTRAS
    queued: tuple[QueuedPrompt, ...] = ()
    is_queue_held: bool = False


class HistoryLoaded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """What stands before the messages of `SessionOpened`, all of it, oldest first. It may come in
    the middle of a turn; no request is sent to a model before it."""

    messages: PackedMessages


class SessionStatusChanged(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The session moved to another status."""

    status: SessionStatus


class SessionInfoChanged(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Title, model, provider or save state changed; info is the new snapshot."""

    info: SessionInfo


class SessionClosed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The session was saved and closed; published once. reason: "user", "shutdown", "error"."""

    reason: str


class QueueChanged(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The prompts that wait, in the order in which they will be sent. is_held: they wait for the
    user, because the turn before them was cancelled or failed."""

    prompts: tuple[QueuedPrompt, ...]
    is_held: bool = False


class PromptRefused(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A prompt was not accepted. The text goes back to the composer, nothing is lost."""

    prompt_id: str
    text: str
    failure: Failure


class TurnStarted(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A turn begins. prompt: the user's message; its id is the prompt_id. is_retry: the message
    already stands in the history."""

    prompt: ChatMessage
    is_retry: bool = False


class StepStarted(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A model request was sent. step: 1-based within the turn. attempt: 1-based within the step."""

    step: int
    model: str
    attempt: int = 1


class StepEnded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The model request ended, well or not. is_complete False: it failed, or was stopped before the
    answer was whole."""

    step: int
    finish_reason: FinishReason = FinishReason.UNKNOWN
    failure: Failure | None = None
    is_complete: bool = True


class PartKind(StrEnum):
    """What a streaming part is."""

    TEXT = "text"
    THINKING = "thinking"
    TOOL_CALL = "tool_call"


class PartAdded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the answer begins. text: what is there already (in a snapshot), else "".
    name: the tool's name when kind is tool_call, else ""."""

    part_id: str
    kind: PartKind
    text: str = ""
    name: str = ""


class PartDelta(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """More text of a part. merged: how many published deltas this one stands for; their sequence
    numbers are `seq - merged + 1 .. seq`."""

    part_id: str
    text: str
    merged: int = 1


class PartEnded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A part is whole, or will get no more. is_complete False: the stream stopped inside it.
    is_superseded: a retry answers anew; the part stays readable but is not sent to a model."""

    part_id: str
    is_complete: bool = True
    is_superseded: bool = False


class ToolCallStarted(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The engine takes up a tool call. arguments: JSON text as received."""

    call_id: str
    part_id: str
    name: str
    arguments: str


class ToolOutput(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Output of a running tool call, gathered over a moment. skipped_bytes: output that came
    before this text and is not shown, because it came too fast."""

    call_id: str
    text: str
    skipped_bytes: int = 0


class ToolCallEnded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """A tool call has its result; text is what the model will read. The other fields: see
    `ToolResultPart`."""

    call_id: str
    part_id: str
    text: str
    is_error: bool = False
    elapsed_s: float = 0.0
    diff: str = ""
    blob: str = ""


class UsageUpdated(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Token counts. usage: the session so far; context_*: see `SessionInfo`."""

    usage: Usage
    context_tokens: int
    context_window: int
    is_context_estimated: bool = False


class RetryScheduled(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The request failed and is sent again after delay_s seconds. attempt: the coming one,
    1-based."""

    attempt: int
    max_attempts: int
    delay_s: float
    failure: Failure


class ModelsListed(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The provider's answer to `ListModels`, sorted by name."""

    provider: str
    models: tuple[str, ...]


class NoticeRaised(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """Something the user should read. text: a sentence with what to do next."""

    level: NoticeLevel
    title: str
    text: str = ""


class TurnEnded(AgentEvent, frozen=True, kw_only=True, omit_defaults=True):
    """The turn is over; exactly one for each `TurnStarted`, on every path."""

    result: TurnResult


AnyAgentEvent = (
    StageChanged
    | SessionOpened
    | HistoryLoaded
    | SessionStatusChanged
    | SessionInfoChanged
    | SessionClosed
    | SessionNotOpened
    | QueueChanged
    | PromptEvent
    | HookEvent
    | PromptRefused
    | TurnStarted
    | StepStarted
    | StepEnded
    | PartAdded
    | PartDelta
    | PartEnded
    | ToolCallStarted
    | ToolOutput
    | ToolCallEnded
    | PermissionRequested
    | PermissionClosed
    | QuestionAsked
    | QuestionClosed
    | GrantsListed
    | RuleTried
    | PermissionExplained
    | ProcessesListed
    | ToolsListed
    | UsageUpdated
    | RetryScheduled
    | RateLimitWaiting
    | ModelsListed
    | SessionsListed
    | SessionsFound
    | SessionPreviewed
    | StoredRenamed
    | StoredDeleted
    | StoredRefused
    | ContextDescribed
    | CompactionEvent
    | ExchangeEvent
    | SessionRewound
    | RewindPreviewed
    | TreeListed
    | NoticeRaised
    | TurnEnded
)
