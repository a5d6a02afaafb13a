"""The colours of exported pages: those of the theme in use, where it has colours of its own."""

from __future__ import annotations

from pathlib import Path

from agent_tui.exchange.html.colours import DEFAULT_COLOURS, PageColours


def page_colours(theme: str, folders: tuple[Path, ...]) -> PageColours:
    """theme: a name; "auto", and one that cannot be read, is the default. folders: where themes
    are looked for, the user's own first."""
    if theme == "auto" or Path(theme).name != theme:
        return DEFAULT_COLOURS
    for folder in folders:
        try:
            source = (folder / f"{theme}.toml").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        return DEFAULT_COLOURS.with_theme(source)
    return DEFAULT_COLOURS


def shipped_themes() -> Path:
    """The folder of the themes that come with the program."""
    package = Path(__file__).parents[2]
    shipped = package / "themes"
    return shipped if shipped.is_dir() else package.parent / "themes"  # a checkout
