"""Layout: which parts the screen has. Pure data; the screen turns it into widgets."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from agent_tui.errors import ConfigError

SMALLEST_SIDEBAR_CELLS = 12
"""A narrower sidebar cannot hold a word and its border."""

SMALLEST_CHAT = (40, 10)
"""Columns and rows that areas leave to the chat; where they cannot, they fold away."""

Side = Literal["left", "right", "top", "bottom"]


class Area(Struct, frozen=True):
    """A strip along one side of the chat, for the widgets registered for `slot`. cells: columns at
    the left and the right, border included; rows at the top and the bottom."""

    slot: str
    side: Side
    cells: int

    @property
    def is_column(self) -> bool:
        """It stands beside the chat, not above or below."""
        return self.side in ("left", "right")


class Layout(Struct, frozen=True, kw_only=True):
    """Which parts the screen has. Make one with `standard()`, `minimal()`, `sidebar()`, `split()`
    or `custom()`.

    has_status_bar: the line at the bottom; without it only what cannot wait is shown there (that
    the program is leaving, that a second key quits). sidebar_name: the slot whose registered
    widgets stand in the sidebar, "" for none. sidebar_width: terminal cells, border included;
    sidebar_percent: of the window's width instead, 0 for cells. areas: around the chat.
    """

    name: str
    has_status_bar: bool = True
    sidebar_name: str = ""
    sidebar_width: int = 0
    sidebar_percent: int = 0
    areas: tuple[Area, ...] = ()

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

    @staticmethod
    def split(name: str, *, percent: int = 50) -> Layout:
        """Two columns: the chat, and at the right the widgets registered for `name`, which get so
        many percent of the width. Otherwise like `sidebar()`. Raises `ConfigError` for an empty
        name, and when one of the two gets less than a tenth."""
        if not name.strip():
            raise ConfigError("A split needs the name of a widget slot.", key="layout.split")
        if not 10 <= percent <= 90:
            what = f"A split of {percent} % leaves one side too little; it takes 10 to 90."
            raise ConfigError(what, key="layout.percent")
        return Layout(name="split", sidebar_name=name, sidebar_percent=percent)

    @staticmethod
    def custom(
        *,
        left: tuple[str, int] | None = None,
        right: tuple[str, int] | None = None,
        top: tuple[str, int] | None = None,
        bottom: tuple[str, int] | None = None,
        has_status_bar: bool = True,
    ) -> Layout:
        """The chat with strips of your own around it, each a slot and its size: columns, border
        included, at the left and the right; rows at the top and the bottom.

            Layout.custom(left=("files", 28), top=("banner", 1))

        In a window that would leave the chat less than 40 columns or 10 rows a strip folds away.
        Raises `ConfigError` for an empty slot and a size that can show nothing.
        """
        sides: tuple[tuple[Side, tuple[str, int] | None], ...] = (
            ("left", left),
            ("right", right),
            ("top", top),
            ("bottom", bottom),
        )
        areas = tuple(Area(given[0], side, given[1]) for side, given in sides if given is not None)
        for area in areas:
            _check_area(area)
        return Layout(name="custom", has_status_bar=has_status_bar, areas=areas)


def _check_area(area: Area) -> None:
    key = f"layout.{area.side}"
    least = SMALLEST_SIDEBAR_CELLS if area.is_column else 1
    if not area.slot.strip():
        raise ConfigError(f"The strip at the {area.side} needs the name of a slot.", key=key)
    if area.cells < least:
        what = f"The strip at the {area.side} has the size {area.cells}; it needs at least {least}."
        raise ConfigError(what, key=key)
