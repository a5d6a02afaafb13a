"""Streamed text that waits to be written."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO

from agent_tui.protocol.events import PartKind


@dataclass(frozen=True)
class PartKey:
    """Which part of which message a delta belongs to. One object for each part."""

    message_id: str
    turn_id: str
    part_id: str
    kind: PartKind


class DeltaBuffer:
    """Joins neighbouring deltas of one part, in the order of their arrival."""

    def __init__(self) -> None:
        self._texts: list[tuple[PartKey, StringIO]] = []

    def add(self, key: PartKey, text: str) -> None:
        """Add text to a part."""
        if self._texts and self._texts[-1][0] is key:
            self._texts[-1][1].write(text)
        else:
            self._texts.append((key, StringIO()))
            self._texts[-1][1].write(text)

    def drop(self, message_id: str) -> None:
        """Forget a message's text, because the whole message is written instead."""
        self._texts = [entry for entry in self._texts if entry[0].message_id != message_id]

    def take(self) -> list[tuple[PartKey, str]]:
        """All that waits; the buffer is empty afterwards."""
        taken, self._texts = self._texts, []
        return [(key, text.getvalue()) for key, text in taken]
