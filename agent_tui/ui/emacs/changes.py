"""Words of a text and what Emacs does to them. Pure: places are offsets in characters."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

from msgspec import Struct

FILL_COLUMNS = 70
_WORD = re.compile(r"\w+")
_BLANK_LINES = re.compile(r"\n[ \t]*\n")


class Change(Struct, frozen=True):
    """The characters from `start` to `end` become `text`; then the cursor stands at `cursor`."""

    start: int
    end: int
    text: str
    cursor: int


def word_end(text: str, at: int) -> int:
    """Behind the word that `at` stands in or before; the end of the text when there is none."""
    match = _WORD.search(text, at)
    return match.end() if match else len(text)


def word_start(text: str, at: int) -> int:
    """The start of the word that `at` stands in or behind; 0 when there is none."""
    while at and not _WORD.match(text[at - 1]):
        at -= 1
    while at and _WORD.match(text[at - 1]):
        at -= 1
    return at


def blank_word_start(text: str, at: int) -> int:
    """The start of what stands before `at` between blanks, as Ctrl+W deletes it in a shell."""
    while at and text[at - 1].isspace():
        at -= 1
    while at and not text[at - 1].isspace():
        at -= 1
    return at


def line_end_to_kill(text: str, at: int) -> int:
    """The end of the line; at the end of a line the start of the next one."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end + 1 if end == at else end


def line_start_to_kill(text: str, at: int) -> int:
    """The start of the line; at the start of a line the end of the one before."""
    start = text.rfind("\n", 0, at) + 1
    return start - 1 if start == at and start else start


def cased_word(text: str, at: int, change: Callable[[str], str]) -> Change | None:
    """The rest of the word from `at` on, changed; None when no word follows."""
    match = _WORD.search(text, at)
    if match is None:
        return None
    start = max(match.start(), at)
    changed = change(text[start : match.end()])
    return Change(start, match.end(), changed, start + len(changed))


def capitalised(word: str) -> str:
    """The first letter large, the others small."""
    return word[:1].upper() + word[1:].lower()


def transposed_chars(text: str, at: int) -> Change | None:
    """The character before `at` moves over the one behind it; at the end of a line the last two
    are swapped. None where there are no two."""
    if at and (at == len(text) or text[at] == "\n"):
        at -= 1
    if at < 1 or at >= len(text) or "\n" in text[at - 1 : at + 1]:
        return None
    return Change(at - 1, at + 1, text[at] + text[at - 1], at + 1)


def transposed_words(text: str, at: int) -> Change | None:
    """The word that `at` stands in or behind and the next one change places; at the end of the text
    the last two. None when there are no two."""
    words = list(_WORD.finditer(text))
    later = next((number for number, word in enumerate(words) if word.start() >= at), len(words))
    later = min(later, len(words) - 1)
    if later < 1:
        return None
    first, second = words[later - 1], words[later]
    between = text[first.end() : second.start()]
    swapped = f"{second.group()}{between}{first.group()}"
    return Change(first.start(), second.end(), swapped, second.end())


def filled_paragraph(text: str, at: int, columns: int = FILL_COLUMNS) -> Change | None:
    """The paragraph around `at` in lines of at most `columns` characters; None when it is so. A
    paragraph ends at a line of nothing but blanks."""
    start = max((gap.end() for gap in _BLANK_LINES.finditer(text, 0, at)), default=0)
    gap = _BLANK_LINES.search(text, at)
    end = gap.start() if gap else len(text.rstrip("\n"))
    if end <= start:
        return None
    filled = textwrap.fill(
        " ".join(text[start:end].split()),
        width=columns,
        break_long_words=False,
        break_on_hyphens=False,
    )
    if filled == text[start:end]:
        return None
    return Change(start, end, filled, start + len(filled))
