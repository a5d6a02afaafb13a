"""Sessions with things said in them, and what a search finds there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agent_tui.protocol.messages import ChatMessage, Part, Role, TextPart
from agent_tui.protocol.search_ports import SessionSearch
from agent_tui.protocol.session_search import SearchHit, SearchProgress
from agent_tui.storage.journal.session_journal import FileSessionJournal
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import an_info
from tests.storage.places import store_in

NOW = 1_750_000_000.0


class StoredTalk:
    """A store in `folder`. The search is one of a new process each time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[SearchProgress] = []
        self._count = 0

    @property
    def store(self) -> FileSessionStore:
        return store_in(self.folder)

    @property
    def search(self) -> SessionSearch:
        return self.store.browser.full_text_search()

    def session(self, session_id: str, *said: str, cwd: str = "/proj") -> None:
        """A closed session; prompts and answers take turns."""
        journal = self.store.create(an_info(session_id, cwd=cwd))
        self.say(journal, *said)
        journal.close("user")

    def more(self, session_id: str, *said: str) -> None:
        """Open it again and go on."""
        _, journal = self.store.open(session_id)
        assert journal is not None
        self.say(journal, *said)
        journal.close("user")

    def say(self, journal: FileSessionJournal, *said: str) -> list[str]:
        """Returns the ids of the messages."""
        ids = []
        for at, text in enumerate(said):
            role = Role.ASSISTANT if at % 2 else Role.USER
            ids.append(self.append(journal, role, TextPart(id="p", text=text)))
        return ids

    def append(self, journal: FileSessionJournal, role: Role, *parts: Part) -> str:
        self._count += 1
        message_id = f"m{self._count}"
        message = ChatMessage(
            id=message_id, role=role, parts=parts, turn_id="t", created=NOW + self._count
        )
        journal.append_message(message)
        return message_id

    def update(self) -> SearchProgress:
        return self.search.bring_up_to_date(self.told.append)

    def found(self, text: str, **options: object) -> Sequence[SearchHit]:
        self.update()
        return self.search.search(text, **options).hits  # type: ignore[arg-type]

    def snippets(self, text: str, **options: object) -> list[str]:
        return [hit.snippet for hit in self.found(text, **options)]
