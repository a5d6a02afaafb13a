"""From a journal's entries to the state of the session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Part, Role, TextPart, ThinkingPart
from agent_tui.storage.journal.entries import AnyEntry, DeltaEntry, JournalHeader, MessageEntry
from agent_tui.storage.journal.journal_facts import READABLE_KINDS, JournalFacts


class SessionReplay:
    """What a session is after its entries: the facts, and the messages.

    model: the one in use before the first of the entries, when they are only the end of a journal.
    """

    def __init__(
        self, header: JournalHeader, entries: Iterable[AnyEntry], *, model: str = ""
    ) -> None:
        self.header = header
        self.facts = JournalFacts(header)
        self.facts.model = model
        slots = MessageSlots()
        for entry in entries:
            self.facts.apply(entry)
            slots.apply(entry, self.facts.model)
        self.messages = tuple(slots.messages())


class MessageSlots:
    """The messages that entries make, each in the place of its first entry."""

    def __init__(self) -> None:
        self._slots: dict[str, ChatMessage | _PartialMessage] = {}

    def apply(self, entry: AnyEntry, model: str) -> None:
        """Take the next entry. model: the one in use."""
        if isinstance(entry, MessageEntry):
            # A known id keeps its place: the whole of a partial message, or a newer form.
            self._slots[entry.message.id] = entry.message
        elif isinstance(entry, DeltaEntry):
            slot = self._slots.get(entry.message_id)
            if slot is None:
                slot = self._slots[entry.message_id] = _PartialMessage(entry, model)
            if isinstance(slot, _PartialMessage):
                slot.add(entry)

    def messages(self) -> Iterator[ChatMessage]:
        """Those of which anything can be read."""
        for slot in self._slots.values():
            message = slot.message if isinstance(slot, _PartialMessage) else slot
            if message is not None:
                yield message


class _PartialMessage:
    """Collects the deltas of one message. Half a tool call is left out: it can never run."""

    def __init__(self, first: DeltaEntry, model: str) -> None:
        self._first, self._model = first, model
        self._kinds: dict[str, PartKind] = {}
        self._texts: dict[str, list[str]] = {}

    def add(self, delta: DeltaEntry) -> None:
        """Take the next delta, in the order of the journal."""
        if delta.kind in READABLE_KINDS and delta.text:
            self._kinds.setdefault(delta.part_id, delta.kind)
            self._texts.setdefault(delta.part_id, []).append(delta.text)

    @property
    def message(self) -> ChatMessage | None:
        """The interrupted message, or None when nothing readable arrived."""
        if not self._kinds:
            return None
        return ChatMessage(
            id=self._first.message_id,
            role=Role.ASSISTANT,
            parts=tuple(self._part(part_id) for part_id in self._kinds),
            turn_id=self._first.turn_id,
            created=self._first.ts,
            model=self._model,
            is_interrupted=True,
        )

    def _part(self, part_id: str) -> Part:
        text = "".join(self._texts[part_id])
        if self._kinds[part_id] is PartKind.THINKING:
            return ThinkingPart(id=part_id, text=text)
        return TextPart(id=part_id, text=text)
