"""Somebody else's applications, with chats in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.pilot import Pilot
from textual.widgets import Input

from agent_tui.protocol.results import TurnResult
from agent_tui.ui.chat_view import ChatView


class Desk(App[None]):
    """A field of its own, beside as many chats as it is given. The key Ctrl+S is its own."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "Save")]

    def __init__(self, *views: ChatView) -> None:
        super().__init__()
        self.views = views
        self.save_count = 0
        self.ended: list[TurnResult] = []
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        field = Input(placeholder="mine")
        field.styles.width = 20
        with Horizontal():
            yield field
            yield from self.views

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        self.opened.append(url)

    def action_save(self) -> None:
        self.save_count += 1

    def on_chat_view_turn_ended(self, message: ChatView.TurnEnded) -> None:
        self.ended.append(message.result)


def rows(app: App[None]) -> str:
    """The screen as text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Let the application run until this holds; the test's time limit ends what never does."""
    while not holds():
        await pilot.pause(0.01)
