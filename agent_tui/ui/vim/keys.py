"""How keys are written: as Vim writes them in mappings."""

from __future__ import annotations

import re

_KEY = re.compile(r"<[A-Za-z][A-Za-z0-9-]*(?:-[^>])?>|.", re.DOTALL)


def parsed(keys: str) -> list[str]:
    """A string of keys, one entry each: "d2w<Esc>" gives "d", "2", "w", "<Esc>".

    A character stands for itself, "<lt>" for "<"; named keys are <Esc> <CR> <BS> <Del> <Tab> <Up>
    <Down> <Left> <Right> <Home> <End> <PageUp> <PageDown> and <C-x> (x in lower case).
    """
    return _KEY.findall(keys)
