"""Cuts a long text where each part can be drawn alone: a long answer is many small items."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SECTION_CHARACTERS = 12_000
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})")
_KEPT_CHARACTERS = 400  # of a line: enough to see a fence


class SectionFinder:
    """Watches a text that arrives in deltas for the next place where a section may start.

    Such a place is a line at column zero that begins with a letter or `#`, behind a blank line and
    outside of code: whatever stood above is over there.
    """

    def __init__(self) -> None:
        self._size = 0
        self._line = ""  # the beginning of the line that is not complete
        self._is_line_start = True
        self._is_after_blank = False
        self._fence = ""

    def find(self, delta: str) -> int | None:
        """The offset in `delta` where a new section starts; the finder is spent then."""
        at = 0
        while at < len(delta):
            if self._is_line_start and self._may_start(delta[at], self._size + at):
                return at
            end = delta.find("\n", at)
            self._is_line_start = end >= 0
            if end < 0:
                self._line = (self._line + delta[at:])[:_KEPT_CHARACTERS]
                break
            self._end_line((self._line + delta[at:end])[:_KEPT_CHARACTERS])
            self._line = ""
            at = end + 1
        self._size += len(delta)
        return None

    def _may_start(self, character: str, size: int) -> bool:
        if size < _SECTION_CHARACTERS or self._fence or not self._is_after_blank:
            return False
        return character.isalpha() or character == "#"

    def _end_line(self, line: str) -> None:
        self._is_after_blank = not line.strip()
        fence = _FENCE.match(line)
        if fence is None:
            return
        mark = fence.group(1)
        if not self._fence:
            self._fence = mark
        elif mark.startswith(self._fence) and not line[fence.end() :].strip():
            self._fence = ""


def sections(text: str) -> Iterator[str]:
    """The sections of a whole text; most texts are a single one."""
    while len(text) > _SECTION_CHARACTERS and (cut := SectionFinder().find(text)) is not None:
        yield text[:cut]
        text = text[cut:]
    yield text
