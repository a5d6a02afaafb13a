"""An application whose colours come from theme files."""

from __future__ import annotations

import os
from collections.abc import Sequence

from textual.app import App

from agent_tui.ui.themes import load_theme, theme_folders, theme_names

NO_COLOUR_THEME = "system"


class ThemedApp(App[int]):
    """Reads only the theme in use. Raises `ConfigError` when it does not exist or is wrong.

    With NO_COLOR in the environment nothing is coloured, whatever the theme.
    """

    def __init__(self, *, theme: str, themes_folder: str) -> None:
        is_colourless = "NO_COLOR" in os.environ
        # For NO_COLOR Textual makes greys of colours, and nothing of the terminal's own colours.
        super().__init__(ansi_color=True if is_colourless else None)
        self._theme_folders = theme_folders(themes_folder)
        self._start_with(NO_COLOUR_THEME if is_colourless else theme)

    @property
    def theme_name(self) -> str:
        """The theme in use."""
        return self.theme

    def theme_names(self) -> Sequence[str]:
        """All themes on offer, sorted."""
        return theme_names(self._theme_folders)

    def use_theme(self, name: str) -> None:
        """Switch the theme. Raises `ConfigError` when there is none of this name or it is wrong."""
        self.register_theme(load_theme(name, self._theme_folders))
        self.theme = name

    def _start_with(self, name: str) -> None:
        # Assigning `theme` here would have Textual parse every style sheet twice before it paints.
        theme = load_theme(name, self._theme_folders)
        self.register_theme(theme)
        self.set_reactive(App.theme, name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)
