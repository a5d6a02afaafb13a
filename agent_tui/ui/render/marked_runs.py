"""A text in pieces, what is marked in it apart from the rest. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import groupby


def marked_runs(text: str, places: Container[int]) -> Iterator[tuple[str, bool]]:
    """The pieces in their order; True for those whose characters stand at one of these places."""
    at = 0
    for is_marked, run in groupby(range(len(text)), places.__contains__):
        end = at + sum(1 for _ in run)
        yield text[at:end], is_marked
        at = end
