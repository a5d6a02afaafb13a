"""Reads one session's folder. Writes nothing; what is damaged is told, not repaired."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from agent_tui.errors import SessionFormatTooNew, SessionNotFound
from agent_tui.protocol.ids import short_id
from agent_tui.protocol.ports import EarlierHistory, StoredSession
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.drafts import load_draft
from agent_tui.storage.journal.entries import JOURNAL_VERSION
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_scan import JournalScan, scan_journal
from agent_tui.storage.journal.session_replay import SessionReplay
from agent_tui.storage.stored_paths import StoredPaths

JOURNAL_NAME = "journal.jsonl"


class SessionReading(Struct, frozen=True, kw_only=True):
    """A session and the file it came from. content: the journal's bytes that were read. facts:
    after its last entry."""

    stored: StoredSession
    scan: JournalScan
    content: bytes
    facts: JournalFacts


def read_session(folder: Path, *, copy_name: str = "") -> SessionReading:
    """Read the session in `folder`; the folder's name is its id.

    copy_name: the caller, who holds the lock, will keep a damaged file under this name; the notes
    say so. Without it a torn tail is no damage: another process may be writing that line now.
    Raises `SessionNotFound`, `SessionCorrupt`, `SessionStorageFailed`.
    """
    content = read_journal(folder)
    scan = scan_journal(content, session_id=folder.name)
    replay = SessionReplay(scan.header, scan.entries)
    replay.count()
    stored = stored_session(folder, replay, notes=damage_notes(scan, folder.name, copy_name))
    if scan.is_too_new:
        stored = replace(stored, info=replace(stored.info, is_read_only=True))
    return SessionReading(stored=stored, scan=scan, content=content, facts=replay.facts)


def stored_session(
    folder: Path,
    replay: SessionReplay,
    *,
    notes: tuple[str, ...] = (),
    earlier: EarlierHistory | None = None,
) -> StoredSession:
    """The session in `folder` after its replay, with its draft."""
    facts = replay.facts
    draft, extras = load_draft(folder)
    return StoredSession(
        info=replace(facts.info(folder.name), path=str(folder)),
        messages=tuple(map(StoredPaths(folder).read, replay.messages)),
        draft=draft,
        draft_extras=extras,
        queued=facts.queued,
        grants=facts.grants,
        waiting=facts.waiting,
        shells=facts.shells,
        pins=facts.pins,
        redo=facts.redo,
        notes=notes,
        earlier=earlier,
    )


def read_journal(folder: Path) -> bytes:
    """The journal's bytes. Raises `SessionNotFound`, `SessionStorageFailed`."""
    path = folder / JOURNAL_NAME
    with disk_failures(path, action="read", session_id=folder.name):
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise session_not_found(folder.name) from error


def session_not_found(session_id: str) -> SessionNotFound:
    """The error for an id or prefix that no stored session has."""
    return SessionNotFound(
        f"There is no stored session {session_id!r}.",
        session_id=session_id,
    )


def damage_notes(scan: JournalScan, session_id: str, copy_name: str) -> tuple[str, ...]:
    """What to tell about a scan; see `read_session`."""
    if scan.is_too_new:
        return (str(_too_new(scan, session_id)),)
    unreadable = scan.unreadable_lines + (1 if copy_name and scan.has_torn_tail else 0)
    counts = [_count(unreadable, "unreadable"), _count(scan.repeated_lines, "repeated")]
    found = " and ".join(count for count in counts if count)
    if not found:
        return ()
    kept = f"; the file as it was is kept as {copy_name}" if copy_name else ""
    verb = "was" if unreadable + scan.repeated_lines == 1 else "were"
    return (f"Session {short_id(session_id)}: {found} {verb} skipped{kept}.",)


def _too_new(scan: JournalScan, session_id: str) -> SessionFormatTooNew:
    unknown = scan.unreadable_lines + (1 if scan.has_torn_tail else 0)
    left_out = f" {_count(unknown, 'unknown')} could not be shown." if unknown else ""
    return SessionFormatTooNew(
        f"Session {short_id(session_id)} was written by a newer version of agent-tui (file format "
        f"{scan.header.version}, this version knows {JOURNAL_VERSION}). It opens read-only."
        f"{left_out} Update agent-tui to go on with it.",
        session_id=session_id,
        version=scan.header.version,
    )


def _count(number: int, kind: str) -> str:
    if not number:
        return ""
    return f"{number} {kind} line{'' if number == 1 else 's'}"
