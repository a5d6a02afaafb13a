"""Text that can be selected, with mouse and keyboard, across items."""

from __future__ import annotations

from agent_tui.ui.transcript.cursor_view import CursorView


class SelectableView(CursorView):
    """Text that can be selected, with mouse and keyboard, across items."""
