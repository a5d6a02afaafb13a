"""An application whose colours come from theme files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from textual import constants
from textual.app import App
from textual.driver import Driver

from agent_tui.config.type_ahead import TerminalAnswer
from agent_tui.ui.early_echo import EarlyEcho
from agent_tui.ui.parts import AppPart
from agent_tui.ui.terminal_background import AUTO_THEME, BackgroundTold, fitting_theme
from agent_tui.ui.themes import Themes, load_theme, theme_folders, theme_names

NO_COLOUR_THEME = "system"


class ThemedApp(AppPart):
    """Reads only the theme in use. Raises `ConfigError` when it does not exist or is wrong.

    theme: a name, or "auto" for the one that goes with the terminal's background. themes: a host's
    own. answer: what the terminal says about its background, now or later. early_echo: shows
    keys before the first picture does. With NO_COLOR in the
    environment nothing is coloured, whatever the theme.
    """

    _has_theme = False

    def __init__(
        self,
        *,
        theme: str,
        themes_folder: str,
        themes: Themes,
        answer: TerminalAnswer | None = None,
        early_echo: EarlyEcho | None = None,
    ) -> None:
        is_colourless = "NO_COLOR" in os.environ
        # For NO_COLOR Textual makes greys of colours, and nothing of the terminal's own colours.
        super().__init__(
            driver_class=_driver_class(answer, early_echo),
            ansi_color=True if is_colourless else None,
        )
        self._theme_folders, self._hosted_themes = theme_folders(themes_folder), themes
        self._background = answer.colour if answer is not None else ""
        self._is_automatic = theme == AUTO_THEME and not is_colourless
        self._start_with(NO_COLOUR_THEME if is_colourless else self._resolved(theme))

    def get_css_variables(self) -> dict[str, str]:
        """See `App`; none until our theme is known: 300 colours of another one are a millisecond,
        and Textual asks for them before it has parsed anything."""
        return super().get_css_variables() if self._has_theme else {}

    @property
    def theme_name(self) -> str:
        """The theme in use."""
        return self.theme

    @property
    def theme_choice(self) -> str:
        """What `use_theme` was last called with: "auto", or the theme in use."""
        return AUTO_THEME if self._is_automatic else self.theme

    def theme_names(self) -> Sequence[str]:
        """All themes on offer, sorted; "auto" is one of them."""
        return sorted([AUTO_THEME, *theme_names(self._theme_folders, self._hosted_themes)])

    def use_theme(self, name: str) -> None:
        """Switch the theme. Raises `ConfigError` when there is none of this name or it is wrong."""
        self._show_theme(self._resolved(name))
        self._is_automatic = name == AUTO_THEME

    def on_background_told(self, message: BackgroundTold) -> None:
        """The terminal answered after the first picture."""
        self._background = message.colour
        if self._is_automatic:
            self._show_theme(self._resolved(AUTO_THEME))

    def _resolved(self, name: str) -> str:
        return fitting_theme(self._background, os.environ) if name == AUTO_THEME else name

    def _show_theme(self, name: str) -> None:
        self.register_theme(load_theme(name, self._theme_folders, self._hosted_themes))
        self.theme = name

    def _start_with(self, name: str) -> None:
        # Assigning `theme` here would have Textual parse every style sheet twice before it paints.
        theme = load_theme(name, self._theme_folders, self._hosted_themes)
        self.register_theme(theme)
        self._has_theme = True
        self.set_reactive(App.theme, name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)


def _driver_class(
    answer: TerminalAnswer | None, early_echo: EarlyEcho | None
) -> type[Driver] | None:
    """None is Textual's own choice: on Windows, or when the environment names a driver."""
    if sys.platform == "win32" or constants.DRIVER is not None:
        return None
    # Deferred: only where there are such terminals.
    from agent_tui.ui.terminal_driver import terminal_driver

    return terminal_driver(answer, early_echo)
