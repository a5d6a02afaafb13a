"""The kinds of items that a transcript shows."""
