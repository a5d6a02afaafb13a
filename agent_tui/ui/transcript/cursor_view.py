"""An item cursor over the transcript: one item is the current one, and keys act on it."""

from __future__ import annotations

from agent_tui.ui.transcript.anchored_view import AnchoredView


class CursorView(AnchoredView):
    """An item cursor over the transcript: one item is the current one, and keys act on it."""
