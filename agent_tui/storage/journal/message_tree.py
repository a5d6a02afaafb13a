"""The messages of a journal as a tree, of which the history is one way."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Part, Role, TextPart, ThinkingPart
from agent_tui.protocol.usage import Usage
from agent_tui.storage.journal.entries import AnyEntry, DeltaEntry, HeadEntry, MessageEntry
from agent_tui.storage.journal.journal_facts import READABLE_KINDS


class MessageTree:
    """Entries in the order of the file, from the first on, or from a place to which the later ones
    never go back.

    A message follows the one that was last when its first entry came. Later entries of the same
    message change what it says, on all branches, and not where it stands.
    """

    def __init__(self, root_id: str) -> None:
        """root_id: of the entry before the first one; the header's."""
        self._slots: dict[str, ChatMessage | _PartialMessage] = {}
        self._before: dict[str, str] = {}  # message id to the id of the one before it, "" for none
        self._tip = ""
        self._last_entry = root_id
        self._tips: dict[str, str] = {root_id: ""}  # entry id to the message that was last then

    def apply(self, entry: AnyEntry, model: str) -> None:
        """Take the next entry. model: the one in use."""
        if entry.parent not in ("", self._last_entry):
            # A parent that is not there was lost to damage: the entry before it in the file takes
            # its place, so that one bad line never hides the history before it.
            self._tip = self._tips.get(entry.parent, self._tip)
        match entry:
            case MessageEntry(message=message):
                self._note_id(message.id)
                self._slots[message.id] = message
            case DeltaEntry():
                self._add_delta(entry, model)
            case HeadEntry(at=at) if at in self._slots or not at:
                self._tip = at
            case _:
                pass
        self._last_entry = entry.id
        self._tips[entry.id] = self._tip

    @property
    def tip(self) -> str:
        """Id of the last message of the history."""
        return self._tip

    def branch(self, tip: str | None = None) -> tuple[ChatMessage, ...]:
        """The history that ends with this message, oldest first, as far as it can be read; by
        default the one that the last entry belongs to."""
        ids: list[str] = []
        at = self._tip if tip is None else tip
        while at:
            ids.append(at)
            at = self._before[at]
        found = (self._message(one) for one in reversed(ids))
        return tuple(message for message in found if message is not None)

    def has(self, message_id: str) -> bool:
        """Whether there is such a message, on any branch."""
        return message_id in self._slots

    @property
    def ids(self) -> Iterator[str]:
        """Of the messages of all branches."""
        return iter(self._slots)

    @property
    def usage(self) -> Usage:
        """What the messages of all branches took."""
        whole = (slot for slot in self._slots.values() if isinstance(slot, ChatMessage))
        return sum((one.usage for one in whole if one.usage is not None), Usage())

    def _add_delta(self, delta: DeltaEntry, model: str) -> None:
        slot = self._slots.get(delta.message_id)
        if slot is None:
            self._note_id(delta.message_id)
            slot = self._slots[delta.message_id] = _PartialMessage(delta, model)
        if isinstance(slot, _PartialMessage):
            slot.add(delta)

    def _note_id(self, message_id: str) -> None:
        if message_id not in self._slots:
            self._before[message_id] = self._tip
            self._tip = message_id

    def _message(self, message_id: str) -> ChatMessage | None:
        slot = self._slots[message_id]
        return slot.message if isinstance(slot, _PartialMessage) else slot


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
