"""The lines of a journal: a header, then entries that each name the one before them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from agent_tui.protocol.checkpoints import FileCheckpoint
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.permissions import Grant, PermissionMode
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage

RENAMED = "renamed"
"""Why a session was closed that was opened for its title only."""
JOURNAL_VERSION = 1  # counts up when an older reader would misunderstand, not for new entry types


class JournalHeader(
    Struct, frozen=True, kw_only=True, tag_field="type", tag="session", omit_defaults=True
):
    """Line 1. created: Unix time in seconds; app_version: who wrote it, for reports of damage.
    forked_from: id of the session whose copy this one began as. imported_from: the program and file
    that an imported one comes from, for people."""

    version: Annotated[int, Meta(ge=1)]
    id: str = ""
    cwd: str = ""
    created: float = 0.0
    app_version: str = ""
    forked_from: str = ""
    imported_from: str = ""


class JournalEntry(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """Base of all entries.

    id: unique in its journal. parent: id of the entry that this one follows; the header's id for
    the header, "" for the line before. ts: Unix time in seconds.

    The messages make a tree: each follows the one that was last when its entry was written. A head
    entry, and an entry whose parent lies further back, go on elsewhere in it; the history is the
    way from the last message back to the first. All else is true of the whole session: the last
    entry of its kind in the file counts, whatever the branch.
    """

    id: Annotated[str, Meta(min_length=1)]
    parent: str = ""
    ts: float = 0.0


class MessageEntry(JournalEntry, frozen=True, kw_only=True, tag="message", omit_defaults=True):
    """A whole message. It supersedes deltas, and a former message, with the same message id."""

    message: ChatMessage


class DeltaEntry(JournalEntry, frozen=True, kw_only=True, tag="delta", omit_defaults=True):
    """More text of one part of a message that is still streaming."""

    message_id: str
    turn_id: str
    part_id: str
    kind: PartKind
    text: str


class HeadEntry(JournalEntry, frozen=True, kw_only=True, tag="head", omit_defaults=True):
    """The history goes on after the message `at`; "": before the first. What came after it stays in
    the journal, as a branch. Ignored when there is no such message: damage must not hide a history.

    message_count, context_tokens: of the history up to there. redo: the last messages of the
    histories that can be brought back, the next one last, until another message is written.
    """

    at: str
    message_count: int = 0
    context_tokens: int = 0
    redo: tuple[str, ...] = ()


class LabelEntry(JournalEntry, frozen=True, kw_only=True, tag="label", omit_defaults=True):
    """The user's name for the turn that begins with this message; "" takes it away."""

    message_id: str
    label: str


class ModelEntry(JournalEntry, frozen=True, kw_only=True, tag="model", omit_defaults=True):
    """Provider and model used from here on, by name. Never a key or an address."""

    provider: str
    model: str


class TitleEntry(JournalEntry, frozen=True, kw_only=True, tag="title", omit_defaults=True):
    """The session's title from here on."""

    title: str


class QueueEntry(JournalEntry, frozen=True, kw_only=True, tag="queue", omit_defaults=True):
    """All prompts that wait from here on."""

    prompts: tuple[QueuedPrompt, ...]


class ModeEntry(JournalEntry, frozen=True, kw_only=True, tag="mode", omit_defaults=True):
    """What the session may do without asking, from here on."""

    mode: PermissionMode


class GrantEntry(JournalEntry, frozen=True, kw_only=True, tag="grant", omit_defaults=True):
    """All grants of the session itself from here on."""

    grants: tuple[Grant, ...]


class WaitingEntry(JournalEntry, frozen=True, kw_only=True, tag="waiting", omit_defaults=True):
    """The tool call parts that wait for people from here on, by id; empty once they do not. Those
    that a last entry names have not changed anything and may be taken up again."""

    part_ids: tuple[str, ...]


class ShellsEntry(JournalEntry, frozen=True, kw_only=True, tag="shells", omit_defaults=True):
    """The user's shell commands that run from here on. Of those that the program left behind, the
    next opening says that they were interrupted."""

    commands: tuple[ShellCommand, ...]


