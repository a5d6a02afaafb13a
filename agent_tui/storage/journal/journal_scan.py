"""From the bytes of a journal to its entries; what is readable is read, whatever lies between."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Struct

from agent_tui.errors import SessionCorrupt
from agent_tui.protocol.ids import short_id
from agent_tui.storage.journal.entries import (
    JOURNAL_VERSION,
    KNOWN_TYPES,
    AnyEntry,
    DamageEntry,
    JournalHeader,
    KnownEntry,
    UnknownEntry,
)


class JournalScan(Struct, frozen=True, kw_only=True):
    """What stands in a journal.

    entries: in the order of the file, of all branches. last_id: of the last entry, "" when there is
    none. unreadable_lines, repeated_lines: skipped, and not reported before.
    has_torn_tail: the last line is cut off; a crash did that, or another process is writing it.
    """

    header: JournalHeader
    entries: Sequence[AnyEntry] = ()
    last_id: str = ""
    unreadable_lines: int = 0
    repeated_lines: int = 0
    has_torn_tail: bool = False

    @property
    def is_too_new(self) -> bool:
        """A newer version wrote this; it may be read as far as it is understood, not written."""
        return self.header.version > JOURNAL_VERSION

    @property
    def is_damaged(self) -> bool:
        """Something was skipped, or the last line is torn."""
        return bool(self.unreadable_lines or self.repeated_lines or self.has_torn_tail)


def scan_journal(
    content: bytes, *, session_id: str, pause: Callable[[], object] = bool
) -> JournalScan:
    """Read all lines. Raises `SessionCorrupt` without a readable header, and nothing else but what
    `pause` raises, which is called after each line."""
    lines = content.split(b"\n")
    header = decoded_header(lines[0])
    if header is None:
        raise SessionCorrupt(
            f"Session {short_id(session_id)} cannot be read: the first line of its journal is "
            "damaged. The file was left as it is; restore a backup of it, or start a new session.",
            session_id=session_id,
            line=1,
        )
    lines[0] = b""
    tail = lines.pop()
    collector = _EntryCollector()
    for line in lines:
        collector.add(line)
        pause()
    has_torn_tail = not collector.add_tail(tail)
    return JournalScan(
        header=header,
        entries=collector.entries,
        last_id=collector.last_id,
        unreadable_lines=collector.unreadable_lines,
        repeated_lines=collector.repeated_lines,
        has_torn_tail=has_torn_tail,
    )


class _EntryCollector:
    """Entries in the order of the file, and what was wrong on the way."""

    def __init__(self) -> None:
        self.entries: list[AnyEntry] = []
        self.last_id = ""
        self.unreadable_lines = 0
        self.repeated_lines = 0
        self._ids: set[str] = set()

    def add(self, line: bytes) -> None:
        entry = decoded_entry(line)
        if entry is not None:
            self._keep(entry)
        elif line.strip():
            self.unreadable_lines += 1

    def add_tail(self, tail: bytes) -> bool:
        """Take the line without a newline when it is whole. False when it is torn."""
        entry = decoded_entry(tail)
        if entry is not None:
            self._keep(entry)
        return entry is not None or not tail.strip()

    def _keep(self, entry: AnyEntry) -> None:
        if entry.id in self._ids:
            self.repeated_lines += 1
            return
        if isinstance(entry, DamageEntry):
            self.unreadable_lines = self.repeated_lines = 0
        self._ids.add(entry.id)
        self.last_id = entry.id
        self.entries.append(entry)


# A wrong byte is a ValueError of msgspec or of the UTF-8 decoder; absurdly deep nesting recurses.
_UNREADABLE = (ValueError, RecursionError)

_ENTRY_DECODER: msgspec.json.Decoder[KnownEntry] = msgspec.json.Decoder(KnownEntry)
_UNKNOWN_DECODER = msgspec.json.Decoder(UnknownEntry)
_HEADER_DECODER = msgspec.json.Decoder(JournalHeader)


class _HeaderVersion(Struct, frozen=True, tag_field="type", tag="session"):
    """The part of a header that every version must have."""

    version: int


_VERSION_DECODER = msgspec.json.Decoder(_HeaderVersion)


def decoded_entry(line: bytes) -> AnyEntry | None:
    """The entry of a line without its newline, None when it is blank or damaged."""
    try:
        return _ENTRY_DECODER.decode(line)
    except _UNREADABLE:
        return _decoded_unknown(line) if line else None


def _decoded_unknown(line: bytes) -> UnknownEntry | None:
    try:
        entry = _UNKNOWN_DECODER.decode(line)
    except _UNREADABLE:
        return None
    return None if entry.type in KNOWN_TYPES else entry


def decoded_header(line: bytes) -> JournalHeader | None:
    """The header of a first line, None when it cannot be read."""
    try:
        return _HEADER_DECODER.decode(line)
    except _UNREADABLE:
        return _decoded_newer_header(line)


def _decoded_newer_header(line: bytes) -> JournalHeader | None:
    """The header of a version whose other fields may be unlike ours."""
    try:
        version = _VERSION_DECODER.decode(line).version
    except _UNREADABLE:
        return None
    return JournalHeader(version=version) if version > JOURNAL_VERSION else None
