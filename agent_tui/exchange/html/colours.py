"""The colours of a page, from a theme's file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from msgspec import Struct

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LIGHT = {
    "background": "#fbfbfa",
    "surface": "#f1f2f3",
    "panel": "#e9edf2",
    "text": "#23272e",
    "dim": "#626b78",
    "border": "#cbd1d9",
    "primary": "#0b57c2",
    "secondary": "#6b3fb5",
    "accent": "#8c4a06",
    "success": "#17722f",
    "warning": "#875600",
    "error": "#b3202a",
}
_DARK = {
    "background": "#14161b",
    "surface": "#1b1e25",
    "panel": "#20242d",
    "text": "#d6dae2",
    "dim": "#8a92a3",
    "border": "#363c4a",
    "primary": "#82b1ff",
    "secondary": "#bda4e8",
    "accent": "#e2b179",
    "success": "#8fcf94",
    "warning": "#e3bf6c",
    "error": "#f38d8a",
}


class PageColours(Struct, frozen=True, kw_only=True):
    """Colours as "#rrggbb" by name, for viewers in the light and in the dark."""

    light: Mapping[str, str]
    dark: Mapping[str, str]

    def with_theme(self, source: str) -> PageColours:
        """With the colours of a theme in place of the light or the dark ones. source: the text of
        its file. One that is no theme, or has no colours of its own, changes nothing."""
        try:
            theme = tomllib.loads(source)
        except tomllib.TOMLDecodeError:
            return self
        named = theme.get("colors")
        if not isinstance(named, dict):
            return self
        is_dark = theme.get("is_dark") is True
        base = self.dark if is_dark else self.light
        own = {name: named.get(name) for name in base}
        if not all(isinstance(one, str) and _COLOUR.fullmatch(one) for one in own.values()):
            return self
        colours = {name: str(one) for name, one in own.items()}
        return PageColours(
            light=self.light if is_dark else colours, dark=colours if is_dark else self.dark
        )


DEFAULT_COLOURS = PageColours(light=_LIGHT, dark=_DARK)
