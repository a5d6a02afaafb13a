"""HTML made fit for a parser that takes quadratic time for some of what strangers can send."""

from __future__ import annotations

import re

from msgspec import Struct

# More source takes more than some 6 s of one processor core, which the screen needs, too.
MAX_CHARS = 1_000_000
# Comments, and elements whose text the parser searches for their end.
_OPENINGS = re.compile(
    r"<!--|<(script|style|svg|noscript|template|textarea|title|iframe|xmp|noembed|noframes"
    r"|plaintext)\b",
    re.IGNORECASE,
)
# The number of a character; Python refuses to read one of more than 4300 digits.
_ENDLESS_NUMBER = re.compile(r"&(?=#[0-9]{1000})")
# The conversion looks for line ends from each of them anew.
_BLANKS = re.compile(r"\s{2,}")
_MOST_BLANKS = 200


class HarmlessHtml(Struct, frozen=True, kw_only=True):
    """is_cut: there was more to read."""

    text: str
    is_cut: bool


def harmless_html(text: str) -> HarmlessHtml:
    """Without comments and what is not for reading, at most 1 000 000 characters of the rest, and
    no "<" that no ">" follows, nor numbers or blanks without end. Linear
    in time."""
    kept: list[str] = []
    room, start, is_cut = MAX_CHARS, 0, False
    while not is_cut:
        opening = _OPENINGS.search(text, start)
        end = opening.start() if opening else len(text)
        kept.append(text[start : min(end, start + room)])
        is_cut = end - start > room
        room -= len(kept[-1])
        if opening is None:
            break
        start = _end_of(text, opening)
        if start < 0:
            break  # never closed: browsers show nothing of the rest either
    whole = "".join(kept)
    last = whole.rfind(">") + 1
    closed = whole[:last] + whole[last:].replace("<", "&lt;")
    text = _BLANKS.sub(
        lambda blanks: blanks[0][:_MOST_BLANKS], _ENDLESS_NUMBER.sub("&amp;", closed)
    )
    return HarmlessHtml(text=text, is_cut=is_cut)


def _end_of(text: str, opening: re.Match[str]) -> int:
    """Where the text goes on, -1 for nowhere."""
    if not opening[1]:
        found = text.find("-->", opening.start() + 2)
        return found + 3 if found >= 0 else -1
    closing = re.compile(rf"</{opening[1]}\b", re.IGNORECASE).search(text, opening.end())
    found = text.find(">", closing.end()) if closing else -1
    return found + 1 if found >= 0 else -1
