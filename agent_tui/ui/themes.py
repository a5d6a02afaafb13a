"""Colour themes from TOML files; `themes/agent-tui-dark.toml` explains the format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

from agent_tui.config.sources.nearest_name import did_you_mean
from agent_tui.config.sources.plain_toml import read_plainly
from agent_tui.errors import ConfigError

COLOUR_NAMES = (
    "background",
    "surface",
    "panel",
    "text",
    "dim",
    "border",
    "selection",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
)
"""What every theme defines, all of it."""

_TONES = ("primary", "secondary", "accent", "success", "warning", "error")


def theme_folders(user_folder: str = "") -> tuple[Path, ...]:
    """Where themes are looked for, the user's own folder first."""
    package = Path(__file__).parent.parent
    shipped = package / "themes"
    if not shipped.is_dir():
        shipped = package.parent / "themes"  # a checkout; the wheel carries them in the package
    return (Path(user_folder), shipped) if user_folder else (shipped,)


Themes = Mapping[str, Mapping[str, object]]
"""A host's themes by name, each as its parsed file."""

_NO_THEMES: Themes = {}


def theme_names(folders: Sequence[Path], hosted: Themes = _NO_THEMES) -> list[str]:
    """The names of all themes, sorted. Reads the folders, not the files."""
    return sorted({path.stem for folder in folders for path in folder.glob("*.toml")} | {*hosted})


def load_theme(name: str, folders: Sequence[Path], hosted: Themes = _NO_THEMES) -> Theme:
    """Read one theme; the user's own goes before the host's, and that before ours. Raises
    `ConfigError`: there is none of this name, or its file is wrong."""
    for folder in folders:
        path = folder / f"{name}.toml"
        if name in hosted and folder is folders[-1]:
            return theme_from(name, hosted[name])
        if path.is_file():
            return theme_from(name, read_theme(path), path)
    names = theme_names(folders, hosted)
    hint = did_you_mean(name, names) or f" There are: {', '.join(names)}."
    raise ConfigError(f'There is no theme called "{name}".{hint}', key="theme")


def theme_from(name: str, table: Mapping[str, object], path: Path | None = None) -> Theme:
    """The theme that a parsed file describes. Raises `ConfigError`, naming the file, if there is
    one, and the key."""
    is_dark, colours = table.get("is_dark"), table.get("colors")
    if not isinstance(is_dark, bool):
        raise ConfigError("is_dark must be true or false.", file=path, key="is_dark")
    if not isinstance(colours, Mapping):
        raise ConfigError("The table [colors] is missing.", file=path, key="colors")
    values = {colour: _colour(colours, colour, path) for colour in COLOUR_NAMES}
    unknown = sorted(set(colours) - set(COLOUR_NAMES))
    if unknown:
        hint = did_you_mean(unknown[0], COLOUR_NAMES)
        raise ConfigError(
            f"{unknown[0]} is no colour of a theme.{hint}", file=path, key=f"colors.{unknown[0]}"
        )
    return Theme(
        name=name,
        dark=is_dark,
        ansi=values["background"].startswith("ansi"),
        background=values["background"],
        surface=values["surface"],
        panel=values["panel"],
        foreground=values["text"],
        primary=values["primary"],
        secondary=values["secondary"],
        accent=values["accent"],
        success=values["success"],
        warning=values["warning"],
        error=values["error"],
        variables=_variables(values),
    )


def _variables(values: dict[str, str]) -> dict[str, str]:
    """Textual's derived colours that are ours to say: its own mixtures would soften the theme's."""
    border, selection = values["border"], values["selection"]
    return {
        "text-muted": values["dim"],
        **{f"text-{tone}": values[tone] for tone in _TONES},
        "border": border,
        "border-blurred": border,
        "input-selection-background": selection,
        "screen-selection-background": selection,
        "scrollbar": border,
        "scrollbar-hover": values["dim"],
        "scrollbar-active": values["dim"],
        "scrollbar-background": values["background"],
        "scrollbar-background-hover": values["background"],
        "scrollbar-background-active": values["background"],
        "scrollbar-corner-color": values["background"],
        # Textual's own style sheet names these two in themes of terminal colours.
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
    }


def read_theme(path: Path) -> dict[str, object]:
    """The parsed file of a theme. Raises `ConfigError` when it cannot be read or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"The theme cannot be read: {error}.", file=path) from error
    plain = read_plainly(text)
    return _read_wholly(text, path) if plain is None else plain


def _read_wholly(text: str, path: Path) -> dict[str, object]:
    # Deferred: our own themes are plain.
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"This is not valid TOML: {error}.", file=path) from error


def _colour(colours: Mapping[str, object], name: str, path: Path | None) -> str:
    value = colours.get(name)
    if not isinstance(value, str):
        raise ConfigError(f"The colour {name} is missing.", file=path, key=f"colors.{name}")
    try:
        Color.parse(value)
    except ColorParseError as error:
        raise ConfigError(
            f'{name} = "{value}" is not a colour.', file=path, key=f"colors.{name}"
        ) from error
    return value
