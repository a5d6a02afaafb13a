"""How vim's modes are called, and which cursor they have. Pure."""

from __future__ import annotations

from agent_tui.ui.vim.mode import Mode
from agent_tui.ui.widgets.cursor_shape import CursorShape

_NAMES = {
    Mode.NORMAL: "NORMAL",
    Mode.OPERATOR_PENDING: "NORMAL",
    Mode.INSERT: "INSERT",
    Mode.REPLACE: "REPLACE",
    Mode.VISUAL: "VISUAL",
    Mode.VISUAL_LINE: "V-LINE",
    Mode.VISUAL_BLOCK: "V-BLOCK",
    Mode.COMMAND: "COMMAND",
}
_SHAPES = {Mode.INSERT: CursorShape.BAR, Mode.REPLACE: CursorShape.UNDERLINE}


def mode_label(mode: Mode, *, pending: str, recording: str) -> str:
    """What stands in the status bar: "NORMAL 2d", "INSERT recording @a"."""
    parts = [_NAMES[mode]]
    if recording:
        parts.append(f"recording @{recording}")
    if pending:
        parts.append(pending)
    return " ".join(parts)


def cursor_shape(mode: Mode) -> CursorShape:
    """The cursor of a mode."""
    return _SHAPES.get(mode, CursorShape.PAINTED)
