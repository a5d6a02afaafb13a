"""The first words in an empty session, in markdown."""

from __future__ import annotations

from pathlib import Path

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.keymap import first_key
from agent_tui.ui.widgets.status_line import home_relative


def welcome_text(options: UiOptions, info: SessionInfo) -> str:
    """The guidance when nothing is configured, else where one is and three keys to begin with."""
    if options.guidance:
        return options.guidance
    name = f"{options.app_name} {options.version}".strip()
    folder = home_relative(info.cwd or options.cwd, str(Path.home()))
    place = f"**{name}** · `{info.model}` · `{folder}`"
    return f"{place}\n\n{_hints(options.key_bindings)}"


def _hints(keys: KeyBindings) -> str:
    wanted = (
        ("submit", "sends"),
        ("new_line", "new line"),
        ("stop", "stops a turn"),
        ("help", "keys and commands"),
    )
    return " · ".join(
        f"{key} {what}" for action, what in wanted if (key := first_key(keys, action))
    )
