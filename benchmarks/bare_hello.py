"""The baseline: the smallest Textual application, with nothing of agent-tui."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "hello-is-ready"


class BareHello(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static(READY)


if __name__ == "__main__":
    BareHello().run()
