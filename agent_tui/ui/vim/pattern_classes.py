"""Character classes of Vim patterns, and collections like [a-z[:punct:]], as Python writes them."""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.ui.vim.pattern_error import PatternError

_CLASSES = {
    "s": r" \t",
    "d": "0-9",
    "x": "0-9A-Fa-f",
    "o": "0-7",
    "w": "0-9A-Za-z_",
    "h": "A-Za-z_",
    "a": "A-Za-z",
    "l": "a-z",
    "u": "A-Z",
}
_POSITIVE = {
    "i": "[0-9A-Za-z_\u00c0-\u00ff]",
    "I": "[A-Za-z_\u00c0-\u00ff]",
    "k": r"[\w]",
    "K": r"[^\W0-9]",
    "f": r"[\w/.\-+,#$%~=]",
    "F": r"(?![0-9])[\w/.\-+,#$%~=]",
    "p": r"[^\x00-\x1f\x7f-\x9f]",
    "P": r"[^\x00-\x1f\x7f-\x9f0-9]",
}
_NAMED = {
    "alpha": "A-Za-z",
    "digit": "0-9",
    "alnum": "0-9A-Za-z",
    "lower": "a-z",
    "upper": "A-Z",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t-\r ",
    "blank": r" \t",
    "xdigit": "0-9A-Fa-f",
    "cntrl": r"\x00-\x1f\x7f",
    "print": r" -~\xa0-\U0010ffff",
    "graph": r"!-~\xa1-\U0010ffff",
    "return": r"\r",
    "tab": r"\t",
    "escape": r"\x1b",
    "backspace": r"\x08",
    "ident": "0-9A-Za-z_\u00c0-\u00ff",
    "keyword": r"\w",
    "fname": r"\w/.\-+,#$%~=",
}
_CLASS_NAME = re.compile(r"\[:([a-z]+):\]")
_EQUIVALENT = re.compile(r"\[([=.])(.)\1\]")
_NUMBER = re.compile(
    r"d(?P<d>[0-9]+)|o0?(?P<o>[0-7]{1,3})|x(?P<x>[0-9A-Fa-f]{1,2})"
    r"|u(?P<u>[0-9A-Fa-f]{1,4})|U(?P<U>[0-9A-Fa-f]{1,8})"
)
_BASES = {"d": 10, "o": 8, "x": 16, "u": 16, "U": 16}
_LETTERS = {"e": "\x1b", "t": "\t", "r": "\r", "b": "\b"}
_LARGEST = 0x10FFFF


def class_pattern(letter: str, *, with_break: bool = False) -> str:
    r"""What \s, \D and the like match; "" when it is none. with_break: it is \_s."""
    ending = "|\\n" if with_break else ""
    if letter in _POSITIVE:
        found = _POSITIVE[letter]
    elif letter in _CLASSES:
        found = f"[{_CLASSES[letter]}]"
    elif letter.lower() in _CLASSES:
        found = f"[^{_CLASSES[letter.lower()]}\\n]"
    else:
        return ""
    # Only the case that is asked for, also with ignorecase.
    found = f"(?-i:{found})" if letter in "lLuU" else found
    return f"(?:{found}{ending})" if ending else found


def numbered(text: str) -> tuple[str, int]:
    r"""The character of \%d65 and its like, from behind "%", and the length read; ("", 0)."""
    match = _NUMBER.match(text)
    if match is None or match.lastgroup is None:
        return "", 0
    code = int(match[match.lastgroup], _BASES[match.lastgroup])
    return chr(min(code, _LARGEST)), match.end()


class Collection(Struct, frozen=True):
    """A collection as Python writes it, and how many characters it took."""

    pattern: str
    length: int


def collection(text: str, *, with_break: bool = False) -> Collection | None:
    r"""The collection that stands at the start of `text`, behind its "[".

    None when nothing closes it: the bracket means itself then. with_break: it is \_[.
    Raises `PatternError` for a range that runs backwards.
    """
    end = _end_of(text)
    if end is None:
        return None
    is_negated = text.startswith("^")
    members, has_break = _members(text[1:end] if is_negated else text[:end])
    has_break = has_break or with_break
    if is_negated:
        breaks = "" if has_break else "\\n"
        return Collection(f"[^{members}{breaks}]", end + 1)
    breaks = "\\n" if has_break else ""
    return Collection(f"[{members}{breaks}]", end + 1)


def _end_of(text: str) -> int | None:
    position = 1 if text.startswith("^") else 0
    if text[position : position + 1] in ("]", "-"):
        position += 1
    while position < len(text) and text[position] != "]":
        if text[position] == "-" and text[position + 1 : position + 2] not in ("", "]"):
            position += 1
            continue
        if named := _CLASS_NAME.match(text, position) or _EQUIVALENT.match(text, position):
            position = named.end()
            continue
        is_pair = text[position] == "\\" and text[position + 1 : position + 2] in (
            *"]^-n\\rtebdoxuU",
        )
        position += 2 if is_pair else 1
    return position if position < len(text) else None


def _members(body: str) -> tuple[str, bool]:
    """What a collection holds, as Python writes it, and whether a line break is in it."""
    parts: list[str] = []
    has_break = False
    position = 0
    while position < len(body):
        if (named := _CLASS_NAME.match(body, position)) and named[1] in _NAMED:
            parts.append(_NAMED[named[1]])
            position = named.end()
            continue
        first, position = _member(body, position)
        if first == "\n":
            has_break = True
        elif body[position : position + 1] == "-" and position + 1 < len(body):
            last, position = _member(body, position + 1)
            if last < first:
                raise PatternError("E944: Reverse range in character class")
            parts.append(f"{_escaped(first)}-{_escaped(last)}")
        else:
            parts.append(_escaped(first))
    return "".join(parts), has_break


def _member(body: str, position: int) -> tuple[str, int]:
    if equivalent := _EQUIVALENT.match(body, position):
        return equivalent[2], equivalent.end()
    char, following = body[position], body[position + 1 : position + 2]
    if char != "\\" or not following:
        return char, position + 1
    if following == "n":
        return "\n", position + 2
    if following in _LETTERS:
        return _LETTERS[following], position + 2
    code, length = numbered(body[position + 1 :])
    if code:
        return code, position + 1 + length
    return (following, position + 2) if following in "]^-\\" else (char, position + 1)


def _escaped(char: str) -> str:
    return char if char.isalnum() or char == "_" else f"\\U{ord(char):08x}"