class CheckpointEntry(
    JournalEntry, frozen=True, kw_only=True, tag="checkpoint", omit_defaults=True
):
    """A file that is about to be changed, or was. A later entry with the same checkpoint id counts
    in place of an earlier one. Contents: see `FileContentStore`."""

    checkpoint: FileCheckpoint


class PinsEntry(JournalEntry, frozen=True, kw_only=True, tag="pins", omit_defaults=True):
    """Ids of the messages that are sent word for word from here on, whatever is summarised."""

    message_ids: tuple[str, ...]


class SkillsEntry(JournalEntry, frozen=True, kw_only=True, tag="skills", omit_defaults=True):
    """All skills that are active from here on."""

    skills: tuple[Skill, ...]


class UsageEntry(JournalEntry, frozen=True, kw_only=True, tag="usage", omit_defaults=True):
    """What a request took that left no answer in the history: for a title, or for a summary,
    whether that was used or not."""

    usage: Usage


class FactsEntry(JournalEntry, frozen=True, kw_only=True, tag="facts", omit_defaults=True):
    """What the entries before add up to, so that a reader may start here: written now and then, and
    at the end. All but the last four hold from here on, like the entries of their own. The counts
    are of the history, the usage is of all branches; whoever reads all counts anew. updated: when
    the session was used last, which renaming it is not."""

    title: str = ""
    provider: str = ""
    model: str = ""
    mode: PermissionMode = PermissionMode.ASK
    queued: tuple[QueuedPrompt, ...] = ()
    grants: tuple[Grant, ...] = ()
    waiting: tuple[str, ...] = ()
    shells: tuple[ShellCommand, ...] = ()
    pins: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()
    redo: tuple[str, ...] = ()
    message_count: int = 0
    context_tokens: int = 0
    usage: Usage = Usage()
    updated: float = 0.0


class DamageEntry(JournalEntry, frozen=True, kw_only=True, tag="damage", omit_defaults=True):
    """Unreadable lines before this entry are known and were reported, so that not every opening
    reports and copies them again. copy: file name of the journal as it was found."""

    copy: str


class ClosedEntry(JournalEntry, frozen=True, kw_only=True, tag="closed", omit_defaults=True):
    """The session was closed in order."""

    reason: str


class UnknownEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry of a type that this version does not know. It keeps its place in the tree."""

    id: Annotated[str, Meta(min_length=1)]
    type: Annotated[str, Meta(min_length=1)]
    parent: str = ""
    ts: float = 0.0


KnownEntry = (
    MessageEntry
    | DeltaEntry
    | HeadEntry
    | LabelEntry
    | ModelEntry
    | TitleEntry
    | QueueEntry
    | ModeEntry
    | GrantEntry
    | WaitingEntry
    | ShellsEntry
    | PinsEntry
    | CheckpointEntry
    | SkillsEntry
    | UsageEntry
    | FactsEntry
    | DamageEntry
    | ClosedEntry
)
AnyEntry = KnownEntry | UnknownEntry

# "session" too: a header further down is no entry of a later version, it is damage.
KNOWN_TYPES = frozenset(
    {"session", "message", "delta", "model", "title", "queue", "mode", "grant", "waiting"}
    | {"shells", "facts", "damage", "closed", "head", "label", "checkpoint", "pins", "usage"}
    | {"skills"}
)


def new_entry_id() -> str:
    """An id for one entry: 16 hexadecimal digits, enough within one journal."""
    return new_id()[:16]


def encode_line(entry: JournalHeader | JournalEntry) -> bytes:
    """The entry as one line of JSON, newline included. Lone surrogates become U+FFFD."""
    try:
        return msgspec.json.encode(entry) + b"\n"
    except UnicodeEncodeError:
        # Models and terminals can produce half a surrogate pair; no message may be lost for that.
        return msgspec.json.encode(_with_valid_text(msgspec.to_builtins(entry))) + b"\n"


def _with_valid_text(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {key: _with_valid_text(item) for key, item in value.items()}
        case list() | tuple():
            return [_with_valid_text(item) for item in value]
        case _:
            return value
