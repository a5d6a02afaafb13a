"""What was typed while the program was still starting."""

from typing import NamedTuple


class TypeAhead(NamedTuple):
    """Keys from before the full screen stood, in the order they were meant.

    First the prompts that were already entered, then `text`, which is the draft, then `raw`: every
    byte from the first unusual key on (escape sequences, pastes, control keys), to be parsed like
    keys that come from the terminal now.
    """

    text: str = ""
    submitted: tuple[str, ...] = ()
    raw: bytes = b""
