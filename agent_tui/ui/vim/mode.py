"""The modes of the vim engine."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """What a key means now. The values are what `mode(1)` of Vim begins with."""

    NORMAL = "n"
    OPERATOR_PENDING = "no"
    INSERT = "i"
    REPLACE = "R"
    VISUAL = "v"
    VISUAL_LINE = "V"
    VISUAL_BLOCK = "\x16"
    COMMAND = "c"

    @property
    def is_visual(self) -> bool:
        """Something is selected."""
        return self in (Mode.VISUAL, Mode.VISUAL_LINE, Mode.VISUAL_BLOCK)

    @property
    def is_typing(self) -> bool:
        """Characters go into the text."""
        return self in (Mode.INSERT, Mode.REPLACE)
