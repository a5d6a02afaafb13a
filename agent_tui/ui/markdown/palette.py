"""The styles of everything in the transcript, built from a theme's variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from rich.style import Style
from textual.color import Color, ColorParseError

_FALLBACKS_DARK = {"background": "#121212", "foreground": "#e0e0e0", "surface": "#1e1e1e"}
_FALLBACKS_LIGHT = {"background": "#f5f5f5", "foreground": "#1f1f1f", "surface": "#e6e6e6"}
_FALLBACK_COLOURS = {
    "primary": "#0178d4",
    "secondary": "#4c8bc0",
    "accent": "#ffa62b",
    "success": "#4ebf71",
    "warning": "#ffa62b",
    "error": "#ba3c5b",
}


@dataclass(frozen=True, slots=True, eq=False)  # a cache key for every token: identity is enough
class Palette:
    """Complete styles, colour and background included, unless a comment says otherwise."""

    text: Style
    dim: Style
    faint: Style  # rules, bars and other furniture
    accent: Style
    heading: Style
    subheading: Style
    quote: Style
    marker: Style  # bullets and numbers
    success: Style
    info: Style
    warning: Style
    error: Style
    prompt: Style
    prompt_marker: Style
    strong: Style  # added to the style around it, like the next four
    emphasis: Style
    strike: Style
    code: Style
    link: Style
    code_block: Style
    code_comment: Style
    code_keyword: Style
    code_name: Style
    code_string: Style
    code_number: Style

    def faded(self) -> Palette:
        """The same with one quiet colour for all text: for parts that no longer count."""
        quiet = Style(color=self.dim.color, dim=self.dim.dim)
        names = [field.name for field in fields(self)]
        return replace(self, **{name: getattr(self, name) + quiet for name in names})


def palette_from(variables: Mapping[str, str], dark: bool) -> Palette:
    """The palette of a Textual theme (`App.theme_variables`); what it leaves out is filled in."""
    theme = _ThemeColours(variables, dark)
    back = theme.solid("background")
    front = theme.solid("foreground")
    panel = theme.band("surface", back, front)
    band = theme.band("panel", back, front)
    own_muted = theme.named("text-muted")
    own_rule = theme.named("border") if own_muted else None  # else the theme has Textual's defaults
    muted = own_muted or theme.mixed(front, back, 0.62)
    rule = own_rule or theme.mixed(front, back, 0.3)
    has_no_grey = muted.ansi is not None and muted == front
    base = Style(color=front.rich_color, bgcolor=back.rich_color)
    dim = base + Style(color=muted.rich_color, dim=has_no_grey or None)
    code_block = Style(color=front.rich_color, bgcolor=panel.rich_color)

    def tinted(name: str, style: Style) -> Style:
        return style + Style(color=theme.tone(name, front).rich_color)

    accent = tinted("primary", base)
    return Palette(
        text=base,
        dim=dim,
        faint=base + Style(color=rule.rich_color),
        accent=accent,
        heading=accent + Style(bold=True),
        subheading=base + Style(bold=True),
        quote=base + Style(color=theme.mixed(front, back, 0.82).rich_color),
        marker=accent,
        success=tinted("success", base),
        info=accent,
        warning=tinted("warning", base),
        error=tinted("error", base),
        prompt=Style(color=front.rich_color, bgcolor=band.rich_color, bold=theme.is_ansi or None),
        prompt_marker=tinted("primary", Style(bgcolor=band.rich_color, bold=True)),
        strong=Style(bold=True),
        emphasis=Style(italic=True),
        strike=Style(strike=True),
        code=tinted("accent", Style(bgcolor=None if theme.is_ansi else panel.rich_color)),
        link=tinted("primary", Style(underline=True)),
        code_block=code_block,
        code_comment=code_block
        + Style(color=muted.rich_color, italic=True, dim=has_no_grey or None),
        code_keyword=tinted("primary", code_block),
        code_name=tinted("secondary", code_block),
        code_string=tinted("success", code_block),
        code_number=tinted("accent", code_block),
    )


class _ThemeColours:
    """Reads colours out of theme variables, with fallbacks for hosts that define only some."""

    def __init__(self, variables: Mapping[str, str], dark: bool) -> None:
        self._variables = variables
        self._fallbacks = _FALLBACK_COLOURS | (_FALLBACKS_DARK if dark else _FALLBACKS_LIGHT)
        self.is_ansi = self.solid("background").ansi is not None

    def solid(self, name: str) -> Color:
        return _parsed(self._variables.get(name, "")) or Color.parse(self._fallbacks[name])

    def named(self, name: str) -> Color | None:
        """A colour that the theme says itself, None where it leaves a mixture to Textual."""
        value = self._variables.get(name, "")
        return None if " " in value else _parsed(value)

    def tone(self, name: str, front: Color) -> Color:
        """A colour for text: Textual's `text-…` variables have contrast, its others may not."""
        own = self.solid(name)
        readable = _parsed(self._variables.get(f"text-{name}", ""))
        if self.is_ansi or own.ansi is not None or readable is None or readable.ansi is not None:
            return own
        return readable

    def band(self, name: str, back: Color, front: Color) -> Color:
        """A background for a block, told apart from the page; the page itself in ANSI themes."""
        band = _parsed(self._variables.get(name, ""))
        if self.is_ansi:
            return back
        if band is None or band.ansi is not None or band.a < 1 or band == back:
            return self.mixed(front, back, 0.08)
        return band

    def mixed(self, front: Color, back: Color, share: float) -> Color:
        """`share` of `front` over `back`; ANSI colours cannot be mixed."""
        if front.ansi is not None or back.ansi is not None:
            return front
        return back.blend(front, share)


def _parsed(value: str) -> Color | None:
    if not value or value.startswith(("auto", "transparent")):
        return None
    try:
        return Color.parse(value.split()[0])
    except ColorParseError:
        return None
