"""What is wrong with a `:` line."""

from __future__ import annotations


class ExError(Exception):
    """The line cannot be run, or not to its end. The text is Vim's own, with its number."""


INVALID_RANGE = "E16: Invalid range"
TRAILING = "E488: Trailing characters: {}"
ARGUMENT_REQUIRED = "E471: Argument required"
READ_ONLY = "E21: Cannot make changes, this text is read-only"
