"""A whole history at one moment."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.packed_messages import PackedMessages


class HistoryState(Struct, frozen=True):
    """What `History` can go back to. States share what they hold: one costs a pointer a message."""

    earlier: PackedMessages
    recent: tuple[ChatMessage, ...]

    def __len__(self) -> int:
        return len(self.earlier) + len(self.recent)

    def __getitem__(self, place: int) -> ChatMessage:
        """The message at an index from 0."""
        at = place - len(self.earlier)
        return self.recent[at] if at >= 0 else self.earlier[place]

    @property
    def tip(self) -> str:
        """The id of the last message, "" for an empty history."""
        last = self.recent or self.earlier[-1:]
        return last[-1].id if last else ""

    def until(self, count: int) -> HistoryState:
        """The first `count` messages."""
        if count > len(self.earlier):
            return HistoryState(self.earlier, self.recent[: count - len(self.earlier)])
        return HistoryState(*self.earlier.split(count))

    def place_of(self, message_id: str) -> int:
        """The index of a message, -1 when it is not there. It takes a millisecond or two, whatever
        the length."""
        for at, message in enumerate(self.recent):
            if message.id == message_id:
                return len(self.earlier) + at
        return self.earlier.place_of(message_id)
