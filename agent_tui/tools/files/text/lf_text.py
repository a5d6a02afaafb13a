"""A text searched and changed as if all its line ends were LF, without touching those it has."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from agent_tui.tools.files.text.changed_runs import changed_runs
from agent_tui.tools.files.text.lines import split_lines
from agent_tui.tools.files.text.text_form import TextForm, with_lf


class LfText:
    """text: with LF only. Places in it are offsets in characters."""

    def __init__(self, original: str) -> None:
        self.text = with_lf(original)
        self._original = original
        self._pairs: list[int] = []  # places of the LFs that are CRLF in the original
        if "\r\n" in original:
            found = re.finditer("\r\n", original)
            self._pairs = [match.start() - count for count, match in enumerate(found)]

    def places(self, wanted: str) -> list[int]:
        """Where `wanted` stands, overlapping places included."""
        found: list[int] = []
        place = self.text.find(wanted)
        while place >= 0:
            found.append(place)
            place = self.text.find(wanted, place + 1)
        return found

    def line_number(self, place: int) -> int:
        """From 1."""
        return self.text.count("\n", 0, place) + 1

    def replaced(self, places: list[int], old: str, new: str, form: TextForm) -> str:
        """The original with `new` for `old` at these places, which must not overlap. Every
        character that old and new share at their ends stays the very same, line ends included."""
        head = _common_start(old, new)
        tail = _common_start(old[head:][::-1], new[head:][::-1])
        changed = new[head : len(new) - tail]
        pieces: list[str] = []
        done = 0
        for place in places:
            start = self._offset(place + head)
            end = self._offset(place + len(old) - tail)
            pieces += self._original[done:start], restyled(self._original[start:end], changed, form)
            done = end
        return joined([*pieces, self._original[done:]])

    def _offset(self, place: int) -> int:
        return place + bisect_left(self._pairs, place)


def restyled(former: str, text: str, form: TextForm) -> str:
    """`text`, which has LF only, with the line ends of the file: lines that `former` has, too, keep
    theirs, new ones get the most frequent."""
    if not form.is_mixed:
        return text if form.newline == "\n" else text.replace("\n", form.newline)
    old, new = split_lines(former), split_lines(text)
    lines: list[str] = []
    for run in changed_runs([with_lf(line) for line in old], new):
        if run.is_equal:
            lines += old[run.old_start : run.old_end]
        else:
            lines += (line.replace("\n", form.newline) for line in new[run.new_start : run.new_end])
    return joined(lines)


def joined(pieces: Iterable[str]) -> str:
    """Pieces of one text put together; no line end becomes part of another."""
    kept: list[str] = []
    for piece in filter(None, pieces):
        # A lone CR and a lone LF must not become one CRLF where they meet.
        if kept and kept[-1].endswith("\r") and piece.startswith("\n"):
            kept.append("\r")
        kept.append(piece)
    return "".join(kept)


def _common_start(one: str, other: str) -> int:
    limit = min(len(one), len(other))
    if one[:limit] == other[:limit]:
        return limit
    return next(index for index in range(limit) if one[index] != other[index])
