"""What was typed while the program was still starting, and the terminal it was typed into."""

from typing import Any, NamedTuple, Protocol


class TypeAhead(NamedTuple):
    """Keys from before the full screen stood, in the order they were meant.

    First the prompts that were already entered, then `text`, which is the draft, then `raw`: every
    byte from the first unusual key on (escape sequences, pastes, control keys), to be parsed like
    keys that come from the terminal now.
    """

    text: str = ""
    submitted: tuple[str, ...] = ()
    raw: bytes = b""


class EarlyTerminal(Protocol):
    """A terminal that somebody prepared before the screen could."""

    @property
    def saved_termios(self) -> list[Any]:
        """Its attributes as they were found, for whoever gives it to other programs."""
        ...

    def take(self) -> TypeAhead:
        """What was typed so far; from now on nobody reads the terminal but the caller."""
        ...
