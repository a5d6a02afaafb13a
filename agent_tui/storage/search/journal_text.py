"""Reads what can be found from a journal, from some place on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from msgspec import Struct

from agent_tui.protocol.session_search import Speaker
from agent_tui.storage.journal.entries import (
    AnyEntry,
    DeltaEntry,
    FactsEntry,
    HeadEntry,
    MessageEntry,
    TitleEntry,
)
from agent_tui.storage.journal.journal_facts import READABLE_KINDS
from agent_tui.storage.journal.journal_scan import decoded_entry, decoded_header
from agent_tui.storage.listing.prompt_titles import prompt_title
from agent_tui.storage.search.found_text import found_text, speaker_of
from agent_tui.storage.search.words import composed

MOST_BYTES = 4_000_000
"""Of a journal that are read at once."""

_TAIL = 64  # bytes before a place, by which it is known again


class TextRow(NamedTuple):
    """One message, or a title. offset: of its line in the journal, or of the first of its deltas.
    turn: offset of the prompt of its turn, 0 for none. created: Unix time in seconds."""

    offset: int
    turn: int
    speaker: Speaker
    created: int
    text: str


class ReadState(Struct, frozen=True, kw_only=True):
    """How far a journal was read, and what is known from there. offset: bytes. tail: the bytes
    before it. turn: see `TextRow`. has_heads: there are several branches."""

    offset: int = 0
    tail: bytes = b""
    turn: int = 0
    cwd: str = ""
    title: str = ""
    has_heads: bool = False


class JournalText(Struct, frozen=True, kw_only=True):
    """What was read. rows: in the order of the file; they replace those that are known from
    `start` on. state: after it. is_whole: up to the end of the file."""

    rows: list[TextRow]
    start: int
    state: ReadState
    is_whole: bool


def read_text(
    path: Path, state: ReadState, *, most_bytes: int = MOST_BYTES, pause: Callable[[], object]
) -> JournalText | None:
    """What was added since `state`, or from the beginning when the file is another one now. None
    without a readable header. pause: called after each line; what it raises passes through.

    Raises `OSError`.
    """
    with path.open("rb") as file:
        if not _is_known(file, state):
            state = ReadState()
        reading = _Reading(state)
        file.seek(state.offset)
        if not state.offset:
            header = decoded_header((line := file.readline()).removesuffix(b"\n"))
            if header is None or not line.endswith(b"\n"):
                return None
            reading.cwd, reading.offset = header.cwd, len(line)
        is_whole = False
        while reading.offset - state.offset < most_bytes:
            line = file.readline()
            if not line.endswith(b"\n"):  # the end, or a line that is being written
                is_whole = True
                break
            reading.take(line)
            pause()
        offset = reading.finish(is_whole=is_whole, start=state.offset)
        return JournalText(
            rows=reading.rows,
            start=state.offset,
            state=reading.state(offset, _tail_before(file, offset)),
            is_whole=is_whole,
        )


class _Reading:
    """Takes line after line."""

    def __init__(self, state: ReadState) -> None:
        self.rows: list[TextRow] = []
        self.offset, self._turn = state.offset, state.turn
        self.cwd, self._title, self._has_heads = state.cwd, state.title, state.has_heads
        self._partial: dict[str, tuple[int, DeltaEntry, list[str]]] = {}  # by message id

    def state(self, offset: int, tail: bytes) -> ReadState:
        return ReadState(
            offset=offset,
            tail=tail,
            turn=self._turn,
            cwd=self.cwd,
            title=self._title,
            has_heads=self._has_heads,
        )

    def take(self, line: bytes) -> None:
        entry = decoded_entry(line.removesuffix(b"\n"))
        if entry is not None:
            self._take(entry)
        self.offset += len(line)

    def finish(self, *, is_whole: bool, start: int) -> int:
        """Take what is half written, and return from where to read on: from the first half message,
        whose rest may come."""
        offsets = [offset for offset, _, _ in self._partial.values()]
        if is_whole:
            self._end_partial()
        # Not back to the start, if there is more behind it: that would go on for ever.
        return min(offsets) if offsets and (is_whole or min(offsets) > start) else self.offset

    def _take(self, entry: AnyEntry) -> None:
        match entry:
            case MessageEntry(message=message):
                self._partial.pop(message.id, None)
                if message.is_prompt:
                    self._end_partial()  # what was left behind when its turn was killed
                    self._turn = self.offset
                    self._title = self._title or prompt_title(message.text)
                created = message.created or entry.ts
                self._add(self.offset, speaker_of(message), created, found_text(message))
            case DeltaEntry() if entry.kind in READABLE_KINDS:
                known = self._partial.setdefault(entry.message_id, (self.offset, entry, []))
                known[2].append(entry.text)
            case TitleEntry(title=title):
                self._title = title
                self._add(self.offset, Speaker.TITLE, entry.ts, composed(title))
            case FactsEntry(title=title):
                self._title = title or self._title
            case HeadEntry():
                self._has_heads = True
            case _:
                pass

    def _end_partial(self) -> None:
        for offset, first, texts in self._partial.values():
            self._add(offset, Speaker.AGENT, first.ts, composed("".join(texts)))
        self._partial.clear()

    def _add(self, offset: int, speaker: Speaker, created: float, text: str) -> None:
        if text and not text.isspace():
            turn = 0 if speaker is Speaker.TITLE else self._turn
            self.rows.append(TextRow(offset, turn, speaker, int(created), text))


def _is_known(file: BinaryIO, state: ReadState) -> bool:
    return bool(state.offset) and _tail_before(file, state.offset) == state.tail


def _tail_before(file: BinaryIO, offset: int) -> bytes:
    file.seek(max(offset - _TAIL, 0))
    return file.read(min(_TAIL, offset))
