"""The first words in an empty session."""

from __future__ import annotations

from pathlib import Path

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.keymap import first_key
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.widgets.status_line import home_relative


def show_welcome(transcript: Transcript, options: UiOptions, info: SessionInfo) -> None:
    """The guidance when nothing is configured, else the host's welcome, else where one is and
    keys to begin with."""
    if first_words := options.guidance or options.welcome:
        transcript.add_welcome(first_words)
        return
    name = f"{options.app_name} {options.version}".strip()
    folder = home_relative(info.cwd or options.cwd, str(Path.home()))
    transcript.add_greeting(name, f" · {info.model} · {folder}", _hints(options.key_bindings))


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
