"""User inputs: everything that anybody may ask of the engine. Imperative, JSON-codable."""

from __future__ import annotations

from msgspec import Struct


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
    | Quit
)
