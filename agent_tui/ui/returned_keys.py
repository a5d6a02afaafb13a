"""Keys that came to a widget after the focus had left it: they are the next to be handed out."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


def return_key(widget: Widget, event: events.Key) -> None:
    """Give a key that was typed in one burst behind the one that moved the focus back to the
    application. At the end of its queue, keys that were typed later would overtake this one."""
    key = events.Key(event.key, event.character)
    take_back = getattr(widget.app, "take_back", None)
    if take_back is None:  # somebody else's application
        widget.app.post_message(key)
    else:
        take_back(key)
