"""A line of a text around what was sought, and where it stands in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from agent_tui.storage.search.query import Query
from agent_tui.storage.search.words import folded

_BEFORE = 40  # characters
LENGTH = 200

Marks = tuple[tuple[int, int], ...]


def snippet_of(text: str, query: Query) -> tuple[str, Marks]:
    """At most 200 characters in one line, from a little before the first match on, and the matches
    in it. Blanks and line ends are one blank each."""
    flat = " ".join(text.split())
    low = folded(flat)
    found = sorted(match.span() for term in query.terms for match in term.pattern.finditer(low))
    start = _start(flat, found[0][0]) if found else 0
    cut = flat[start : start + LENGTH]
    head, tail = "…" if start else "", "…" if start + LENGTH < len(flat) else ""
    shift = start - len(head)
    marks = (
        (begin - shift, min(end, start + LENGTH) - shift)
        for begin, end in found
        if start <= begin < start + LENGTH
    )
    return f"{head}{cut}{tail}", _without_overlaps(marks)


def _start(text: str, first: int) -> int:
    """Where to begin: at a word, and not much before the first match."""
    if first <= _BEFORE:
        return 0
    blank = text.find(" ", first - _BEFORE, first)
    return blank + 1 if blank >= 0 else first - _BEFORE


def _without_overlaps(marks: Iterable[tuple[int, int]]) -> Marks:
    kept: list[tuple[int, int]] = []
    for begin, end in marks:
        if end > begin and (not kept or begin >= kept[-1][1]):
            kept.append((begin, end))
    return tuple(kept)
