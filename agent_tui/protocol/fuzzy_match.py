"""Fuzzy matching of short texts such as paths: whether one fits, how well, and by which letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

Rank = tuple[int, int]
"""Smaller is better: a class of fit, and within it how far the letters lie apart."""

EXACT, STARTS, STARTS_WORD, WITHIN_NAME, PATH_STARTS, WITHIN_PATH, SCATTERED, FAR_APART = range(8)
"""The classes. A name is what stands behind the last slash; that of a folder has one at its end."""

_WORD_ENDS = "/_-. :"
_EXACT, _STARTS = (EXACT, 0), (STARTS, 0)


class FuzzyQuery:
    """A query against many texts; letter case does not count. Texts are given in lower case.

    A text fits when it has the query's characters in their order. Stateless and thread-safe.
    """

    def __init__(self, text: str) -> None:
        self.text = text.lower()
        steps = (f"[^{re.escape(c)}]*{re.escape(c)}" for c in self.text[1:])
        self._has_letters: Callable[[str], object] = re.compile(
            re.escape(self.text[:1]) + "".join(steps), re.DOTALL
        ).search

    def rank(self, text: str) -> Rank | None:
        """How well a text fits, None when it does not."""
        query = self.text
        at = text.find(query)
        if at < 0:
            return self._scattered(text) if self._has_letters(text) else None
        if not at and "/" not in text:  # the most of ten thousand titles
            return _EXACT if len(text) == len(query) else _STARTS
        name = text.rfind("/", 0, len(text) - 1) + 1
        if at < name:
            later = text.find(query, name)
            if later < 0:
                return self._within_path(text, at)
            at = later
        if at == name:
            is_whole = len(text) - text.endswith("/") - at == len(query.rstrip("/"))
            return _EXACT if is_whole else _STARTS
        return (STARTS_WORD if text[at - 1] in _WORD_ENDS else WITHIN_NAME, at - name)

    def positions(self, text: str) -> tuple[int, ...]:
        """Which characters of `text` the query's are, ascending; () when it does not fit."""
        query, text = self.text, text.lower()
        at = text.rfind(query)
        if query and at >= 0:
            name = text.rfind("/", 0, len(text) - 1) + 1
            if at < name:
                at = text.find(query)
            return tuple(range(at, at + len(query)))
        name = text.rfind("/", 0, len(text) - 1) + 1
        return _aligned(query, text, name) or _aligned(query, text, 0)

    def _within_path(self, text: str, at: int) -> Rank:
        if at == 0:
            return PATH_STARTS, text.count("/", len(self.text), len(text) - 1)
        return WITHIN_PATH, text[at - 1] not in _WORD_ENDS

    def _scattered(self, text: str) -> Rank:
        name = text.rfind("/", 0, len(text) - 1) + 1
        places = _aligned(self.text, text, name)
        kind = SCATTERED if places else FAR_APART
        places = places or _aligned(self.text, text, 0)
        jumps = cost = 0
        for before, here in pairwise(places):
            if here != before + 1:
                jumps += 1
                cost += 0 if text[here - 1] in _WORD_ENDS else 2
        cost += places[0] > 0 and text[places[0] - 1] not in _WORD_ENDS
        if kind == FAR_APART and not cost:
            kind = SCATTERED  # "srcma" for src/main.py: only beginnings of words
        return kind, 4 * cost + jumps


def _aligned(query: str, text: str, start: int) -> tuple[int, ...]:
    """The query's characters behind `start`: each at a word's beginning where the rest still fits
    behind it, else as early as can be. () when there are not all."""
    latest = []  # the last place at which each character may stand
    end = len(text)
    for character in reversed(query):
        end = text.rfind(character, start, end)
        if end < 0:
            return ()
        latest.append(end)
    latest.reverse()
    places: list[int] = []
    at = start
    for character, last in zip(query, latest, strict=True):
        first = text.find(character, at, last + 1)
        if not places or first != places[-1] + 1:
            first = _word_start(text, character, first, last)
        places.append(first)
        at = first + 1
    return tuple(places)


def _word_start(text: str, character: str, first: int, last: int) -> int:
    at = first
    while at >= 0:
        if at == 0 or text[at - 1] in _WORD_ENDS:
            return at
        at = text.find(character, at + 1, last + 1)
    return first
