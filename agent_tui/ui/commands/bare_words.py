"""Commands without a slash."""

from __future__ import annotations

BARE_WORDS = ("exit", "quit")
"""They leave, as everywhere in terminals; only as the whole text."""
