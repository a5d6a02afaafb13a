"""Finding text in the transcript, and travelling from turn to turn."""

from __future__ import annotations

from agent_tui.ui.transcript.selectable_view import SelectableView


class SearchableView(SelectableView):
    """Finding text in the transcript, and travelling from turn to turn."""
