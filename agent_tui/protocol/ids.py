"""Identifiers: random, never reused, shown by a short prefix."""

from __future__ import annotations

import os

SHORT_ID_LENGTH = 8


def new_id() -> str:
    """A random identifier: 32 lower-case hexadecimal digits, 128 bits."""
    # os.urandom instead of uuid: the uuid module costs 3 ms to import and gives nothing more here.
    return os.urandom(16).hex()


def short_id(identifier: str) -> str:
    """The prefix of an identifier that people see and may type."""
    return identifier[:SHORT_ID_LENGTH]
