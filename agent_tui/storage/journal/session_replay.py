"""From a journal's entries to the state of the session."""

from __future__ import annotations

from collections.abc import Iterable

from agent_tui.storage.journal.entries import AnyEntry, JournalHeader
from agent_tui.storage.journal.journal_facts import JournalFacts
from agent_tui.storage.journal.message_tree import MessageTree


class SessionReplay:
    """What a session is after its entries: the facts, and the messages of its history.

    model: the one in use before the first of the entries, when they are only the end of a journal.
    """

    def __init__(
        self, header: JournalHeader, entries: Iterable[AnyEntry], *, model: str = ""
    ) -> None:
        self.header = header
        self.facts = JournalFacts(header)
        self.facts.model = model
        self.tree = MessageTree(header.id)
        for entry in entries:
            self.facts.apply(entry)
            self.tree.apply(entry, self.facts.model)
        self.messages = self.tree.branch()

    def count(self) -> None:
        """The entries were all: let the facts count exactly."""
        self.facts.count(self.messages, self.tree.usage)
