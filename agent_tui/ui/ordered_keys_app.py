"""An application whose keys act in the order in which they were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen

from agent_tui.config.type_ahead import TypeAhead
from agent_tui.ui.early_echo import EarlyEcho
from agent_tui.ui.early_keys import parsed_keys
from agent_tui.ui.themed_app import ThemedApp
from agent_tui.ui.themes import Themes
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.queue_strip import QueueStrip

if TYPE_CHECKING:
    from rich.console import RenderableType

# What some terminals send for Option or Ctrl with an arrow.
_SENT_FOR_ARROWS = {"alt+b": "ctrl+left", "alt+f": "ctrl+right"}


class OrderedKeysApp(ThemedApp):
    """Holds keys until the composer can take them, and lets no bound key overtake a character.

    type_ahead: what was typed before the terminal was Textual's.
    """

    def __init__(
        self, *, theme: str, themes_folder: str, themes: Themes, type_ahead: TypeAhead
    ) -> None:
        draw = type_ahead.draw
        self._early_echo = EarlyEcho(type_ahead.text, draw) if draw is not None else None
        super().__init__(
            theme=theme,
            themes_folder=themes_folder,
            themes=themes,
            answer=type_ahead.answer,
            early_echo=self._early_echo,
        )
        self._held_keys: list[events.Event] | None = parsed_keys(type_ahead.raw)
        self._returned_keys: list[events.Key] = []

    async def on_event(self, event: events.Event) -> None:
        """Give keys out in their order."""
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded:
            await self._hand_out_returned()
        await self._hand_out(event)

    async def _hand_out_returned(self) -> None:
        while self._returned_keys:
            await self._hand_out(self._returned_keys.pop(0))

    async def _hand_out(self, event: events.Event) -> None:
        """Give something to what has the focus. Keys are held back until `release_keys`."""
        is_input = isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded
        if is_input and self._held_keys is not None:
            self._held_keys.append(event)
        else:
            await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self._early_echo is not None and renderable is not None:
            self._early_echo.end()
            self._early_echo = None
        super()._display(screen, renderable)

    async def release_keys(self) -> None:
        """The composer is there: hand it what was typed so far, and from now on every key."""
        while self._held_keys:
            await super().on_event(self._held_keys.pop(0))
        self._held_keys = None

    def take_back(self, key: events.Key) -> None:
        """A widget got this key after the focus had left it: it goes ahead of all that were not
        handed out yet. Call on the UI loop."""
        self._returned_keys.append(key)
        self.call_later(self._hand_out_returned)  # for when no other key follows

    async def run_binding(self, key: str) -> bool:
        """Do what a key is bound to in the focused widget, the screen or here; False for
        nothing."""
        if await super()._check_bindings(key, priority=True):
            return True
        if await super()._check_bindings(key):
            return True
        arrow = _SENT_FOR_ARROWS.get(key)
        return arrow is not None and await super()._check_bindings(arrow)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        # Textual runs priority bindings before the characters typed ahead of them have reached the
        # text: "/quit" and Enter in one burst would send "/q". The composer asks in its own time.
        if priority and isinstance(self.focused, Composer | QueueStrip):
            return False
        return await super()._check_bindings(key, priority)
