"""What is sought: literal text, and where it occurs in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Between two words a source may have what its rows do not show: the marks of emphasis and of quotes
# and the indentation of a line that goes on.
_BETWEEN_WORDS = r"[*_`~]*\s[\s>*_`~]*"


class Query:
    """A literal text with smart case: an upper-case letter in it makes case count.

    A blank in it stands for any blanks and line breaks, and for the marks of markdown beside them,
    so that what one reads is found although its source looks different.
    """

    __slots__ = ("_needle", "_pattern", "is_exact", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_exact = text != text.lower()
        self._needle = text if self.is_exact else _lowered(text)
        self._pattern: re.Pattern[str] | None = None
        if any(character.isspace() for character in text):
            words = re.split(r"\s+", self._needle)
            self._pattern = re.compile(_BETWEEN_WORDS.join(map(re.escape, words)))

    def narrows(self, other: Query) -> bool:
        """Whatever this finds lies in texts in which `other` finds something, too."""
        return bool(other.text) and self.text.startswith(other.text)

    def count(self, text: str) -> int:
        """How often it occurs, overlaps not counted."""
        if not self._needle:
            return 0
        if self._pattern is None:
            return self._sought_in(text).count(self._needle)
        return sum(1 for _ in self.spans(text))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it occurs, in order: the first character, and the first one behind it."""
        if not self._needle:
            return
        text = self._sought_in(text)
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield match.span()
            return
        start = text.find(self._needle)
        while start >= 0:
            end = start + len(self._needle)
            yield start, end
            start = text.find(self._needle, end)

    def _sought_in(self, text: str) -> str:
        return text if self.is_exact else _lowered(text)


def _lowered(text: str) -> str:
    """Lower case of the same length, so that offsets hold: a few letters have no such form."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(
        lower if len(lower := character.lower()) == 1 else character for character in text
    )
