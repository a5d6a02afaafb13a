"""What keys do in a `ChatView`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.actions import SkipAction
from textual.widget import Widget

from agent_tui.ui.chat_view.view_keys import ViewKeys
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.key_ladders import next_mode
from agent_tui.ui.screens.queue_screen import QueueScreen
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.widgets.status_facts import StatusFacts

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost
    from agent_tui.ui.panels.prompt_dock import PromptDock
    from agent_tui.ui.transcript.wanted import OpenWanted

_PAGES = ("https://", "http://")


class ViewActions(QueueScreen):
    """A part, see `ui/parts.py`: the screen's parts, in a widget. Whatever has the focus outside
    the view is none of its business."""

    link: EngineLink
    _view_keys: ViewKeys
    _facts: StatusFacts
    dock: PromptDock | None = None

    def __init__(self, host: CommandHost) -> None:
        super().__init__(host)
        self.shown_transcript = Transcript()

    @property
    def focused(self) -> Widget | None:  # type: ignore[override]
        """What has the focus inside the view; None while something else has it."""
        focused = self.screen.focused
        return focused if focused is not None and self in focused.ancestors else None

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give the focus to a part of the view."""
        self.screen.set_focus(widget, scroll_visible, from_app_focus)

    async def run_binding(self, key: str) -> bool:
        """What a key does in the composer or the queue, else in the view. False: nothing here."""
        focused = self.focused
        if focused is self.composer:
            method = self._view_keys.of_composer(key)
            place: Widget = self if method.startswith("screen.") else self.composer
            if method and await self.app.run_action(method.removeprefix("screen."), place):
                return True
        if (method := self._view_keys.of_view(key)) and await self.app.run_action(method, self):
            return True
        bindings = focused._bindings.key_to_bindings.get(key, ()) if focused else ()  # noqa: SLF001
        for binding in bindings:
            if await self.app.run_action(binding.action, focused):
                return True
        return False

    def action_stop(self) -> None:
        """Close what is open, else stop the turn; else the key is the application's."""
        if self.end_selection():
            return
        if self.is_search_open:
            self.close_search()
        elif self.code_picker is not None:
            self.close_code_picker()
        elif self.queue_strip.has_focus:
            self.leave_queue()
        elif self.dock is not None and self.dock.has_view:
            self.dock.close_view()
        elif self._facts.can_stop:
            self.link.stop_turn()
        else:
            raise SkipAction

    def action_switch_focus(self) -> None:
        """From the composer to what is asked, else to the transcript, and back."""
        panel = self.dock.open_panel if self.dock is not None else None
        if self.focused is not self.composer:
            self.set_focus(self.composer)
        elif panel is not None:
            panel.enter()
        else:
            self.set_focus(self.shown_transcript)

    def action_cycle_permission_mode(self) -> None:
        """The mode key; the engine tells what came of it."""
        if self._facts.info is not None:
            self.link.set_permission_mode(next_mode(self._facts.info.permission_mode))

    def on_open_wanted(self, message: OpenWanted) -> None:
        """Open a page as the application does; nothing else can be opened from here."""
        if message.target.startswith(_PAGES):
            message.prevent_default()  # or the part that this derives from would answer, too
            self.app.open_url(message.target)

    def is_crowded(self) -> bool:
        """See `QueueKeeper`."""
        return self.code_picker is not None or (
            self.dock is not None and self.dock.open_panel is not None
        )
