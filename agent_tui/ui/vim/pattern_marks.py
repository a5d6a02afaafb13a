r"""Combining marks in patterns: to Vim a letter and the marks over it are one character.

"e" does not match the letter of "e\u0301", and what matches a whole class takes the marks along.
In a text that has none (`is_plain`) none of this is needed, and it is most of what a pattern takes
to compile.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_FIRST, _BEHIND_LAST = 0x300, 0x1F000
_SELECTORS = "\U000e0100-\U000e01ef"
"""Of variants of ideographs: the only marks behind `_BEHIND_LAST`."""


@cache
def marks() -> str:
    """All combining marks, as the members of a collection of Python's `re`."""
    ranges: list[tuple[int, int]] = []
    for code in range(_FIRST, _BEHIND_LAST):
        if unicodedata.category(chr(code)) not in ("Mn", "Me"):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1] = (ranges[-1][0], code)
        else:
            ranges.append((code, code))
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges) + _SELECTORS


@cache
def taken_along(*, is_plain: bool) -> str:
    """The marks over the character before."""
    return "" if is_plain else f"(?-i:[{marks()}])*+"


@cache
def without_marks(*, is_plain: bool) -> str:
    """There is no mark over the character before."""
    return "" if is_plain else f"(?-i:(?![{marks()}]))"


@cache
def at_character(*, is_plain: bool) -> str:
    """A character begins here: no mark, or one that has nothing to stand over."""
    return "" if is_plain else f"(?-i:(?![{marks()}])|^)"
