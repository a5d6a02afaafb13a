"""A tool's text as the model gets it: valid, with notes, and not too long."""

from __future__ import annotations

from collections.abc import Callable, Sequence

# How a text that is cut ends matters more than how it begins: errors and totals stand there.
_HEAD_SHARE = 1 / 3


def valid_text(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair, so that it can be sent and stored."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def kept_text(text: str, hide_secrets: Callable[[str], str]) -> str:
    """The text as model, journal and screen get it: valid, without configured keys."""
    return hide_secrets(valid_text(text))


def with_notes(notes: Sequence[str], text: str) -> str:
    """The text behind what the user did or said about the call."""
    return "\n\n".join((*notes, text)) if notes else text


def capped(text: str, limit: int, *, path: str = "") -> str:
    """At most about `limit` characters: beginning, a line that says what is missing and where the
    whole is, and the end. path: "" when the whole is not kept."""
    if len(text) <= limit:
        return text
    head = int(limit * _HEAD_SHARE)
    tail = limit - head
    missing = len(text) - limit
    place = f"The whole text is in {path}; read it in parts." if path else "They are not kept."
    line = f"[... {missing} of {len(text)} characters are left out here. {place} ...]"
    return f"{text[:head]}\n{line}\n{text[-tail:] if tail else ''}"
