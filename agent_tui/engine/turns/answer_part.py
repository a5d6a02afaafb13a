"""A part of an answer while it streams."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO

from agent_tui.engine.journal.delta_buffer import PartKey
from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import Part, TextPart, ThinkingPart, ToolCallPart


@dataclass
class AnswerPart:
    """Grows until it is ended. text: visible text, reasoning or JSON arguments, as published."""

    key: PartKey
    text: StringIO
    is_refusal: bool = False
    call_id: str = ""
    name: str = ""
    is_ended: bool = False

    @property
    def id(self) -> str:
        """The part's id, in events and in the message."""
        return self.key.part_id

    @property
    def kind(self) -> PartKind:
        """What it is."""
        return self.key.kind

    def finished(self) -> Part:
        """The part as it stands in the message."""
        text = self.text.getvalue()
        match self.kind:
            case PartKind.TEXT:
                return TextPart(id=self.id, text=text, is_refusal=self.is_refusal)
            case PartKind.THINKING:
                return ThinkingPart(id=self.id, text=text)
            case PartKind.TOOL_CALL:
                return ToolCallPart(
                    id=self.id, call_id=self.call_id, name=self.name, arguments=text
                )
