"""User inputs that move a session on the tree of its turns."""

from __future__ import annotations

from agent_tui.protocol.branches import RewindScope
from agent_tui.protocol.inputs import UserInput


class UndoTurn(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Take the last turn out of the history; `SessionRewound` brings its prompt back. It stays in
    the tree. Refused with a notice while a turn runs."""


class RedoTurn(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Take back the newest `UndoTurn` or `RewindSession` since which nothing was sent, with the
    files that went with it. Refused with a notice while a turn runs."""


class RewindSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Go back to before a prompt of the history: with the conversation, with the files that tools
    changed since, or with both; answered by `SessionRewound`. message_id: of the prompt. paths:
    only these files, of those that `RewindPreviewed` names; None: all that can be. Files are taken
    back first; the conversation goes back whatever becomes of them. Refused with a notice while a
    turn runs."""

    message_id: str
    what: RewindScope = RewindScope.CONVERSATION
    paths: tuple[str, ...] | None = None


class PreviewRewind(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask what a rewind would do to files; answered by `RewindPreviewed`."""

    message_id: str


class SwitchBranch(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Let the history be the one that ends with the message `at`, on whatever branch; "": an empty
    one. Answered by `SessionRewound`. Refused with a notice while a turn runs."""

    at: str


class ForkSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Open a new session that has the history of this one, up to the message `message_id`, on
    whatever branch; "": up to now, without a turn that runs. new_id: see `NewSession`. The source
    stays open. `SessionNotOpened` when it cannot be."""

    new_id: str = ""
    message_id: str = ""


class LabelTurn(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Give a turn a name for the tree, by the id of its prompt; "" takes it away. Answered by
    `TreeListed`."""

    message_id: str
    label: str


class ListTree(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask for the turns of all branches; answered by `TreeListed`."""


BranchInput = (
    UndoTurn
    | RedoTurn
    | RewindSession
    | PreviewRewind
    | SwitchBranch
    | ForkSession
    | LabelTurn
    | ListTree
)
