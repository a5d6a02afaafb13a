"""Hosts' journals that know no whole histories get them message by message."""

from __future__ import annotations

import pytest

from agent_tui.engine.journal.history_entry import history_entry
from agent_tui.errors import SessionStorageFailed
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo
from tests.engine.builders import a_prompt
from tests.engine.fake_store import FakeJournal, FakeStore


class RefusingOnce(FakeJournal):
    """Refuses the second message, once."""

    has_refused = False

    def append_message(self, message: ChatMessage) -> None:
        if message.text == "two" and not self.has_refused:
            self.has_refused = True
            raise SessionStorageFailed("The disk is full.")
        super().append_message(message)


def test_another_try_goes_on_behind_what_was_written() -> None:
    journal = RefusingOnce(FakeStore(), SessionInfo(id="s1"))
    write = history_entry([a_prompt("one"), a_prompt("two")], at="", message_count=0)
    with pytest.raises(SessionStorageFailed):
        write(journal)
    write(journal)

    assert journal.names == ["head", "message", "message"]
    assert [message.text for message in journal.messages] == ["one", "two"]
