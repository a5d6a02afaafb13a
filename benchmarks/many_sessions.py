"""Many stored sessions, written once per machine, in the lines that the program writes."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from msgspec import Struct

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.journal.entries import (
    ClosedEntry,
    JournalEntry,
    MessageEntry,
    encode_line,
    new_entry_id,
)
from agent_tui.storage.journal.first_lines import first_lines

_VERSION = 1  # counts up when the content changes
_CREATED = 1_700_000_000.0
_WORDS_OF_MESSAGE = 40
_VOCABULARY = 30_000
COMMON_WORD, MIDDLING_WORD = "wthe", "wparser"
"""In nearly every message; in one of three hundred."""


class ManySessions(Struct, frozen=True):
    """data_folder: holds `sessions`, and no index."""

    data_folder: Path
    count: int
    messages: int


def many_sessions(count: int, messages: int) -> ManySessions:
    """So many sessions of so many messages each; about 300 bytes of text each, with words as rare
    as those of a language."""
    folder = Path(tempfile.gettempdir()) / f"agent-tui-benchmark-many-{_VERSION}"
    data = folder / f"{count}x{messages}"
    if not data.exists():
        made = Path(tempfile.mkdtemp(prefix="agent-tui-benchmark-"))
        (made / "sessions").mkdir(mode=0o700)
        words = _Words()
        for number in range(count):
            _write(made / "sessions", number, messages, words)
        folder.mkdir(exist_ok=True, mode=0o700)
        shutil.move(made, data)
    return ManySessions(data, count, messages)


class _Words:
    """Words by Zipf's law: the second is half as frequent as the first, and so on."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        letters = "abcdefghijklmnopqrstuvwxyz"
        words = [
            "w" + "".join(self._random.choices(letters, k=self._random.randint(2, 9)))
            for _ in range(_VOCABULARY)
        ]
        words[0], words[300] = COMMON_WORD, MIDDLING_WORD
        self._words = words
        self._weights = list(accumulate(1 / (place + 2) for place in range(_VOCABULARY)))

    def text(self) -> str:
        chosen = self._random.choices(self._words, cum_weights=self._weights, k=_WORDS_OF_MESSAGE)
        return " ".join(chosen)


def _write(sessions: Path, number: int, messages: int, words: _Words) -> None:
    session_id = f"{number:032x}"
    created = _CREATED + 3600.0 * number
    info = SessionInfo(
        id=session_id,
        cwd=f"/projects/{number % 20}",
        created=created,
        title=f"Session {number}",
        provider="demo",
        model="model",
    )
    lines, last_id = first_lines(info, "benchmark")
    entries = _entries(number, messages, created, last_id, words)
    folder = sessions / session_id
    folder.mkdir(mode=0o700)
    journal = folder / "journal.jsonl"
    journal.write_bytes(lines + b"".join(map(encode_line, entries)))
    os.utime(journal, (created, created))


def _entries(
    number: int, messages: int, created: float, last_id: str, words: _Words
) -> Iterator[JournalEntry]:
    for place in range(messages):
        is_prompt = place % 2 == 0
        message = ChatMessage(
            id=f"m{number}-{place}",
            role=Role.USER if is_prompt else Role.ASSISTANT,
            parts=(TextPart(id=f"p{place}", text=words.text()),),
            turn_id=f"t{place // 2}",
            created=created + place,
        )
        entry = MessageEntry(id=new_entry_id(), parent=last_id, ts=created + place, message=message)
        last_id = entry.id
        yield entry
    ts = created + messages
    yield ClosedEntry(id=new_entry_id(), parent=last_id, ts=ts, reason="user")
