"""User inputs: what anybody may ask of the engine. Imperative, JSON-codable.

Those that no start needs stand in files of their own; `any_input.py` names them all.
"""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.argument_checks import check_all
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.permissions import Effect, GrantScope, PermissionMode, PermissionReply
from agent_tui.protocol.questions import Answer
from agent_tui.protocol.sessions import Delivery, QueueOnStop


class UserInput(Struct, frozen=True, kw_only=True, tag=True, omit_defaults=True):
    """Base of all inputs. session_id "" means the session that the runtime opened first."""

    session_id: str = ""


class SubmitPrompt(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Send a prompt, or let it wait while a turn runs. prompt_id is chosen by the sender and comes
    back in `TurnStarted`, `PromptDelivered`, `QueueChanged` or `PromptRefused`.

    delivery: what it waits for; without effect when no turn runs. place: among the waiting prompts,
    from 0, for one that was taken out of them to be changed; it waits there again, also when those
    around it are held. -1: at the end. images: with their bytes, or with the path of a file that
    holds them. max_iterations: steps of its turn, 0 for what the settings say.

    Raises `TypeError` for a text that is none.
    """

    prompt_id: str
    text: str
    delivery: Delivery = Delivery.QUEUE
    place: int = -1
    images: tuple[PromptImage, ...] = ()
    max_iterations: int = 0

    def __post_init__(self) -> None:
        # Told to whoever sends it: on the engine's loop it would end the engine.
        if not isinstance(self.text, str):
            raise TypeError(f"A prompt is a str, not {type(self.text).__name__}.")


class EditQueued(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Replace the text of a queued prompt; text None removes it. Ignored when it was sent
    meanwhile."""

    prompt_id: str
    text: str | None


class MoveQueued(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Let a queued prompt wait at another place, counted from 0 as `QueueChanged` lists them. It
    stays among its like: those that steer, those that wait for the turn's end, those that are held.
    Ignored when it was sent meanwhile."""

    prompt_id: str
    place: int


class SteerQueued(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Let a queued prompt join the running turn at its next request; when no turn runs, send it.
    Ignored when it was sent meanwhile."""

    prompt_id: str


class ReleaseQueue(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Send the queue that is held after a cancelled or failed turn, or after a resume."""


class RetryTurn(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Run the last prompt again after a failed or cancelled turn, without repeating it in the
    history."""


class CancelTurn(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Stop the running turn. Harmless when none runs. queue: what becomes of the waiting prompts;
    in no case they are dropped."""

    reason: str = "user"
    queue: QueueOnStop = QueueOnStop.KEEP


class RunShell(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Run a shell command of the user's in the session's folder, without asking anybody, also while
    a turn runs. What it prints reaches the model with the next request; is_private: never.
    command_id is chosen by the sender and comes back in `ShellStarted` or `PromptRefused`."""

    command_id: str
    command: str
    is_private: bool = False


class StopShell(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """End a command of `RunShell` and all that it started. Ignored when it has ended."""

    command_id: str


class NewSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Open a new, empty session with the runtime's settings. The old one stays open until
    closed. new_id: the id that it gets, chosen by the sender, who knows by it which `SessionOpened`
    is the answer; "" lets the engine choose. `SessionNotOpened` when it cannot be."""

    new_id: str = ""


class OpenSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Open a stored session; stored_id is a whole id. One that is open already tells its state
    again. `SessionNotOpened` when it cannot be opened."""

    stored_id: str


class ShowSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """This session is in front of the person now. Of those behind it, an empty one is closed, and
    so are idle ones beyond a few, all saved."""


class CloseSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Save and close one session."""

    reason: str = "user"


class SetModel(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Use another model, and with `provider` another provider preset or profile, from the next
    step on."""

    model: str
    provider: str = ""


class RenameSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Give the session another title; told by `SessionInfoChanged`. One without a visible character
    changes nothing."""

    title: str


class DescribeContext(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask what the next request would consist of; answered by `ContextDescribed`."""


class ListSessions(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for the stored sessions; answered by `SessionsListed`. limit: only so many, the last
    used; 0 for all."""

    limit: int = 200


class ListModels(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask the session's provider for its models; answered by `ModelsListed` or an error notice."""


class SaveDraft(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Keep the unsent text of the composer on disk; "" without extras forgets it."""

    text: str
    extras: DraftExtras = NO_EXTRAS


class ReplyPermission(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Decide a permission request. Items without a reply, by call_id or "", are rejected. Raises
    `TypeError` for what is no reply."""

    request_id: str
    replies: tuple[PermissionReply, ...]

    def __post_init__(self) -> None:
        check_all(self.replies, PermissionReply)


class AnswerQuestion(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Answer a question request; answers None declines it, for the reason given. Raises `TypeError`
    for what is no answer."""

    request_id: str
    answers: tuple[Answer, ...] | None
    reason: str = ""

    def __post_init__(self) -> None:
        check_all(self.answers or (), Answer)


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
