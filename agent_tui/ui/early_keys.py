"""Turns bytes that were read before Textual ran into the events that Textual would have made."""

from __future__ import annotations

from textual import events

from agent_tui.ui.key_parser import KeyParser


def parsed_keys(raw: bytes) -> list[events.Event]:
    """Keys, pastes and mouse events in the order of the bytes; a cut-off sequence becomes keys."""
    if not raw:
        return []
    parser = KeyParser()
    # The end of the data is also the end of the waiting for the rest of an escape sequence.
    parsed = [*parser.feed(raw.decode("utf-8", errors="ignore")), *parser.feed("")]
    return [event for event in parsed if isinstance(event, events.Event)]
