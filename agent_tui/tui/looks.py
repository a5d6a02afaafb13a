"""The setters of `AgentTui` for what one sees: layout, keys, themes, widgets, words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_press import KeyHandler
from agent_tui.config.layout import Layout
from agent_tui.config.ui_options import WidgetFactory
from agent_tui.errors import ConfigError
from agent_tui.tui.configurable import Configurable


class Looks(Configurable):
    """The part of `AgentTui` that says what its screen is made of."""

    def set_version(self, version: str) -> Self:
        """The version that `/version` and the welcome show."""
        return self._set("set_version", version=version)

    def set_welcome(self, text: str) -> Self:
        """The first words of an empty session, in markdown, instead of the usual greeting."""
        return self._set("set_welcome", welcome=text)

    def set_layout(self, layout: Layout) -> Self:
        """Which parts the screen has. Wins over the settings."""
        return self._set("set_layout", layout=layout)

    def set_key_bindings(self, key_bindings: KeyBindings) -> Self:
        """Which keys do what. Wins over the settings. Ctrl+Q always leaves.

        Raises `ConfigError` when two actions share a key.
        """
        key_bindings.check()
        return self._set("set_key_bindings", key_bindings=key_bindings)

    def set_key_handler(self, handler: KeyHandler) -> Self:
        """Who gets every key before everything else, on the screen's loop; True takes the key.

        Ctrl+Q leaves whatever it says. What it raises is logged and told once; the key goes on.
        """
        return self._set("set_key_handler", key_handler=handler)

    def register_theme(self, theme: Path | Mapping[str, object], *, name: str = "") -> Self:
        """Add a theme: a file in the format of the user's own, or the same as a mapping. It is read
        and checked now. `/theme` offers it beside ours; one of the user's with its name goes first.

        name: a file's name without its ending when "". Raises `ConfigError`, which names the file
        and the colour, for a theme that is wrong, and for a mapping without a name.
        """
        # Deferred: it brings Textual, and only hosts with themes of their own pay for it here.
        from agent_tui.ui.themes import read_theme, theme_from

        file = theme if isinstance(theme, Path) else None
        named = name or (file.stem if file is not None else "")
        if not named.strip():
            raise ConfigError("A theme that is no file needs a name.", key="theme")
        table = read_theme(theme) if isinstance(theme, Path) else theme
        theme_from(named, table, file)
        return self._set("register_theme", themes={**self._plan.themes, named: table})

    def set_theme(self, name: str) -> Self:
        """The theme to begin with: a registered one, one of ours, one in the user's folder, or
        "auto". Wins over the settings. `run()` raises `ConfigError` when there is none."""
        return self._set("set_theme", theme=name)

    def register_widget(self, factory: WidgetFactory, *, slot: str = "") -> Self:
        """Add a Textual widget, made by `factory` on the screen's loop, to a slot of the layout:
        one that the layout names, or "panel", between transcript and composer.

        Without a slot it must be `PermissionPanel`, `QuestionPanel` or a class derived from one:
        that panel then asks the user. A widget that raises, now or later, is taken out, with a
        notice; the chat goes on, unless that was a callback which it gave to the application to
        call. Raises `ConfigError` for what is neither.
        """
        if not slot:
            return self._set("register_widget", **_panel_fields(factory))
        registered = self._plan.widgets
        in_slot = (*registered.get(slot, ()), factory)
        return self._set("register_widget", widgets={**registered, slot: in_slot})

    def set_panels(self, *, permission: bool = True, question: bool = True) -> Self:
        """Which of the two panels are on the screen. Without its panel, what would be asked is
        refused at once, with a reason for the model."""
        return self._set("set_panels", has_permission_panel=permission, has_question_panel=question)


def _panel_fields(panel: WidgetFactory) -> dict[str, object]:
    """What a panel that is registered without a slot changes in the plan."""
    # Deferred: whoever names a panel has loaded these.
    from agent_tui.ui.widgets.permission_panel import PermissionPanel
    from agent_tui.ui.widgets.question_panel import QuestionPanel

    if isinstance(panel, type) and issubclass(panel, PermissionPanel):
        return {"permission_panel": panel, "has_permission_panel": True}
    if isinstance(panel, type) and issubclass(panel, QuestionPanel):
        return {"question_panel": panel, "has_question_panel": True}
    raise ConfigError(
        "A widget needs the slot of the layout where it stands: register_widget(factory, "
        'slot="panel"). Only PermissionPanel, QuestionPanel and classes derived from them stand '
        "where they belong.",
        key="slot",
    )
