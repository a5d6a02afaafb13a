"""Places in files that a line of output names, such as `src/shop.py:31`."""

from __future__ import annotations

import re

from msgspec import Struct

from agent_tui.ui.markdown.link_targets import is_file_like

# A path, its line and perhaps its column, as compilers, grep and linters write them.
_PLACE = re.compile(
    r"(?<![\w./~+@-])"
    r"((?:[A-Za-z]:[\\/]|~?/|\.{1,2}/)?(?:[\w.+@-]{1,120}/){0,30}[\w+@-][\w.+@-]{0,120})"
    r"(?::(\d{1,7})(?::(\d{1,5}))?(?!\w|\.\d|:\d)|\((\d{1,7}),(\d{1,5})\))"
)
_PYTHON = re.compile(r'File "([^"\n]{1,400})", line (\d{1,7})')


class Place(Struct, frozen=True):
    """Where a text names something to open. start, end: in the text. target: see `OpenWanted`."""

    start: int
    end: int
    target: str


def places_in(line: str) -> list[Place]:
    """The places in files that one line names, in order. Words with a number behind a colon count
    only when they look like a file."""
    if ":" not in line and "(" not in line and 'File "' not in line:
        return []
    found = [
        Place(match.start(), match.end(), f"{match[1]}:{match[2]}")
        for match in _PYTHON.finditer(line)
    ]
    for match in _PLACE.finditer(line):
        path, number, column = match[1], match[2] or match[4], match[3] or match[5]
        if is_file_like(path) and not any(one.start < match.end() <= one.end for one in found):
            target = f"{path}:{number}" + (f":{column}" if column else "")
            found.append(Place(match.start(), match.end(), target))
    return sorted(found, key=lambda place: place.start)
