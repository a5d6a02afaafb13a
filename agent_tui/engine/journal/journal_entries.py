"""The kinds of entries that are written as they come, one method for each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from agent_tui.protocol.checkpoints import FileCheckpoint
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.ports import SessionJournal
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.usage import Usage

Entry = Callable[[SessionJournal], None]
"""Writes one entry; it may be called again after a failure."""


class JournalEntries(ABC):
    """The simple part of a `JournalWriter`. None of these makes a folder: what is not in the
    journal yet stands in the info that it is created with.

    waiting: the last `append_waiting`, also when nothing is stored.
    """

    waiting: tuple[str, ...] = ()

    @abstractmethod
    def append(self, entry: Entry) -> None:
        """Write an entry, now or when the disk allows."""
        ...

    def append_model(self, provider: str, model: str) -> None:
        """The session uses another model from here on."""
        self.append(lambda journal: journal.append_model(provider, model))

    def append_title(self, title: str) -> None:
        """The session's title."""
        self.append(lambda journal: journal.append_title(title))

    def append_queue(self, prompts: Sequence[QueuedPrompt]) -> None:
        """The prompts that wait."""
        self.append(lambda journal: journal.append_queue(prompts))

    def append_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking."""
        self.append(lambda journal: journal.append_mode(mode))

    def append_waiting(self, part_ids: Sequence[str]) -> None:
        """The tool call parts that wait for people."""
        self.waiting = tuple(part_ids)
        self.append(lambda journal: journal.append_waiting(part_ids))

    def append_pins(self, message_ids: Sequence[str]) -> None:
        """The messages that are sent word for word whatever is summarised."""
        self.append(lambda journal: journal.append_pins(message_ids))

    def append_usage(self, usage: Usage) -> None:
        """What a request took that left no answer in the history; nothing is written for none."""
        if usage.total_tokens or usage.cost_usd:
            self.append(lambda journal: journal.append_usage(usage))

    def append_skills(self, skills: Sequence[Skill]) -> None:
        """The skills that are active."""
        self.append(lambda journal: journal.append_skills(skills))

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        """A file that is about to be changed, or was."""
        self.append(lambda journal: journal.append_checkpoint(checkpoint))
