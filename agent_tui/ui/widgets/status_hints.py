"""The keys that the status bar mentions, from the bindings that hold."""

from __future__ import annotations

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.keymap import first_key
from agent_tui.ui.widgets.status_line import Hints


def status_hints(keys: KeyBindings) -> Hints:
    """As people read them."""
    return Hints(
        help=first_key(keys, "help_when_empty") or first_key(keys, "help"),
        help_writing=first_key(keys, "help"),
        quit=first_key(keys, "quit"),
        stop=first_key(keys, "stop"),
        restore=first_key(keys, "stash"),
        end=first_key(keys, "scroll_end"),
    )
