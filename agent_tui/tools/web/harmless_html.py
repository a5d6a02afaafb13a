"""HTML made fit for a parser that takes quadratic time for some of what strangers can send."""

from __future__ import annotations

import re

# More source takes more than some 3 s of one processor core, which the screen needs, too.
_MAX_CHARS = 1_000_000
# Comments, and elements whose text the parser searches for their end.
_OPENINGS = re.compile(
    r"<!--|<(script|style|svg|noscript|template|textarea|title|iframe|xmp|noembed|noframes"
    r"|plaintext)\b",
    re.IGNORECASE,
)


def harmless_html(text: str) -> str:
    """Without comments and what is not for reading, at most 1 000 000 characters of the rest, and
    no "<" that no ">" follows. Linear in time."""
    kept: list[str] = []
    room, start = _MAX_CHARS, 0
    while room > 0:
        opening = _OPENINGS.search(text, start)
        piece = text[start : opening.start() if opening else None][:room]
        kept.append(piece)
        room -= len(piece)
        if opening is None:
            break
        start = _end_of(text, opening)
        if start < 0:
            break  # never closed: browsers show nothing of the rest either
    whole = "".join(kept)
    last = whole.rfind(">") + 1
    return whole[:last] + whole[last:].replace("<", "&lt;")


def _end_of(text: str, opening: re.Match[str]) -> int:
    """Where the text goes on, -1 for nowhere."""
    if not opening[1]:
        found = text.find("-->", opening.start() + 2)
        return found + 3 if found >= 0 else -1
    closing = re.compile(rf"</{opening[1]}\b", re.IGNORECASE).search(text, opening.end())
    found = text.find(">", closing.end()) if closing else -1
    return found + 1 if found >= 0 else -1
