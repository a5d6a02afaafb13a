"""What Ctrl+V makes of the keys behind it: a character by itself, or by its number."""

from __future__ import annotations

from agent_tui.ui.vim.editor import Keys
from agent_tui.ui.vim.keyboard import text_of

_BASES = {"x": (16, 2), "X": (16, 2), "o": (8, 3), "O": (8, 3), "u": (16, 4), "U": (16, 8)}
_DIGITS = "0123456789abcdefABCDEF"


def literal_char() -> Keys[tuple[str, str]]:
    """The text to insert, and a key that did not belong to it ("" for none)."""
    base, most = 10, 3
    code = count = 0
    is_unicode = False
    while count < most:
        key = yield
        if key in _BASES:
            base, most = _BASES[key]
            is_unicode = key in "uU"
            continue
        if not _is_digit(key, base):
            if not count:
                return _by_itself(key), ""
            return _char(code), key
        code = code * base + int(key, 16)
        if code > 255 and not is_unicode:
            code = 255
        count += 1
    return _char(code), ""


def _char(code: int) -> str:
    """The character with a number. A line break cannot stand in a line: it is a null, as in Vim."""
    if code == 10 or not code < 0x110000 or 0xD800 <= code < 0xE000:
        return "\0"
    return chr(code)


def _is_digit(key: str, base: int) -> bool:
    return len(key) == 1 and key in _DIGITS[: base if base <= 10 else None]


def _by_itself(key: str) -> str:
    text = text_of([key])
    return key if text.startswith("\x80") else text
