"""Which keys move the caret, and which end the selection: a small part of what Vim knows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum, auto


class CaretStep(StrEnum):
    """What a key does while text is selected with the keyboard."""

    LEFT = auto()
    RIGHT = auto()
    UP = auto()
    DOWN = auto()
    NEXT_WORD = auto()
    WORD_START = auto()
    WORD_END = auto()
    ROW_START = auto()
    TEXT_START = auto()
    ROW_END = auto()
    HALF_PAGE_UP = auto()
    HALF_PAGE_DOWN = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()
    PREVIOUS_TURN = auto()
    NEXT_TURN = auto()
    FIRST = auto()
    LAST = auto()
    SWAP = auto()  # the caret goes to the other end
    CHARACTERS = auto()  # select by characters; leave, if it is so already
    LINES = auto()  # select whole rows; leave, if it is so already
    COPY = auto()
    LEAVE = auto()
    NOTHING = auto()  # half of a command


_KEYS: Mapping[str, CaretStep] = {
    "h": CaretStep.LEFT,
    "left": CaretStep.LEFT,
    "l": CaretStep.RIGHT,
    "right": CaretStep.RIGHT,
    "k": CaretStep.UP,
    "up": CaretStep.UP,
    "shift+up": CaretStep.UP,
    "j": CaretStep.DOWN,
    "down": CaretStep.DOWN,
    "shift+down": CaretStep.DOWN,
    "w": CaretStep.NEXT_WORD,
    "b": CaretStep.WORD_START,
    "e": CaretStep.WORD_END,
    "0": CaretStep.ROW_START,
    "home": CaretStep.ROW_START,
    "circumflex_accent": CaretStep.TEXT_START,
    "dollar_sign": CaretStep.ROW_END,
    "end": CaretStep.ROW_END,
    "ctrl+u": CaretStep.HALF_PAGE_UP,
    "ctrl+d": CaretStep.HALF_PAGE_DOWN,
    "pageup": CaretStep.PAGE_UP,
    "pagedown": CaretStep.PAGE_DOWN,
    "left_curly_bracket": CaretStep.PREVIOUS_TURN,
    "right_curly_bracket": CaretStep.NEXT_TURN,
    "G": CaretStep.LAST,
    "ctrl+end": CaretStep.LAST,
    "ctrl+home": CaretStep.FIRST,
    "o": CaretStep.SWAP,
    "v": CaretStep.CHARACTERS,
    "V": CaretStep.LINES,
    "y": CaretStep.COPY,
    "enter": CaretStep.COPY,
    "escape": CaretStep.LEAVE,
}


class CaretKeys:
    """Reads keys, one after the other, as Textual names them."""

    def __init__(self) -> None:
        self._has_g = False

    def feed(self, key: str) -> CaretStep | None:
        """What the key does; None when it means nothing here."""
        has_g, self._has_g = self._has_g, False
        if key == "g":
            self._has_g = not has_g
            return CaretStep.FIRST if has_g else CaretStep.NOTHING
        return _KEYS.get(key)
