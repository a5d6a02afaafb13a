"""Foreign text made harmless: no control character of a model or a tool reaches the terminal."""

from __future__ import annotations

import re
from functools import cache

# C0 without tab and newline, DEL, C1, bidi controls, line separators, byte order mark, interlinear
# annotations, lone surrogates (they cannot be encoded, the driver would raise).
_UNSAFE = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    r"\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_AS_NEWLINE = {"\r", "\u2028", "\u2029"}


def harmless(text: str) -> str:
    """`text` with each control character replaced by something visible; clean text as it is.

    Newlines and tabs stay, CR and CRLF become a newline, ESC becomes ␛, a bidi control ‹U+202E›.
    """
    # Nothing unsafe is printable: most texts, and every start, do without the expression.
    if text.isprintable() or _unsafe().search(text) is None:
        return text
    return _unsafe().sub(_visible, text.replace("\r\n", "\n"))


class ForeignTextStream:
    """`harmless` for text that arrives in deltas: any split of a text gives the same result."""

    def __init__(self) -> None:
        self._ended_in_cr = False

    def feed(self, delta: str) -> str:
        """The harmless form of the next delta."""
        if self._ended_in_cr and delta.startswith("\n"):
            delta = delta[1:]
            self._ended_in_cr = False
        if delta:
            self._ended_in_cr = delta.endswith("\r")
        return harmless(delta)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


def _visible(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if character in _AS_NEWLINE:
        return "\n"
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code < 0xA0:
        return f"\\x{code:02x}"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"‹U+{code:04X}›"
