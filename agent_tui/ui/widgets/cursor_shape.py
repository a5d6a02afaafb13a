"""The shapes that a cursor can have."""

from __future__ import annotations

from enum import IntEnum


class CursorShape(IntEnum):
    """How the cursor is drawn. The values are those of DECSCUSR; PAINTED is none of them: the text
    area draws a block, in the theme's colours."""

    PAINTED = 0
    UNDERLINE = 4
    BAR = 6
