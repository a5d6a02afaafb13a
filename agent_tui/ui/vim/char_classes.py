"""The classes of characters that separate words."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache

BLANK, PUNCTUATION, WORD, EMOJI = 0, 1, 2, 3

_RANGES = (
    (0x37E, 0x37E, 1), (0x387, 0x387, 1), (0x55A, 0x55F, 1), (0x589, 0x589, 1),
    (0x5BE, 0x5BE, 1), (0x5C0, 0x5C0, 1), (0x5C3, 0x5C3, 1), (0x5F3, 0x5F4, 1),
    (0x60C, 0x60C, 1), (0x61B, 0x61B, 1), (0x61F, 0x61F, 1), (0x66A, 0x66D, 1),
    (0x6D4, 0x6D4, 1), (0x700, 0x70D, 1), (0x964, 0x965, 1), (0x970, 0x970, 1),
    (0xDF4, 0xDF4, 1), (0xE4F, 0xE4F, 1), (0xE5A, 0xE5B, 1), (0xF04, 0xF12, 1),
    (0xF3A, 0xF3D, 1), (0xF85, 0xF85, 1), (0x104A, 0x104F, 1), (0x10FB, 0x10FB, 1),
    (0x1361, 0x1368, 1), (0x166D, 0x166E, 1), (0x1680, 0x1680, 0), (0x169B, 0x169C, 1),
    (0x16EB, 0x16ED, 1), (0x1735, 0x1736, 1), (0x17D4, 0x17DC, 1), (0x1800, 0x180A, 1),
    (0x2000, 0x200B, 0), (0x200C, 0x2027, 1), (0x2028, 0x2029, 0), (0x202A, 0x202E, 1),
    (0x202F, 0x202F, 0), (0x2030, 0x205E, 1), (0x205F, 0x205F, 0), (0x2060, 0x206F, 1),
    (0x2070, 0x207F, 0x2070), (0x2080, 0x2094, 0x2080), (0x20A0, 0x27FF, 1),
    (0x2800, 0x28FF, 0x2800), (0x2900, 0x2998, 1), (0x29D8, 0x29DB, 1), (0x29FC, 0x29FD, 1),
    (0x2E00, 0x2E7F, 1), (0x3000, 0x3000, 0), (0x3001, 0x3020, 1), (0x3040, 0x309F, 0x3040),
    (0x30A0, 0x30FF, 0x30A0), (0x3300, 0x9FFF, 0x4E00), (0xAC00, 0xD7A3, 0xAC00),
    (0xF900, 0xFAFF, 0x4E00), (0xFD3E, 0xFD3F, 1), (0xFE30, 0xFE6B, 1), (0xFF00, 0xFF0F, 1),
    (0xFF1A, 0xFF20, 1), (0xFF3B, 0xFF40, 1), (0xFF5B, 0xFF65, 1), (0x1D000, 0x1D24F, 1),
    (0x1D400, 0x1D7FF, 1), (0x1F000, 0x1F2FF, 1), (0x1F300, 0x1FAFF, 3),
    (0x20000, 0x2FA1F, 0x4E00),
)  # fmt: skip
_STARTS = [first for first, _, _ in _RANGES]


@lru_cache(maxsize=4096)
def char_class(char: str) -> int:
    """BLANK, PUNCTUATION, WORD, EMOJI, or one of the scripts that need no spaces.

    The end of a line ("") is blank.
    """
    if char in ("", " ", "\t", "\xa0"):
        return BLANK
    code = ord(char)
    if code < 0x100:
        is_word = char == "_" or char == "\xb5" or code >= 0xC0 or (code < 0x80 and char.isalnum())
        return WORD if is_word else PUNCTUATION
    if 0x2300 <= code < 0x2C00 and unicodedata.east_asian_width(char) == "W":
        return EMOJI
    place = bisect_right(_STARTS, code) - 1
    if place >= 0 and code <= _RANGES[place][1]:
        return _RANGES[place][2]
    return WORD


def script_ranges() -> dict[int, str]:
    """The classes of characters that make words of their own, each as a collection of `re`."""
    found: dict[int, str] = {}
    for first, last, kind in _RANGES:
        if kind > WORD:
            found[kind] = f"{found.get(kind, '')}{chr(first)}-{chr(last)}"
    return found


def big_class(char: str) -> int:
    """The classes of WORDS: blank or not."""
    return 1 if char_class(char) else 0


def is_word_char(char: str) -> bool:
    """Part of a keyword ('iskeyword' of Vim, scripts without spaces included)."""
    return char_class(char) >= WORD


def is_white(char: str) -> bool:
    """A space or a tab."""
    return char in (" ", "\t")


def indent_length(line: str) -> int:
    """How many blanks a line begins with."""
    return len(line) - len(line.lstrip(" \t"))
