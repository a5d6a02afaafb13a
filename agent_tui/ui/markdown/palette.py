"""The styles of everything in the transcript, built from a theme's variables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from rich.style import Style

from agent_tui.ui.markdown.theme_colours import ThemeColours

# How much of green or red lies over the page behind a changed line, and behind its changed words.
_LINE_TINT, _WORD_TINT = 0.13, 0.3


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
    diff_added: Style
    diff_removed: Style
    diff_added_word: Style  # what is new within a changed line
    diff_removed_word: Style

    def faded(self) -> Palette:
        """The same with one quiet colour for all text: for parts that no longer count."""
        quiet = Style(color=self.dim.color, dim=self.dim.dim)
        names = [field.name for field in fields(self)]
        return replace(self, **{name: getattr(self, name) + quiet for name in names})


def palette_from(variables: Mapping[str, str], dark: bool) -> Palette:
    """The palette of a Textual theme (`App.theme_variables`); what it leaves out is filled in."""
    theme = ThemeColours(variables, dark)
    base = Style(color=theme.front.rich_color, bgcolor=theme.back.rich_color)
    accent = base + theme.tone("primary")
    bold = Style(bold=True)
    # Where a band has no colour of its own, a prompt is told apart by its weight.
    prompt = Style(bgcolor=theme.band("panel").rich_color, bold=theme.is_ansi or None)
    return Palette(
        text=base,
        dim=base + theme.quiet,
        faint=base + Style(color=theme.rule.rich_color),
        accent=accent,
        heading=accent + bold,
        subheading=base + bold,
        quote=base + Style(color=theme.mixed(0.82).rich_color),
        marker=accent,
        success=base + theme.tone("success"),
        info=accent,
        warning=base + theme.tone("warning"),
        error=base + theme.tone("error"),
        prompt=base + prompt,
        prompt_marker=accent + prompt + bold,
        strong=bold,
        emphasis=Style(italic=True),
        strike=Style(strike=True),
        link=theme.tone("primary") + Style(underline=True),
        **_code_styles(theme, base),
        **_diff_styles(theme, base),
    )


def _code_styles(theme: ThemeColours, base: Style) -> dict[str, Style]:
    band = Style(bgcolor=theme.band("surface").rich_color)
    block = base + band
    return {
        "code": theme.tone("accent") + (Style() if theme.is_ansi else band),
        "code_block": block,
        "code_comment": block + theme.quiet + Style(italic=True),
        "code_keyword": block + theme.tone("primary"),
        "code_name": block + theme.tone("secondary"),
        "code_string": block + theme.tone("success"),
        "code_number": block + theme.tone("accent"),
    }


def _diff_styles(theme: ThemeColours, base: Style) -> dict[str, Style]:
    styles: dict[str, Style] = {}
    for name, tone in (("added", "success"), ("removed", "error")):
        if theme.is_ansi:  # nothing to tint with: the colour stands in the text itself
            line = base + theme.tone(tone)
            word = line + Style(bold=True, underline=True)
        else:
            line = base + Style(bgcolor=theme.tint(tone, _LINE_TINT).rich_color)
            word = base + Style(bgcolor=theme.tint(tone, _WORD_TINT).rich_color)
        styles |= {f"diff_{name}": line, f"diff_{name}_word": word}
    return styles
