"""Layout: which parts the screen has. Pure data; the screen turns it into widgets."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.errors import ConfigError

SMALLEST_SIDEBAR_CELLS = 12
"""A narrower sidebar cannot hold a word and its border."""


class Layout(Struct, frozen=True, kw_only=True):
    """Which parts the screen has. Make one with `standard()`, `minimal()` or `sidebar()`.

    has_status_bar: the line at the bottom; without it only what cannot wait is shown there (that
    the program is leaving, that a second key quits). sidebar_name: the slot whose registered
    widgets stand in the sidebar, "" for none. sidebar_width: terminal cells, border included.
    """

    name: str
    has_status_bar: bool = True
    sidebar_name: str = ""
    sidebar_width: int = 0

    @staticmethod
    def standard() -> Layout:
        """Transcript, composer, status bar."""
        return Layout(name="standard")

    @staticmethod
    def minimal() -> Layout:
        """Transcript and composer."""
        return Layout(name="minimal", has_status_bar=False)

    @staticmethod
    def sidebar(name: str, *, width: int = 30) -> Layout:
        """The standard layout with a sidebar at the right that hosts the widgets registered for
        `name`.

        width: terminal cells, border included. Below 60 columns the sidebar is folded away; a key
        (Ctrl+B by default) shows and hides it. Raises `ConfigError` for an empty name or a width
        that can show nothing.
        """
        if not name.strip():
            raise ConfigError("A sidebar needs the name of a widget slot.", key="layout.sidebar")
        if width < SMALLEST_SIDEBAR_CELLS:
            raise ConfigError(
                f"The sidebar is {width} columns wide; it needs at least {SMALLEST_SIDEBAR_CELLS}.",
                key="layout.width",
            )
        return Layout(name="sidebar", sidebar_name=name, sidebar_width=width)
