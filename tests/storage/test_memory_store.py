from __future__ import annotations

import pytest

from agent_tui.protocol.ports import SessionStore
from agent_tui.storage.memory.memory_store import MemorySessionStore
from tests.contracts.session_builders import a_prompt, an_info
from tests.contracts.session_store_contract import SessionStoreContract


class TestMemorySessionStore(SessionStoreContract):
    @pytest.fixture
    def store(self) -> SessionStore:
        return MemorySessionStore()

    def test_a_blob_is_a_file_of_its_session_and_a_second_one_replaces_it(
        self, store: SessionStore
    ) -> None:
        """There are no files here, so nothing claims to be one."""
        assert store.create(an_info()).save_blob("a.txt", b"first") == ""

    def test_the_end_and_what_stands_before_it_are_the_whole_history(
        self, store: SessionStore
    ) -> None:
        """What is in memory is read whole, however long it is."""
        info = an_info()
        journal = store.create(info)
        for number in range(600):
            journal.append_message(a_prompt(str(number)))
        journal.close("user")

        stored, _ = store.open(info.id, end_first=True)

        assert stored.earlier is None
        assert [message.text for message in stored.messages] == [str(n) for n in range(600)]
