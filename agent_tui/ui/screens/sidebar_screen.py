"""A screen with a sidebar at the right, which folds away in narrow windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.screens.search_screen import SearchScreen
from agent_tui.ui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from agent_tui.ui.sidebar.rewind_wanted import RewindWanted
    from agent_tui.ui.sidebar.side_list import SideList
    from agent_tui.ui.widgets.sidebar import Sidebar

NARROW_CELLS = 60
"""Below this width there is no room for a sidebar."""
_USUAL_WIDTH = 32


class SidebarScreen(SearchScreen):
    """Shows and hides the sidebar. A layout without one gets it, with our own lists, when it is
    first asked for."""

    sidebar: Sidebar | None = None
    side_list: SideList | None = None
    """Our own lists; None while they were never shown, or when the sidebar is a host's."""
    _is_sidebar_wanted = True

    def queued_prompts(self) -> Sequence[QueuedPrompt]:
        """The prompts that wait."""
        return ()

    def action_toggle_sidebar(self) -> None:
        """Show or hide the sidebar."""
        is_shown = self.sidebar is not None and bool(self.sidebar.display)
        if not is_shown and self.size.width < NARROW_CELLS:
            self.outside.say(f"the sidebar needs a window of {NARROW_CELLS} columns")
            return
        if self.sidebar is None:
            self._add_sidebar()
            return
        self._is_sidebar_wanted = not is_shown
        self.fold_sidebar(self.size.width)

    def show_sidebar(self, *, is_wanted: bool) -> None:
        """Show or hide it, whatever was before."""
        is_shown = self.sidebar is not None and bool(self.sidebar.display)
        if is_shown is not is_wanted:
            self.action_toggle_sidebar()

    def fold_sidebar(self, width: int) -> None:
        """Show it if the user wants it and a window of this width has room."""
        if self.sidebar is None:
            return
        self.sidebar.display = self._is_sidebar_wanted and width >= NARROW_CELLS
        if not self.sidebar.display and self.side_list is not None and self.side_list.has_focus:
            self.set_focus(self.composer)

    def fill_sidebar(self) -> None:
        """Put our own lists into a sidebar for which no host has registered anything. Call once
        there is a transcript."""
        if self.sidebar is not None and not self.sidebar.children:
            self.side_list = self._made_list()
            if self.side_list is not None:
                self.sidebar.mount(self.side_list)

    def on_rewind_wanted(self, message: RewindWanted) -> None:
        """Go back to before a turn of the list."""
        self._host.branching.open_rewind(message.from_end)

    def _add_sidebar(self) -> None:
        self.side_list = self._made_list()
        if self.side_list is None:
            return
        # Deferred: no start should pay for what is shown on request.
        from agent_tui.ui.widgets.sidebar import Sidebar

        self.sidebar = Sidebar(_USUAL_WIDTH, [self.side_list], is_docked=True)
        self.mount(self.sidebar, before=0)
        # Docked, and behind the sidebar in the tree: so it keeps the whole width.
        self.query_one(StatusBar).styles.dock = "bottom"

    def _made_list(self) -> SideList | None:
        if self.transcript is None:
            return None
        # Deferred, too.
        from agent_tui.ui.sidebar.side_list import SideList

        return SideList(self.transcript, self.queued_prompts)
