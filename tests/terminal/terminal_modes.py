"""Which modes a program switched on in its terminal and did not switch off again."""

from __future__ import annotations

import re

_MODE_NAMES = {
    1049: "alternate screen",
    1000: "mouse",
    1002: "mouse drag",
    1003: "mouse motion",
    1006: "mouse coordinates",
    1015: "urxvt mouse",
    1016: "mouse pixels",
    2004: "bracketed paste",
    1004: "focus events",
    2026: "synchronised output",
    2048: "resize reports",
}
# These two are on in a fresh terminal.
_NORMALLY_ON = {25: "cursor hidden", 7: "line wrap off"}
_MODE_CHANGE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_SHAPE_CHANGE = re.compile(rb"\x1b\[(\d*) q")
_OTHER_KEYS_CHANGE = re.compile(rb"\x1b\[>4(;\d)?m")
_KITTY_CHANGE = re.compile(rb"\x1b\[([><])\d*u")


def modes_left_on(output: bytes) -> list[str]:
    """Names of what is not as in a fresh terminal after `output`, in no particular order."""
    state = dict.fromkeys(_MODE_NAMES, False) | dict.fromkeys(_NORMALLY_ON, True)
    for match in _MODE_CHANGE.finditer(output):
        for mode in match[1].split(b";"):
            state[int(mode)] = match[2] == b"h"
    left = [name for mode, name in _MODE_NAMES.items() if state[mode]]
    left += [name for mode, name in _NORMALLY_ON.items() if not state[mode]]
    shapes = [match[1] for match in _SHAPE_CHANGE.finditer(output)]
    left += ["cursor shape"] if shapes and shapes[-1] not in (b"", b"0") else []
    pushes = [match[1] for match in _KITTY_CHANGE.finditer(output)]
    others = [match[1] for match in _OTHER_KEYS_CHANGE.finditer(output)]
    left += ["other keys"] if others and others[-1] not in (None, b";0") else []
    return left + (["kitty keyboard"] if pushes.count(b">") > pushes.count(b"<") else [])
