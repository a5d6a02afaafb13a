"""Writes the journal of a fork: what the source has so far, and where the history goes on."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import BinaryIO, TypedDict

from msgspec import Struct

from agent_tui.errors import SessionFormatTooNew
from agent_tui.protocol.checkpoint_ports import CHECKPOINTS_NAME
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.atomic_write import PRIVATE_FILE_MODE
from agent_tui.storage.forks.linked_files import link_files
from agent_tui.storage.journal.entries import (
    HeadEntry,
    KnownEntry,
    QueueEntry,
    ShellsEntry,
    TitleEntry,
    WaitingEntry,
    encode_line,
    new_entry_id,
)
from agent_tui.storage.journal.first_lines import header_of
from agent_tui.storage.journal.journal_end import read_end
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_scan import scan_journal
from agent_tui.storage.journal.session_reader import JOURNAL_NAME, read_journal
from agent_tui.storage.journal.session_replay import SessionReplay

SHARED_FOLDERS = ("images", "blobs", CHECKPOINTS_NAME)
_PART_NAME = f"{JOURNAL_NAME}.part"
_CHUNK_BYTES = 1_000_000


class _Place(TypedDict):
    id: str
    parent: str
    ts: float


class WrittenFork(Struct, frozen=True, kw_only=True):
    """last_id: of the journal's last entry. facts: after it."""

    last_id: str
    facts: JournalFacts


class _Source(Struct, frozen=True, kw_only=True):
    """size: bytes of the journal that count, up to the end of a line."""

    size: int
    last_id: str
    facts: JournalFacts


def write_fork(
    source: Path, folder: Path, info: SessionInfo, at: str, *, app_version: str
) -> WrittenFork:
    """Make `folder`, which is there and empty, a session like `source` whose history ends with the
    message `at`, "" for none of it. Id, title and counts are those of `info`, whatever the folder
    is called yet. Drafts, waiting prompts and whatever runs stay with the source.

    The journal gets its name at the very end: until then the folder is no session. Writes nothing
    to the source, and may run beside its writer. Raises `OSError`, `SessionError`.
    """
    for name in SHARED_FOLDERS:
        link_files(source / name, folder / name)
    known = _read(source)
    header = header_of(info, app_version, forked_from=source.name)
    facts = JournalFacts(header)
    facts.apply(known.facts.entry(id=new_entry_id(), parent="", ts=info.updated))
    tail = _tail(known.last_id, info, at)
    for entry in tail:
        facts.apply(entry)
    last = facts.entry(id=new_entry_id(), parent=tail[-1].id, ts=time.time())
    part = folder / _PART_NAME
    with os.fdopen(_created(part), "wb") as file:
        file.write(encode_line(header))
        _copy_entries(source / JOURNAL_NAME, known.size, file)
        file.write(b"".join(encode_line(entry) for entry in (*tail, last)))
        file.flush()
        os.fsync(file.fileno())
    os.rename(part, folder / JOURNAL_NAME)
    return WrittenFork(last_id=last.id, facts=facts)


def _read(source: Path) -> _Source:
    end = read_end(source / JOURNAL_NAME)
    if end is not None:
        return _Source(size=end.size, last_id=end.last_id, facts=end.replay.facts)
    content = read_journal(source)
    whole = content[: content.rfind(b"\n") + 1]
    scan = scan_journal(whole, session_id=source.name)
    if scan.is_too_new:
        raise SessionFormatTooNew(
            f"Session {short_id(source.name)} was written by a newer version of agent-tui and "
            "cannot be forked. Update agent-tui first.",
            session_id=source.name,
            version=scan.header.version,
        )
    replay = SessionReplay(scan.header, scan.entries)
    replay.count()
    return _Source(size=len(whole), last_id=scan.last_id, facts=replay.facts)


def _tail(last_id: str, info: SessionInfo, at: str) -> list[KnownEntry]:
    now = time.time()
    ids = [new_entry_id() for _ in range(5)]
    title, queue, waiting, shells, head = (
        _Place(id=entry_id, parent=parent, ts=now)
        for entry_id, parent in zip(ids, (last_id, *ids), strict=False)
    )
    return [
        TitleEntry(**title, title=info.title),
        QueueEntry(**queue, prompts=()),
        WaitingEntry(**waiting, part_ids=()),
        ShellsEntry(**shells, commands=()),
        HeadEntry(
            **head,
            at=at,
            message_count=info.message_count,
            context_tokens=info.context_tokens,
        ),
    ]


def _created(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE)


def _copy_entries(journal: Path, size: int, target: BinaryIO) -> None:
    """The first `size` bytes without the header."""
    with journal.open("rb") as file:
        left = size - len(file.readline())
        while left > 0 and (chunk := file.read(min(left, _CHUNK_BYTES))):
            target.write(chunk)
            left -= len(chunk)
