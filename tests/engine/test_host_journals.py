"""Stores of hosts that know less than the program's own."""

from __future__ import annotations

from typing import cast

import pytest

from agent_tui.engine.journal.completed_journal import completed
from agent_tui.protocol.ports import SessionJournal
from agent_tui.storage.memory.memory_store import MemorySessionStore
from tests.contracts.session_builders import a_prompt, an_info


class OlderJournal:
    """As a host wrote it before there were branches, pins and checkpoints."""

    def __init__(self) -> None:
        self.path, self.titles = "/host", list[str]()

    def append_title(self, title: str) -> None:
        self.titles.append(title)


def test_what_an_older_journal_does_not_know_is_not_kept_and_harms_nothing() -> None:
    older = OlderJournal()
    journal = completed(cast(SessionJournal, older))

    journal.append_title("Known")
    journal.append_pins(("m1",))
    journal.append_head("m1", message_count=1, context_tokens=0, redo=())

    assert (older.titles, journal.path) == (["Known"], "/host")
    with pytest.raises(AttributeError):
        journal.sync()


def test_a_journal_that_knows_everything_is_used_as_it_is() -> None:
    journal = MemorySessionStore().create(an_info())

    assert completed(journal) is journal


def test_a_session_in_memory_goes_back_and_keeps_its_pins() -> None:
    store, info = MemorySessionStore(), an_info()
    journal = store.create(info)
    for text in ("one", "two"):
        journal.append_message(a_prompt(text, message_id=text))

    journal.append_pins(("one",))
    journal.append_head("one", message_count=1, context_tokens=0, redo=("two",))

    stored = store.load(info.id)
    assert [message.text for message in stored.messages] == ["one"]
    assert (stored.pins, stored.redo) == (("one",), ("two",))
