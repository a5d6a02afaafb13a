"""What was found in a file to import."""

from __future__ import annotations

from agent_tui.errors import ExchangeFailed
from agent_tui.protocol.conversations import Conversation


class ImportProblem(ExchangeFailed):
    """What is wrong with a file, or with one conversation in it. place: where, for people
    ("messages[3].content"), "" for the whole of it."""

    def __init__(self, text: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {text}" if place else text)
        self.place = place


class Found:
    """A conversation that can be imported. notes: what of it could not be taken over."""

    def __init__(self, conversation: Conversation, notes: list[str]) -> None:
        self.conversation, self.notes = conversation, tuple(notes)


FoundOrProblem = Found | ImportProblem
