from __future__ import annotations

from pathlib import Path

from agent_tui.protocol.ports import SessionJournal, StoredSession
from agent_tui.storage.memory.memory_store import MemorySessionStore
from agent_tui.storage.store_check import session_store_problems
from tests.storage.places import store_in


class ForgetfulStore(MemorySessionStore):
    """Loses the newest message, and hands out as many writers as anybody wants."""

    def load(self, session_id: str) -> StoredSession:
        stored = super().load(session_id)
        return StoredSession(info=stored.info, messages=stored.messages[:-1])

    def open(
        self, session_id: str, *, end_first: bool = False
    ) -> tuple[StoredSession, SessionJournal | None]:
        stored, journal = super().open(session_id, end_first=end_first)
        return stored, journal or self._journal(self._found(session_id), session_id)


def test_the_stores_that_come_with_the_program_keep_what_they_promise(tmp_path: Path) -> None:
    store = store_in(tmp_path)

    assert session_store_problems(store) == session_store_problems(MemorySessionStore()) == ()
    assert store.sessions() == ()


def test_what_a_store_does_wrong_is_said_in_sentences() -> None:
    problems = session_store_problems(ForgetfulStore())

    assert any("in their order" in problem for problem in problems)
    assert any("a second writer" in problem for problem in problems)
    assert any("title, queue, waiting calls and draft" in problem for problem in problems)
