"""What the list of turns asks of its screen."""

from __future__ import annotations

from textual.message import Message


class RewindWanted(Message):
    """The user wants to go back to before a turn. from_end: counted from the last one, which is
    0."""

    def __init__(self, from_end: int) -> None:
        super().__init__()
        self.from_end = from_end
