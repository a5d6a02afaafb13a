"""What the terminal sends: for each key its bytes, its name, and what is bound to it."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Static

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_tables import CONTEXTS
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.key_actions import ACTIONS
from agent_tui.ui.raw_keys import shown_bytes
from agent_tui.ui.render.cells import cut_end

_MOST_KEYS = 200
_BYTES_CELLS = 20
_INTRODUCTION = (
    "Press keys: nothing is done, each is shown. Esc twice leaves.",
    "",
    f"{'bytes':<{_BYTES_CELLS}}  {'key, as a key map names it':<27} bound to",
)


class KeyInspector(Screen[None]):
    """Gets every key instead of everything else, except the one that quits.

    driver: asked for the bytes, if it can tell them.
    """

    DEFAULT_CSS = """
    KeyInspector { background: $background; }
    KeyInspector Static {
        width: 100%; height: 1fr; padding: 1 2; text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    def __init__(self, keys: KeyBindings, driver: Driver | None) -> None:
        super().__init__()
        self._keys, self._driver = keys, driver
        self._text = Static()
        self._lines: list[Content] = []
        self._bytes = b""
        self._last = ""

    def compose(self) -> ComposeResult:
        """One text."""
        yield self._text

    def on_mount(self) -> None:
        """Take the keys."""
        self._listen(True)
        self._show()

    def on_unmount(self) -> None:
        """Give them back."""
        self._listen(False)

    def on_resize(self) -> None:
        """As many lines as fit."""
        self._show()

    def raw_came(self, data: bytes) -> None:
        """These bytes come before the keys that they are."""
        self._bytes = data

    def key_came(self, event: events.Key) -> None:
        """Show a key."""
        if event.key == "escape" and self._last == "escape":
            self.app.pop_screen()
            return
        self._last = event.key
        raw, self._bytes = self._bytes, b""
        self._lines = [*self._lines[1 - _MOST_KEYS :], self._line(event, raw)]
        self._show()

    def _listen(self, is_listening: bool) -> None:
        self.app.key_tap = self.key_came if is_listening else None  # type: ignore[attr-defined]
        driver = self._driver
        if driver is not None and hasattr(driver, "is_telling_raw"):  # it is ours
            driver.is_telling_raw = is_listening

    def _line(self, event: events.Key, raw: bytes) -> Content:
        # Several keys in one burst come with the bytes of all: they stand at the first.
        sent = cut_end(shown_bytes(raw), _BYTES_CELLS)
        key = harmless(event.key)
        if event.is_printable and event.character and event.character != event.key:
            key = f"{key}  {harmless(event.character)}"
        bound = ", ".join(bound_to(self._keys, event.key)) or "nothing"
        return Content.assemble(
            (f"{sent:<{_BYTES_CELLS}}  ", "$text-muted"),
            (f"{key:<27} ", "bold $primary"),
            (bound, "$foreground"),
        )

    def _show(self) -> None:
        room = max(self.size.height - len(_INTRODUCTION) - 3, 1)
        head = [Content(line).stylize("$text-muted") for line in _INTRODUCTION]
        self._text.update(Content("\n").join([*head, Content(""), *self._lines[-room:]]))


def bound_to(keys: KeyBindings, key: str) -> Iterator[str]:
    """The whole names of the actions that this key does, or begins to do."""
    for context in CONTEXTS:
        for action in ACTIONS[context]:
            name = f"{context}.{action.name}"
            for bound in keys.keys(name):
                if bound == key:
                    yield name
                elif bound.startswith(f"{key} "):
                    yield f"{name} ({bound})"
