"""Colours out of a theme's variables, with fallbacks for hosts that define only some."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.color import Color, ColorParseError

_FALLBACKS_DARK = {"background": "#121212", "foreground": "#e0e0e0", "surface": "#1e1e1e"}
_FALLBACKS_LIGHT = {"background": "#f5f5f5", "foreground": "#1f1f1f", "surface": "#e6e6e6"}
_FALLBACKS = {
    "primary": "#0178d4",
    "secondary": "#4c8bc0",
    "accent": "#ffa62b",
    "success": "#4ebf71",
    "warning": "#ffa62b",
    "error": "#ba3c5b",
}


class ThemeColours:
    """The colours that a palette is mixed from. is_ansi: they are the terminal's own, which cannot
    be mixed; then bands have the background of the page."""

    def __init__(self, variables: Mapping[str, str], dark: bool) -> None:
        self._variables = variables
        self._fallbacks = _FALLBACKS | (_FALLBACKS_DARK if dark else _FALLBACKS_LIGHT)
        self.back = self._solid("background")
        self.front = self._solid("foreground")
        self.is_ansi = self.back.ansi is not None
        own_muted = self._named("text-muted")
        # Without its own muted text a theme has Textual's defaults, whose border is the accent.
        own_rule = self._named("border") if own_muted else None
        self._muted = own_muted or self.mixed(0.62)
        self.rule = own_rule or self.mixed(0.3)

    @property
    def quiet(self) -> Style:
        """For text that stands back."""
        has_no_grey = self._muted.ansi is not None and self._muted == self.front
        return Style(color=self._muted.rich_color, dim=has_no_grey or None)

    def tone(self, name: str) -> Style:
        """For text in one of the theme's colours, in the variant with contrast if there is one."""
        own = self._solid(name)
        readable = _parsed(self._variables.get(f"text-{name}", ""))
        has_choice = readable is not None and not self.is_ansi and own.ansi is None
        return Style(color=(readable if has_choice and readable else own).rich_color)

    def band(self, name: str) -> Color:
        """A background for a block, told apart from the page."""
        band = _parsed(self._variables.get(name, ""))
        if self.is_ansi:
            return self.back
        if band is None or band.ansi is not None or band.a < 1 or band == self.back:
            return self.mixed(0.08)
        return band

    def tint(self, name: str, share: float) -> Color:
        """`share` of one of the theme's colours over the page, as a background."""
        own = self._solid(name)
        return self.back if self.is_ansi or own.ansi is not None else self.back.blend(own, share)

    def mixed(self, share: float) -> Color:
        """`share` of the text's colour over the page's."""
        if self.front.ansi is not None or self.back.ansi is not None:
            return self.front
        return self.back.blend(self.front, share)

    def _solid(self, name: str) -> Color:
        return _parsed(self._variables.get(name, "")) or Color.parse(self._fallbacks[name])

    def _named(self, name: str) -> Color | None:
        value = self._variables.get(name, "")
        return None if " " in value else _parsed(value)


def _parsed(value: str) -> Color | None:
    if not value or value.startswith(("auto", "transparent")):
        return None
    try:
        return Color.parse(value.split()[0])
    except ColorParseError:
        return None
