"""A long session is read in two parts, and together they are what one reading gives."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import (
    ChatMessage,
    Part,
    Role,
    TextPart,
    ToolCallPart,
    ToolResultPart,
)
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.ports import StoredSession
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.usage import Usage
from agent_tui.storage.journal.journal_end import LEAST_BYTES
from agent_tui.storage.journal.journal_file import JournalFile
from agent_tui.storage.journal.session_journal import FileSessionJournal
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import an_info
from tests.storage.places import journal_of, store_in

ID = "abcd1111"
NEVER = bool  # a question that is always answered with no


def a_turn(number: int, size: int) -> list[ChatMessage]:
    """A prompt, a call with its result, an answer; all with ids of their own."""
    call = ToolCallPart(id=f"c{number}", call_id=f"call{number}", name="read_file", arguments="{}")
    result = ToolResultPart(id=f"r{number}", call_id=f"call{number}", text="x " * size)
    parts: tuple[tuple[Role, Part], ...] = (
        (Role.USER, TextPart(id=f"p{number}", text=f"question {number}")),
        (Role.ASSISTANT, call),
        (Role.TOOL, result),
        (Role.ASSISTANT, TextPart(id=f"t{number}", text=f"answer {number} " + "y " * size)),
    )
    return [
        ChatMessage(
            id=f"m{number}-{place}",
            role=role,
            parts=(part,),
            turn_id=f"turn{number}",
            usage=Usage(input_tokens=number + place) if role is Role.ASSISTANT else None,
        )
        for place, (role, part) in enumerate(parts)
    ]


def write_turns(journal: FileSessionJournal, turns: int, size: int = 200, first: int = 0) -> None:
    for number in range(first, first + turns):
        for message in a_turn(number, size):
            journal.append_message(message)


@pytest.fixture
def path(tmp_path: Path, store: FileSessionStore) -> Path:
    """A closed session of 800 turns."""
    journal = store.create(an_info(ID, provider="local", model="small"))
    write_turns(journal, 800)
    journal.close("user")
    return journal_of(tmp_path, ID)


def in_two_parts(stored: StoredSession) -> tuple[ChatMessage, ...]:
    """All messages, after the rest was read."""
    if stored.earlier is None:
        return stored.messages
    earlier = stored.earlier.read(NEVER)
    assert earlier is not None
    return (
        tuple(earlier.messages) if earlier.is_everything else (*earlier.messages, *stored.messages)
    )


def opened(store: FileSessionStore) -> tuple[StoredSession, FileSessionJournal]:
    stored, journal = store.open(ID, end_first=True)
    assert journal is not None
    return stored, journal


def test_of_a_long_session_the_end_comes_first_from_a_prompt_on(
    store: FileSessionStore, path: Path
) -> None:
    stored, _ = opened(store)

    assert stored.earlier is not None
    assert 50 <= len(stored.messages) < 400
    assert stored.messages[0].role is Role.USER
    assert stored.messages[-1].id == "m799-3"


def test_both_parts_are_what_one_reading_gives(store: FileSessionStore, path: Path) -> None:
    whole = store.load(ID)
    stored, _ = opened(store)

    assert in_two_parts(stored) == whole.messages
    assert stored.info == whole.info


def test_a_short_session_is_read_at_once(store: FileSessionStore) -> None:
    store.create(an_info(ID)).close("user")

    stored, _ = opened(store)

    assert stored.earlier is None


def test_whoever_does_not_ask_for_the_end_gets_the_whole(
    store: FileSessionStore, path: Path
) -> None:
    stored, _ = store.open(ID)

    assert stored.earlier is None
    assert len(stored.messages) == 3200


def test_a_journal_without_facts_near_its_end_is_read_at_once_and_gets_them_when_closed(
    store: FileSessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = store.create(an_info(ID))
    with monkeypatch.context() as patch:
        patch.setattr("agent_tui.storage.journal.session_journal.FACTS_EVERY_BYTES", 10**9)
        patch.setattr("agent_tui.storage.journal.session_journal.LEAST_BYTES", 10**9)
        write_turns(journal, 800)
        journal.close("user")

    stored, reopened = opened(store)
    reopened.close("user")
    again, _ = opened(store)

    assert stored.earlier is None
    assert again.earlier is not None


def test_after_a_crash_the_end_still_comes_first(store: FileSessionStore, path: Path) -> None:
    """Nothing is written at a crash; the facts that were written on the way are enough."""
    _, journal = opened(store)
    write_turns(journal, 200, first=800)
    journal._lock.release()

    stored, _ = opened(store)

    assert stored.earlier is not None
    assert stored.messages[-1].id == "m999-3"
    assert in_two_parts(stored) == store.load(ID).messages


def test_what_was_decided_long_ago_is_known_from_the_end(
    store: FileSessionStore, path: Path
) -> None:
    _, journal = opened(store)
    journal.append_mode(PermissionMode.PLAN)
    journal.append_model("elsewhere", "large")
    journal.append_title("A new title")
    journal.append_queue([QueuedPrompt(id="q", text="later")])
    write_turns(journal, 800, first=800)
    journal.close("user")

    stored, _ = opened(store)

    assert stored.earlier is not None
    info = stored.info
    assert (info.permission_mode, info.title) == (PermissionMode.PLAN, "A new title")
    assert (info.provider, info.model, info.message_count) == ("elsewhere", "large", 6400)
    assert [prompt.text for prompt in stored.queued] == ["later"]


@pytest.mark.parametrize("line", [2, -3], ids=["far up", "in the end"])
def test_a_damaged_line_costs_only_itself_and_is_kept_and_reported(
    store: FileSessionStore, path: Path, line: int
) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line][: len(lines[line]) // 2] + b"\n"
    path.write_bytes(b"".join(lines))
    whole = store.load(ID).messages

    stored, journal = opened(store)
    notes = stored.notes
    if stored.earlier is not None:
        earlier = stored.earlier.read(NEVER)
        assert earlier is not None
        notes = earlier.notes
        assert (*earlier.messages, *stored.messages) == whole
    journal.close("user")

    assert "1 unreadable line was skipped; the file as it was is kept" in notes[0]
    assert len(list(path.parent.glob("journal.jsonl.damaged-*"))) == 1
    assert store.open(ID)[0].notes == ()


def test_an_end_that_does_not_fit_to_the_rest_is_replaced_by_everything(
    store: FileSessionStore, path: Path
) -> None:
    """A message of the end stands further up already: its place is there."""
    lines = path.read_bytes().splitlines(keepends=True)
    repeated = next(line for line in lines if b'"m790-1"' in line)
    lines[100:101] = [without_parent(repeated, id="copy"), without_parent(lines[100])]
    path.write_bytes(b"".join(lines))

    stored, _ = opened(store)
    assert stored.earlier is not None
    earlier = stored.earlier.read(NEVER)

    assert earlier is not None
    assert earlier.is_everything
    assert tuple(earlier.messages) == store.load(ID).messages


def without_parent(line: bytes, **fields: str) -> bytes:
    """The entry, following whatever stands before it."""
    return json.dumps({**json.loads(line), "parent": "", **fields}).encode() + b"\n"


def test_reading_stops_when_nobody_wants_it_any_more(store: FileSessionStore, path: Path) -> None:
    stored, _ = opened(store)

    assert stored.earlier is not None
    assert stored.earlier.read(lambda: True) is None


def test_the_index_is_right_though_the_journal_was_not_read_for_it(
    tmp_path: Path, store: FileSessionStore, path: Path
) -> None:
    _, journal = opened(store)
    write_turns(journal, 3, first=900)
    again = a_turn(902, 1)[3]
    journal.append_message(again)  # a newer form
    journal.append_delta(
        message_id="m", turn_id="t", part_id="p", kind=PartKind.TEXT, text="half an answer"
    )
    journal.close("user")

    from_index = store.sessions()
    (tmp_path / "index.db").unlink()

    assert from_index == store.sessions()
    assert from_index[0].message_count == 3213


@pytest.mark.parametrize("seed", range(12))
def test_two_parts_are_the_whole_whatever_happened_to_the_journal(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    store = store_in(tmp_path)
    write_eventful_session(store, chance)
    path = journal_of(tmp_path, ID)
    damage(path, chance)
    whole = store.load(ID)

    stored, journal = opened(store)

    assert in_two_parts(stored) == whole.messages
    journal.close("user")
    reread = store.load(ID)
    assert reread.messages == whole.messages
    if stored.earlier is not None:
        assert (stored.queued, stored.waiting) == (whole.queued, whole.waiting)
        assert stored.info.permission_mode is whole.info.permission_mode
        assert (stored.info.model, stored.info.title) == (whole.info.model, whole.info.title)


def write_eventful_session(store: FileSessionStore, chance: random.Random) -> None:
    journal = store.create(an_info(ID, provider="local", model="small"))
    number = 0
    while journal._file.size < LEAST_BYTES + 300_000:
        number += 1
        messages = a_turn(number, chance.randrange(10, 3_000))
        for message in messages:
            stream_some(journal, message, chance)
            if chance.random() < 0.97:
                journal.append_message(message)
        match chance.randrange(12):
            case 0:
                journal.append_model("local", f"model-{number}")
            case 1:
                journal.append_mode(chance.choice(list(PermissionMode)))
            case 2:
                journal.append_queue([QueuedPrompt(id=f"q{number}", text="later")])
            case 3:
                journal.append_waiting([f"c{number}"])
            case 4:
                journal.append_message(messages[3])  # set aside by a retry: a newer form
    journal.close("user") if chance.random() < 0.5 else journal._lock.release()


def stream_some(journal: FileSessionJournal, message: ChatMessage, chance: random.Random) -> None:
    for _ in range(chance.choice((0, 0, 2))):
        journal.append_delta(
            message_id=message.id,
            turn_id=message.turn_id,
            part_id="p",
            kind=PartKind.TEXT,
            text="z",
        )


def damage(path: Path, chance: random.Random) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    for _ in range(chance.choice((0, 0, 1, 2))):
        at = chance.randrange(1, len(lines))
        changed: Sequence[bytes] = chance.choice(
            (
                [lines[at][: len(lines[at]) // 2] + b"\n"],  # a bad line
                [lines[at], lines[chance.randrange(1, len(lines))]],  # a line that stands twice
                [],  # a lost line
                [b"\n", lines[at]],  # an empty line
            )
        )
        lines[at : at + 1] = changed
    if chance.random() < 0.2:
        lines[-1] = lines[-1][:-5]  # a torn tail
    path.write_bytes(b"".join(lines))


def test_a_message_is_written_even_if_the_facts_behind_it_are_not(
    tmp_path: Path, store: FileSessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = JournalFile.append

    def full_for_facts(journal: JournalFile, line: bytes) -> None:
        if b'"type":"facts"' in line:
            raise SessionStorageFailed("The disk is full.")
        append(journal, line)

    monkeypatch.setattr(JournalFile, "append", full_for_facts)
    journal = store.create(an_info(ID, provider="local", model="small"))
    write_turns(journal, 400)
    journal.close("user")

    text = journal_of(tmp_path, ID).read_text()
    assert len(text) > LEAST_BYTES
    assert '"type":"facts"' not in text
    assert len(store.load(ID).messages) == 4 * 400
