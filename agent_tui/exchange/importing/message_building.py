"""From foreign messages to a history in turns."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.conversations import Conversation
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Part, Role, TextPart, ThinkingPart
from agent_tui.protocol.sessions import SessionInfo

_TITLE_CHARS = 80


class HistoryBuilder:
    """Takes messages in their order. created: Unix time of those without one of their own."""

    def __init__(self, *, created: float = 0.0, model: str = "") -> None:
        self._created, self._model = created, model
        self._messages: list[ChatMessage] = []
        self._turn_id = ""

    def add(
        self, role: Role, parts: Sequence[Part], *, created: float = 0.0, model: str = ""
    ) -> None:
        """The next message; one without parts is left out."""
        if not parts:
            return
        if role is Role.USER:
            self._turn_id = new_id()
        self._messages.append(
            ChatMessage(
                id=new_id(),
                role=role,
                parts=tuple(parts),
                turn_id=self._turn_id,
                created=created or self._created,
                model=(model or self._model) if role is Role.ASSISTANT else "",
            )
        )

    def add_note(self, title: str, text: str, *, created: float = 0.0) -> None:
        """What a reader should know and no model is sent: instructions of another program."""
        if text.strip():
            self.add(
                Role.ASSISTANT,
                (ThinkingPart(id=new_id(), text=f"{title}\n\n{text}"),),
                created=created,
            )

    def conversation(
        self, *, origin: str, title: str = "", updated: float = 0.0
    ) -> Conversation | None:
        """All of it; None when nothing was said."""
        if not any(message.role is not Role.TOOL for message in self._messages):
            return None
        times = [message.created for message in self._messages if message.created]
        info = SessionInfo(
            id=new_id(),
            title=_title(title) or self._first_line(),
            model=self._model,
            created=self._created or min(times, default=0.0),
            updated=updated or max(times, default=self._created),
        )
        return Conversation(info=info, messages=tuple(self._messages), origin=origin)

    def _first_line(self) -> str:
        for message in self._messages:
            if message.role is Role.USER and (line := _title(message.text)):
                return line
        return ""


def text_part(text: str) -> TextPart:
    """A text as a part."""
    return TextPart(id=new_id(), text=text)


def _title(text: str) -> str:
    for line in text[:10_000].splitlines():
        visible = "".join(char if char.isprintable() else " " for char in line)
        if words := " ".join(visible.split()):
            return words if len(words) <= _TITLE_CHARS else f"{words[: _TITLE_CHARS - 1]}…"
    return ""
