"""How names of files stand in a result: one line each, nothing that a terminal obeys."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 5


def harmless_name(name: str) -> str:
    """The name with control characters, line breaks and bytes that are no text made visible."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else _escaped(c) for c in name)


def some_names(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    shown = ", ".join(harmless_name(name) for name in names[:_NAMED])
    more = len(names) - _NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def counted(count: int, noun: str, plural: str = "") -> str:
    """ "1 file", "2 files", "12 345 files"."""
    number = f"{count:,}".replace(",", " ")
    return f"{number} {noun if count == 1 else plural or noun + 's'}"


def _escaped(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return ascii(character)[1:-1]
