"""One key press, as a host is told of it. Free of Textual."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class KeyPress(Struct, frozen=True):
    """key: in the spelling of the key tables, "ctrl+s". character: what it writes, "" for keys that
    write nothing. context: what has the focus: "composer", "transcript", "permission" and so on;
    "app" for anything else."""

    key: str
    character: str
    context: str


KeyHandler = Callable[[KeyPress], bool]
"""Gets every key before everything else, on the screen's loop; True when it has taken the key."""
