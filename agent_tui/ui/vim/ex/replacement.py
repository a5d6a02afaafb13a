r"""The replacement of `:s`: what &, \1, \u and the like put in place of a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from agent_tui.ui.vim.ex.errors import ExError
from agent_tui.ui.vim.patterns import group

_LETTERS = {"t": "\t", "n": "\n", "r": "\n", "b": "\b"}
_CASES = "uUlLeE"
_Case = Callable[[str], str]


class ReplacementPart(Struct, frozen=True):
    """Literal text, or a group's number (0 the whole match), or one of the letters u U l L e E."""

    text: str = ""
    group: int = -1
    case: str = ""


def parsed_replacement(written: str) -> tuple[ReplacementPart, ...]:
    r"""A replacement, read; "~" must have been expanded. Raises `ExError` for an expression."""
    if written.startswith("\\="):
        raise ExError("\\= is not supported here: there are no expressions to evaluate")
    return tuple(_parts(written))


def with_tilde(written: str, previous: str | None) -> str:
    r"""`written` with "~" replaced by the replacement before, and "\~" by "~"."""
    parts: list[str] = []
    position = 0
    while position < len(written):
        pair = written[position : position + 2]
        if pair == "\\~":
            parts.append("~")
        elif written[position] == "~":
            parts.append(previous or "")
        else:
            parts.append(pair if pair[0] == "\\" else pair[0])
        position += 2 if pair[0] == "\\" else 1
    return "".join(parts)


def replaced(parts: tuple[ReplacementPart, ...], match: re.Match[str]) -> str:
    """What stands in place of the match."""
    made: list[str] = []
    once: _Case = _unchanged
    always: _Case = _unchanged
    for part in parts:
        if part.case:
            once, always = _cases_after(part.case, once, always)
            continue
        text = part.text if part.group < 0 else group(match, part.group)
        body = text.lstrip("\n")  # line breaks have no case and use none up
        made.append(text[: len(text) - len(body)])
        if body:
            first = always(body[0]) if once is _unchanged else once(body[0])
            made.append(first + always(body[1:]))
            once = _unchanged
    return "".join(made)


def _parts(written: str) -> Iterator[ReplacementPart]:
    position = 0
    while position < len(written):
        char, following = written[position], written[position + 1 : position + 2]
        position += 1
        if char == "&":
            yield ReplacementPart(group=0)
            continue
        if char != "\\" or not following:
            yield ReplacementPart(text="\n" if char == "\r" else char)  # typed by Ctrl+V Enter
            continue
        position += 1
        if following.isdecimal() and following.isascii():
            yield ReplacementPart(group=int(following))
        elif following in _CASES:
            yield ReplacementPart(case=following)
        else:
            yield ReplacementPart(text=_LETTERS.get(following, following))


def _unchanged(text: str) -> str:
    return text


def _upper(text: str) -> str:
    """Letters stay one each: ß is no two of them."""
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in text)


def _cases_after(letter: str, once: _Case, always: _Case) -> tuple[_Case, _Case]:
    if letter in "ul":
        return (_upper if letter == "u" else str.lower), always
    if letter in "UL":
        return once, (_upper if letter == "U" else str.lower)
    return _unchanged, _unchanged
