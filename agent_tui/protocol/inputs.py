"""User inputs: everything that anybody may ask of the engine. Imperative, JSON-codable."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.permissions import Effect, GrantScope, PermissionMode, PermissionReply
from agent_tui.protocol.questions import Answer


class UserInput(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Base of all inputs. session_id "" means the session that the runtime opened first."""

    session_id: str = ""


class SubmitPrompt(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Send a prompt, or queue it while a turn runs. prompt_id is chosen by the sender and comes
    back in `TurnStarted`, `QueueChanged` or `PromptRefused`."""

    prompt_id: str
    text: str


class EditQueued(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Replace the text of a queued prompt; text None removes it. Ignored when it was sent
    meanwhile."""

    prompt_id: str
    text: str | None


class ReleaseQueue(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Send the queue that is held after a cancelled or failed turn, or after a resume."""


class RetryTurn(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Run the last prompt again after a failed or cancelled turn, without repeating it in the
    history."""


class CancelTurn(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Stop the running turn. Harmless when none runs. The queue is held, never dropped."""

    reason: str = "user"


class NewSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Open a new, empty session with the runtime's settings. The old one stays open until
    closed."""


class OpenSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Open a stored session; stored_id is a whole id."""

    stored_id: str


class CloseSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Save and close one session."""

    reason: str = "user"


class SetModel(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Use another model, and with `provider` another provider preset or profile, from the next
    step on."""

    model: str
    provider: str = ""


class ListModels(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask the session's provider for its models; answered by `ModelsListed` or an error notice."""


class SaveDraft(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Keep the unsent text of the composer on disk; "" forgets it."""

    text: str


class ReplyPermission(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Decide a permission request. Items without a reply, by call_id or "", are rejected."""

    request_id: str
    replies: tuple[PermissionReply, ...]


class AnswerQuestion(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Answer a question request; answers None declines it, for the reason given."""

    request_id: str
    answers: tuple[Answer, ...] | None
    reason: str = ""


class SetPermissionMode(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """What the session may do without asking, from the next check on; told by
    `SessionInfoChanged`."""

    mode: PermissionMode


class ListGrants(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for all grants that hold in this session; answered by `GrantsListed`."""


class AddGrant(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Store a rule; answered by `GrantsListed`, or by an error notice when it is none."""

    rule: str
    effect: Effect = Effect.ALLOW
    scope: GrantScope = GrantScope.SESSION


class RevokeGrant(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Forget a grant, by its whole id or a prefix; answered by `GrantsListed` or a notice."""

    grant_id: str


class TryRule(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Dry run of a rule against the past calls of this session; answered by `RuleTried`."""

    rule: str


class ExplainPermission(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask who decides about a shell command; answered by `PermissionExplained`."""

    command: str


class ListProcesses(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for the child processes of all sessions; answered by `ProcessesListed`."""


class KillProcess(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """End a child process and all that it started; answered by `ProcessesListed` or a notice."""

    process_id: int


class ListTools(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for the tools that the model is offered; answered by `ToolsListed`."""


class Quit(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Leave through the exit door. reason: "user", "signal", "end of input"."""

    reason: str = "user"


AnyUserInput = (
    SubmitPrompt
    | EditQueued
    | ReleaseQueue
    | RetryTurn
    | CancelTurn
    | NewSession
    | OpenSession
    | CloseSession
    | SetModel
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
    | Quit
)
