"""Turns bytes that were read before Textual ran into the events that Textual would have made."""

from __future__ import annotations

from textual._xterm_parser import XTermParser
from textual.message import Message


def parsed_keys(raw: bytes) -> list[Message]:
    """Keys, pastes and mouse events in the order of the bytes; a cut-off sequence becomes keys."""
    if not raw:
        return []
    parser = XTermParser()
    events = list(parser.feed(raw.decode("utf-8", errors="ignore")))
    # The end of the data is also the end of the waiting for the rest of an escape sequence.
    return [*events, *parser.feed("")]
