"""A list that the user asked for, as text in columns."""

from __future__ import annotations

from msgspec import Struct


class Listing(Struct, frozen=True, kw_only=True):
    """A title, rows of harmless texts, and sentences below them.

    columns: the headers, () for none; each row has as many cells. wide: the column that takes what
    room the others leave, and is wrapped. footer: what to do with it.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()
    wide: int = 0
    footer: str = ""
