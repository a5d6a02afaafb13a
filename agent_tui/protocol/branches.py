"""The turns of a session as a tree: what is left behind by a rewind stays, as a branch."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class TreeTurn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One turn of a session's tree.

    id: of the message of its prompt. parent: id of the turn that it follows, "" for a first one.
    tip: id of its last message; a history that ends there has the whole turn. head: the first words
    of the prompt, foreign text. created: Unix time in seconds. message_count: of the turn.
    has_failed: it has no whole answer. label: the user's name for it. is_current: it stands on the
    branch that is shown. changed_files: how many files its tools changed.
    """

    id: str
    tip: str
    parent: str = ""
    head: str = ""
    created: float = 0.0
    message_count: int = 0
    has_failed: bool = False
    label: str = ""
    is_current: bool = False
    changed_files: int = 0


class RewindScope(StrEnum):
    """What goes back to what it was before a prompt."""

    CONVERSATION = "conversation"
    FILES = "files"
    BOTH = "both"

    @property
    def has_files(self) -> bool:
        """Files go back."""
        return self is not RewindScope.CONVERSATION

    @property
    def has_conversation(self) -> bool:
        """The history goes back."""
        return self is not RewindScope.FILES


class RewindStep(StrEnum):
    """How a session came to stand elsewhere."""

    UNDO = "undo"
    REDO = "redo"
    REWIND = "rewind"
    SWITCH = "switch"
