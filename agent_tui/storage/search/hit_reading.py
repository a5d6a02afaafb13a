"""From a candidate of the index to a hit: its message is read from the journal."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from agent_tui.errors import SessionError
from agent_tui.protocol.session_search import SearchHit
from agent_tui.storage.journal.entries import AnyEntry, DeltaEntry, MessageEntry, TitleEntry
from agent_tui.storage.journal.journal_scan import decoded_entry, scan_journal
from agent_tui.storage.journal.session_reader import JOURNAL_NAME, read_journal
from agent_tui.storage.journal.session_replay import SessionReplay
from agent_tui.storage.search.found_text import found_text
from agent_tui.storage.search.query import Query
from agent_tui.storage.search.search_database import Candidate, IndexedSession
from agent_tui.storage.search.snippet import snippet_of
from agent_tui.storage.search.words import composed

_MOST_DELTAS = 2_000  # of a message that was never finished
_MOST_SCANNED = 64_000_000  # bytes of a journal that is read whole to know its branches


class HitReader:
    """Reads the hits of one answer. sessions: those of the candidates by id, as they were
    indexed."""

    def __init__(
        self, sessions_dir: Path, sessions: Mapping[str, IndexedSession], query: Query
    ) -> None:
        self._sessions_dir, self._sessions, self._query = sessions_dir, sessions, query
        self._branches: dict[str, frozenset[str] | None] = {}

    def hit(self, candidate: Candidate) -> SearchHit | None:
        """None when the journal has changed and nothing of the kind stands there any more."""
        session_id = candidate.session_id
        session = self._sessions.get(session_id)
        if session is None:
            return None
        try:
            with (self._sessions_dir / session_id / JOURNAL_NAME).open("rb") as file:
                found = _read(file, candidate.place)
                prompt = _message_id(_entry_at(file, candidate.turn)) if candidate.turn else ""
        except OSError:
            return None
        if found is None:
            return None
        message_id, text = found
        snippet, marks = snippet_of(text, self._query)
        return SearchHit(
            session_id=session_id,
            speaker=candidate.speaker,
            title=session.state.title,
            cwd=session.state.cwd,
            message_id=message_id,
            prompt_id=prompt,
            created=float(candidate.created),
            snippet=snippet,
            marks=marks,
            is_left=bool(message_id) and self._is_left(session, message_id),
        )

    def _is_left(self, session: IndexedSession, message_id: str) -> bool:
        if not session.state.has_heads:
            return False
        if session.id not in self._branches:
            self._branches[session.id] = _branch(self._sessions_dir / session.id)
        branch = self._branches[session.id]
        return branch is not None and message_id not in branch


def distinct(hits: Sequence[SearchHit], hit: SearchHit) -> bool:
    """Whether a hit is none of these: a message may stand in a journal in several forms."""
    return not hit.message_id or all(
        (one.session_id, one.message_id) != (hit.session_id, hit.message_id) for one in hits
    )


def _read(file: BinaryIO, place: int) -> tuple[str, str] | None:
    """Id and text of the message at this place; the id of a title is ""."""
    match _entry_at(file, place):
        case MessageEntry(message=message):
            return message.id, found_text(message)
        case TitleEntry(title=title):
            return "", composed(title)
        case DeltaEntry() as first:
            return first.message_id, composed(first.text + _text_of_deltas(file, first.message_id))
        case _:
            return None


def _text_of_deltas(file: BinaryIO, message_id: str) -> str:
    texts: list[str] = []
    for _ in range(_MOST_DELTAS):
        entry = decoded_entry(file.readline().removesuffix(b"\n"))
        if entry is None or _message_id(entry) not in ("", message_id):
            break
        if isinstance(entry, DeltaEntry):
            texts.append(entry.text)
    return "".join(texts)


def _entry_at(file: BinaryIO, place: int) -> AnyEntry | None:
    file.seek(place)
    return decoded_entry(file.readline().removesuffix(b"\n"))


def _message_id(entry: AnyEntry | None) -> str:
    match entry:
        case MessageEntry(message=message):
            return message.id
        case DeltaEntry(message_id=message_id):
            return message_id
        case _:
            return ""


def _branch(folder: Path) -> frozenset[str] | None:
    """The ids of the messages in the session's history; None when nobody can tell."""
    try:
        if os.stat(folder / JOURNAL_NAME).st_size > _MOST_SCANNED:
            return None
        scan = scan_journal(read_journal(folder), session_id=folder.name)
    except (OSError, SessionError):
        return None
    messages = SessionReplay(scan.header, scan.entries).messages
    return frozenset(message.id for message in messages)
