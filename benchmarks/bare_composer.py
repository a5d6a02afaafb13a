"""The baseline for keys: a Textual application with nothing but a text area."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class BareComposer(App[None]):
    """One text area over the whole screen."""

    def compose(self) -> ComposeResult:
        yield TextArea(soft_wrap=True)


if __name__ == "__main__":
    BareComposer().run()
