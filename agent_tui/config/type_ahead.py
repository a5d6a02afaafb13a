"""What was typed while the program was still starting, and the terminal it was typed into."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol


class TerminalAnswer(Protocol):
    """Stands between a terminal that was asked for its background and whoever reads its keys."""

    @property
    def colour(self) -> str:
        """The background as "rrggbb", "" until the answer has come, or when it never does."""
        ...

    @property
    def has_come(self) -> bool:
        """True when no more will come but keys."""
        ...

    @property
    def may_hold_key(self) -> bool:
        """True while something is kept that is a key, unless more comes at once."""
        ...

    def feed(self, data: bytes) -> bytes:
        """Bytes from the terminal in, those that are keys out."""
        ...

    def release(self) -> bytes:
        """Nothing more came at once: the key that was kept, b"" for none."""
        ...


class TypeAhead(NamedTuple):
    """Keys from before the full screen stood, in the order they were meant.

    First the prompts that were already entered, then `text`, which is the draft, then `raw`: every
    byte from the first unusual key on (escape sequences, pastes, control keys), to be parsed like
    keys that come from the terminal now. answer: what the terminal says about its background, or
    will say among the keys; None when it was not asked. draw: gives the bytes that show another
    draft in its place; None when there is nothing to show it in.
    """

    text: str = ""
    submitted: tuple[str, ...] = ()
    raw: bytes = b""
    answer: TerminalAnswer | None = None
    draw: Callable[[str], bytes] | None = None


class EarlyTerminal(Protocol):
    """A terminal that somebody prepared before the screen could."""

    @property
    def saved_termios(self) -> list[Any]:
        """Its attributes as they were found, for whoever gives it to other programs."""
        ...

    def take(self) -> TypeAhead:
        """What was typed so far; from now on nobody reads the terminal but the caller."""
        ...
