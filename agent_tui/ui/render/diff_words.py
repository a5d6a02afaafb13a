"""Which words of a changed line differ from the line that it replaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from agent_tui.ui.render.diff_lines import DiffLine, LineKind

if TYPE_CHECKING:
    from difflib import SequenceMatcher

_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)
_MOST_CHARACTERS = 500  # of a line; the words of a longer one say little
_MOST_TOKENS = 6_000  # of all compared lines: what takes longer would be felt
_MOST_CANDIDATES = 4
_LEAST_ALIKE = 0.45  # less in common: another line, not a changed one

Spans = tuple[tuple[int, int], ...]
"""Stretches of a line, start and end in characters, in order."""


class ChangedWords(Struct, frozen=True):
    """spans: the changed stretches of removed and added lines that are alike, by the line's place.
    partners: the added line that a removed one became, by their places."""

    spans: dict[int, Spans]
    partners: dict[int, int]


def changed_words(lines: Sequence[DiffLine]) -> ChangedWords:
    """Compare each removed line with the added ones that may have taken its place: the next few
    that have no partner yet, in order."""
    found = ChangedWords({}, {})
    left = _MOST_TOKENS
    at = 0
    while at < len(lines) and left > 0:
        removed = stretch(lines, at, LineKind.REMOVED)
        added = stretch(lines, at + removed, LineKind.ADDED)
        if removed and added:
            left = _compare(lines, range(at, at + removed), added, found, left)
        at += max(removed + added, 1)
    return found


def stretch(lines: Sequence[DiffLine], at: int, kind: LineKind) -> int:
    """How many lines of this kind stand together from a place on."""
    end = at
    while end < len(lines) and lines[end].kind is kind:
        end += 1
    return end - at


def _compare(
    lines: Sequence[DiffLine], removed: range, added: int, found: ChangedWords, left: int
) -> int:
    """One block; what is left of the tokens."""
    free, end = removed.stop, removed.stop + added
    for old in removed:
        before = _tokens(lines[old].text)
        if not before:
            continue
        best = _LEAST_ALIKE
        for new in range(free, min(free + _MOST_CANDIDATES, end)):
            after = _tokens(lines[new].text)
            left -= len(before) + len(after)
            if left <= 0:
                return left
            matcher = _matcher(before, after)
            if after and matcher.real_quick_ratio() >= best and matcher.ratio() > best:
                best = matcher.ratio()
                found.partners[old] = new
                blocks = matcher.get_matching_blocks()
                old_spans = _between(before, [(block.a, block.size) for block in blocks])
                new_spans = _between(after, [(block.b, block.size) for block in blocks])
        if old in found.partners:
            new = found.partners[old]
            found.spans[old], found.spans[new] = old_spans, new_spans
            free = new + 1
    return left


def _tokens(line: str) -> list[str]:
    return _WORD.findall(line) if len(line) <= _MOST_CHARACTERS else []


def _matcher(before: list[str], after: list[str]) -> SequenceMatcher[str]:
    from difflib import SequenceMatcher  # 3 ms that the start need not wait for

    return SequenceMatcher(None, before, after, autojunk=False)


def _between(tokens: Sequence[str], same: Sequence[tuple[int, int]]) -> Spans:
    """The stretches between those that are the same; single blanks between two are taken in."""
    spans: list[tuple[int, int]] = []
    place = offset = 0
    for start, size in same:
        changed = sum(map(len, tokens[place:start]))
        if changed and spans and tokens[place - 1].isspace() and offset - spans[-1][1] == 1:
            spans[-1] = (spans[-1][0], offset + changed)
        elif changed:
            spans.append((offset, offset + changed))
        offset += changed + sum(map(len, tokens[start : start + size]))
        place = start + size
    return tuple(spans)
