"""Numbers of things."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """`1 line`, `1,240 lines`. noun: in the singular; an s makes it more."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
