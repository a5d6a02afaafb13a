"""Rules that hold for every journal, tried on many."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.storage.journal.entries import (
    DeltaEntry,
    JournalEntry,
    MessageEntry,
    encode_line,
)
from agent_tui.storage.journal.first_lines import first_lines
from agent_tui.storage.journal.journal_scan import scan_journal
from agent_tui.storage.journal.session_replay import SessionReplay
from tests.contracts.session_builders import an_info

HEADER = first_lines(an_info("abcd1111"), "1.2.3")[0]

# Each message is given as the pieces that it streams in; two and more are written as deltas first.
streamed = st.lists(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3), max_size=6)


def journal_of(messages: Sequence[Sequence[str]]) -> bytes:
    content, parent = HEADER, ""
    for number, pieces in enumerate(messages):
        for entry in entries_of(f"m{number}", pieces, parent):
            content += encode_line(entry)
            parent = entry.id
    return content


def entries_of(message_id: str, pieces: Sequence[str], parent: str) -> list[JournalEntry]:
    entries: list[JournalEntry] = []
    for number, piece in enumerate(pieces if len(pieces) > 1 else []):
        entry_id = f"{message_id}-{number}"
        entries.append(
            DeltaEntry(
                id=entry_id,
                parent=parent,
                message_id=message_id,
                turn_id="t",
                part_id="p",
                kind=PartKind.TEXT,
                text=piece,
            )
        )
        parent = entry_id
    part = TextPart(id="p", text="".join(pieces))
    message = ChatMessage(id=message_id, role=Role.ASSISTANT, parts=(part,))
    return [*entries, MessageEntry(id=message_id, parent=parent, message=message)]


def messages_in(content: bytes) -> tuple[ChatMessage, ...]:
    scan = scan_journal(content, session_id="abcd1111")
    return SessionReplay(scan.header, scan.entries).messages


@settings(deadline=None, database=None)
@given(streamed, st.data())
def test_every_prefix_of_a_journal_gives_a_prefix_of_its_messages(
    messages: list[list[str]], data: st.DataObject
) -> None:
    content = journal_of(messages)
    whole = messages_in(content)
    # One less than the header line: it may lack its newline.
    cut = data.draw(st.integers(len(HEADER) - 1, len(content)))

    part = messages_in(content[:cut])

    finished = [message for message in part if not message.is_interrupted]
    assert finished == list(whole[: len(finished)])
    for unfinished in part[len(finished) :]:  # one at most: the last
        assert unfinished.is_interrupted
        assert whole[len(part) - 1].text.startswith(unfinished.text)


@settings(deadline=None, database=None)
@given(st.binary(max_size=200), streamed)
def test_no_bytes_behind_the_header_stop_the_reading(
    noise: bytes, messages: list[list[str]]
) -> None:
    entries = journal_of(messages).removeprefix(HEADER)

    found = messages_in(HEADER + noise + b"\n" + entries)

    assert [one.text for one in found] == ["".join(pieces) for pieces in messages]
