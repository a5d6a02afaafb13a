"""A screen with a sidebar at the right, which folds away in narrow windows."""

from __future__ import annotations

from textual.actions import SkipAction

from agent_tui.ui.screens.transcript_screen import TranscriptScreen
from agent_tui.ui.widgets.sidebar import Sidebar

NARROW_CELLS = 60
"""Below this width there is no room for a sidebar."""


class SidebarScreen(TranscriptScreen):
    """Shows and hides the sidebar, if the layout has one."""

    sidebar: Sidebar | None = None
    _has_sidebar = True

    def action_toggle_sidebar(self) -> None:
        """Show or hide the sidebar."""
        if self.sidebar is None:
            raise SkipAction
        self._has_sidebar = not self._has_sidebar
        self.fold_sidebar(self.size.width)

    def fold_sidebar(self, width: int) -> None:
        """Show it if the user wants it and a window of this width has room."""
        if self.sidebar is not None:
            self.sidebar.display = self._has_sidebar and width >= NARROW_CELLS
