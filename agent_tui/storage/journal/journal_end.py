"""The end of a long journal, read without the rest: enough to show, and to go on writing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from agent_tui.storage.journal.entries import (
    JOURNAL_VERSION,
    AnyEntry,
    DeltaEntry,
    FactsEntry,
    HeadEntry,
    JournalHeader,
    MessageEntry,
    ModelEntry,
)
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.journal_scan import decoded_entry, decoded_header
from agent_tui.storage.journal.session_replay import SessionReplay

LEAST_BYTES = 500_000
"""Of a journal that is read in two parts; a smaller one is read whole within 10 ms."""
FACTS_EVERY_BYTES = 128_000
"""So much may be written before the facts are written once more; less than the first window."""

_WINDOWS = (256_000, 1_000_000, 4_000_000)  # bytes from the end, tried one after the other
_ENOUGH_MESSAGES, _ENOUGH_BYTES = 50, 128_000  # what is shown at first, from a prompt on
_LONGEST_HEADER = 64_000


class JournalEnd(Struct, frozen=True, kw_only=True):
    """The last entries of a journal, from a prompt on.

    start, size: bytes before the first of them, and of the whole journal. parent: what the first of
    them says that it follows. last_id: of the last of them. replay: facts and messages.
    """

    replay: SessionReplay
    entry_ids: frozenset[str]
    start: int
    size: int
    parent: str
    last_id: str


def read_end(path: Path) -> JournalEnd | None:
    """The end of the journal; None when it is short, or when anything in its end is not as this
    program writes it: then only the whole tells what it means. Raises `OSError`."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        header = decoded_header(file.readline(_LONGEST_HEADER).removesuffix(b"\n"))
        if size < LEAST_BYTES or header is None or header.version != JOURNAL_VERSION:
            return None
        for window in _WINDOWS:
            if window >= size - _LONGEST_HEADER:
                return None
            lines = _last_lines(file, size, window)
            entries = _linear_entries(lines)
            if entries is None:
                return None
            if (end := _end_of(header, lines, entries, size)) is not None:
                return end
    return None


def _last_lines(file: BinaryIO, size: int, window: int) -> list[bytes]:
    file.seek(size - window)
    lines = file.read(window).split(b"\n")
    # The first line was cut by the window. The last one is empty, unless the tail is torn.
    return lines[1:]


def _linear_entries(lines: Sequence[bytes]) -> list[AnyEntry] | None:
    if not lines or lines[-1]:
        return None
    entries: list[AnyEntry] = []
    for line in lines[:-1]:
        entry = decoded_entry(line)
        if entry is None or (entries and entry.parent not in ("", entries[-1].id)):
            return None
        entries.append(entry)
    has_repeats = len({entry.id for entry in entries}) < len(entries)
    return None if has_repeats else entries


def _end_of(
    header: JournalHeader, lines: Sequence[bytes], entries: Sequence[AnyEntry], size: int
) -> JournalEnd | None:
    first = _first_shown(lines, entries)
    model = _model_before(entries, first)
    if first < 0 or model is None:
        return None
    replay = SessionReplay(header, entries[first:], model=model)
    if not replay.messages:
        return None
    replay.facts = JournalFacts(header)
    for entry in entries:
        replay.facts.apply(entry)
    return JournalEnd(
        replay=replay,
        entry_ids=frozenset(entry.id for entry in entries[first:]),
        start=size - sum(len(line) + 1 for line in lines[first:-1]),
        size=size,
        parent=entries[first].parent,
        last_id=entries[-1].id,
    )


def _first_shown(lines: Sequence[bytes], entries: Sequence[AnyEntry]) -> int:
    """The place of the last prompt with enough from it on, -1 when none has. No head entry behind
    it goes back to before it: nothing before it belongs to another branch."""
    messages = size = 0
    wanted: set[str] = set()  # messages that head entries go back to
    for at in range(len(entries) - 1, -1, -1):
        entry = entries[at]
        size += len(lines[at])
        match entry:
            case MessageEntry(message=message):
                messages += 1
                wanted.discard(message.id)
                is_enough = messages >= _ENOUGH_MESSAGES or size >= _ENOUGH_BYTES
                if is_enough and message.is_prompt and not wanted:
                    return at
            case DeltaEntry(message_id=message_id):
                wanted.discard(message_id)
            case HeadEntry():
                wanted.add(entry.at)
            case _:
                pass
    return -1


def _model_before(entries: Sequence[AnyEntry], first: int) -> str | None:
    """The model in use before the entry at `first`; None when these entries do not tell."""
    facts_at, facts = next(
        ((at, entry) for at, entry in enumerate(entries) if isinstance(entry, FactsEntry)),
        (0, None),
    )
    if facts is None or any(isinstance(entry, ModelEntry) for entry in entries[:facts_at]):
        return None
    model = facts.model
    for entry in entries[:first]:
        if isinstance(entry, ModelEntry | FactsEntry):
            model = entry.model
    return model
