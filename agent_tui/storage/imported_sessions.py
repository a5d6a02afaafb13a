"""Writes a whole session at once: its folder with images and long texts, then its journal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

from msgspec.structs import replace

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.messages import ChatMessage, Part, ToolResultPart
from agent_tui.storage.atomic_write import write_atomically
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.journal.entries import (
    ClosedEntry,
    KnownEntry,
    LabelEntry,
    MessageEntry,
    ModelEntry,
    PinsEntry,
    TitleEntry,
    encode_line,
    new_entry_id,
)
from agent_tui.storage.journal.first_lines import header_of
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.session_journal import BLOBS_NAME
from agent_tui.storage.journal.session_reader import JOURNAL_NAME
from agent_tui.storage.listing.session_listing import is_folder_name
from agent_tui.storage.private_folder import make_private_folder
from agent_tui.storage.stored_images import StoredImages
from agent_tui.storage.stored_paths import StoredPaths


class _Place(TypedDict):
    id: str
    parent: str
    ts: float


def write_session(
    sessions_dir: Path, conversation: Conversation, *, app_version: str
) -> JournalFacts:
    """Make the session's folder. The times are those of the conversation; nothing in it permits
    anything. Raises `SessionStorageFailed`, and then leaves nothing behind.

    The journal comes last: until it is there the folder is no session.
    """
    session_id = conversation.info.id
    folder = sessions_dir / session_id
    if not is_folder_name(session_id):
        raise SessionStorageFailed(
            f"{session_id!r} cannot be the id of a stored session.", session_id=session_id
        )
    with disk_failures(folder, session_id=session_id):
        make_private_folder(sessions_dir)
        folder.mkdir(mode=0o700)
    try:
        with disk_failures(folder, session_id=session_id):
            return _write_in(folder, conversation, app_version)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write_in(folder: Path, conversation: Conversation, app_version: str) -> JournalFacts:
    header = header_of(conversation.info, app_version)
    header = replace(header, imported_from=conversation.origin)
    facts = JournalFacts(header)
    lines = [encode_line(header)]
    entry_id = ""
    for entry in _entries(folder, conversation):
        lines.append(encode_line(entry))
        facts.apply(entry)
        entry_id = entry.id
    updated = conversation.info.updated or conversation.info.created
    summary = facts.entry(id=new_entry_id(), parent=entry_id, ts=updated)
    end = ClosedEntry(id=new_entry_id(), parent=summary.id, ts=updated, reason="imported")
    lines += [encode_line(summary), encode_line(end)]
    write_atomically(folder / JOURNAL_NAME, b"".join(lines))
    facts.apply(end)
    return facts


def _entries(folder: Path, conversation: Conversation) -> Iterator[KnownEntry]:
    info = conversation.info
    entry_id, time = "", info.created

    def place() -> _Place:
        nonlocal entry_id
        parent, entry_id = entry_id, new_entry_id()
        return _Place(id=entry_id, parent=parent, ts=time)

    if info.provider or info.model:
        yield ModelEntry(**place(), provider=info.provider, model=info.model)
    if info.title:
        yield TitleEntry(**place(), title=info.title)
    images, paths = StoredImages(folder), StoredPaths(folder)
    for message in conversation.messages:
        time = message.created or time
        kept = _with_whole_texts(folder, images.of_message(message), conversation)
        yield MessageEntry(**place(), message=paths.written(kept))
    known = {message.id for message in conversation.messages}
    for message_id, label in conversation.labels.items():
        if message_id in known and label:
            yield LabelEntry(**place(), message_id=message_id, label=label)
    if pins := tuple(pin for pin in conversation.pins if pin in known):
        yield PinsEntry(**place(), message_ids=pins)


def _with_whole_texts(
    folder: Path, message: ChatMessage, conversation: Conversation
) -> ChatMessage:
    """The message whose long results have files of this session, or none."""
    if not any(isinstance(part, ToolResultPart) for part in message.parts):
        return message

    def kept(part: Part) -> Part:
        if not isinstance(part, ToolResultPart):
            return part
        text = conversation.whole_texts.get(part.id)
        if text is None:
            return replace(part, blob="")
        path = folder.absolute() / BLOBS_NAME / f"{new_entry_id()}.txt"
        write_atomically(path, text.encode("utf-8", "replace"))
        return replace(part, blob=str(path))

    return replace(message, parts=tuple(map(kept, message.parts)))
