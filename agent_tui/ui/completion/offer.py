"""The words that sources of completions and the popup speak."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct


class TypedLine(Struct, frozen=True):
    """The cursor's line. column: of the cursor, in characters. row: from 0. has_more: the text has
    other lines, too."""

    text: str
    column: int
    row: int = 0
    has_more: bool = False

    @property
    def before(self) -> str:
        """What stands before the cursor."""
        return self.text[: self.column]


class Entry(Struct, frozen=True, kw_only=True):
    """One thing that can be taken.

    inserted: what takes the place of the offer's range. target: the file, folder or session that it
    stands for, "" for anything else. label: what people read, and usage: what
    follows it there; harmless, one line. detail: what it means. matched: places in the label of the
    letters that were typed, ascending. keeps_end: of a long label the end is worth more than the
    beginning.
    """

    inserted: str
    label: str
    target: str = ""
    usage: str = ""
    detail: str = ""
    matched: tuple[int, ...] = ()
    keeps_end: bool = False


class Offer(Struct, frozen=True, kw_only=True):
    """What a part of a line can become.

    start, end: columns of that part. kind: of the source; an offer that begins at the same place
    and is of the same kind goes on with the one before. agreed: what the part becomes as far as all
    entries agree, "" for nothing. prefers_first: the first entry is chosen without a key. note: one
    line about the list, "" for none. has_tree: it can be looked for in the folders, too.
    """

    start: int
    end: int
    kind: str
    entries: Sequence[Entry] = ()
    agreed: str = ""
    prefers_first: bool = False
    note: str = ""
    has_tree: bool = False


class CompletionSource(Protocol):
    """Knows what some text can become. Called on the UI loop for each key: it must be quick."""

    def offer(self, typed: TypedLine) -> Offer | None:
        """What is known now; None when this is not the source's matter. A source that learns more
        later tells so, and is asked again."""
        ...


def agreed_start(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    first, last = min(texts, default=""), max(texts, default="")
    agreed = 0
    while agreed < min(len(first), len(last)) and first[agreed] == last[agreed]:
        agreed += 1
    return first[:agreed]
