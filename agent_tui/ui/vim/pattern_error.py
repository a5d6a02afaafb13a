"""What is wrong with a Vim pattern."""

from __future__ import annotations


class PatternError(Exception):
    """The pattern cannot be used. The text is Vim's own, with its number."""
