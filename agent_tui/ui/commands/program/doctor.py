"""`/doctor`: what the program knows of its surroundings. It asks no server."""

from __future__ import annotations

import os
import platform

from agent_tui.config.provider_resolution import resolve_with_notes
from agent_tui.errors import ConfigError
from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.render.one_line import one_line

_GROUPS = (
    ("terminal", ("TERM", "COLORTERM", "TERM_PROGRAM", "TMUX", "SSH_TTY", "NO_COLOR")),
    ("editor", ("VISUAL", "EDITOR")),
)


def _doctor(host: CommandHost) -> None:
    rows = [
        ("program", f"{host.program} on Python {platform.python_version()}, {platform.system()}"),
        *host.terminal_facts(),
        *_variables(),
        *_provider_rows(host),
        *_place_rows(host),
    ]
    shown = tuple((name, one_line(value)) for name, value in rows if value)
    host.show_listing(
        Listing(title="Doctor", rows=shown, wide=1, footer="No server was asked. /model asks one.")
    )


def _variables() -> list[tuple[str, str]]:
    rows = []
    for what, names in _GROUPS:
        said = [f"{name}={os.environ[name]}" for name in names if os.environ.get(name)]
        rows.append((what, ", ".join(said) or "no variable says anything"))
    return rows


def _provider_rows(host: CommandHost) -> list[tuple[str, str]]:
    info, facts = host.session, host.facts
    in_use = f"{info.provider}, model {info.model or 'none'}" if info and info.provider else ""
    if facts.is_provider_brought:
        return [("provider", in_use or "brought by this application")]
    try:
        resolved = resolve_with_notes(facts.settings, os.environ)
    except ConfigError as error:
        return [("provider", in_use), ("settings", str(error))]
    config = resolved.config
    if config is None:
        return [("provider", in_use or "none is configured"), *_notes(resolved.notes)]
    origin = f"from {config.api_key_env}" if config.api_key_env else "from the settings"
    return [
        ("provider", in_use or config.name),
        ("address", config.base_url),
        ("key", origin if config.api_key else "none"),
        *_notes(resolved.notes),
    ]


def _notes(notes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("note", note) for note in notes]


def _place_rows(host: CommandHost) -> list[tuple[str, str]]:
    facts, info = host.facts, host.session
    return [
        ("folder", info.cwd if info else ""),
        ("settings", facts.settings_file),
        ("data", facts.data_folder),
        ("log", facts.log_file),
    ]


DOCTOR = Command(
    "/doctor",
    "What this program knows of terminal, provider and files",
    _doctor,
    details="Facts for a report of a problem: no key, no prompt, and no server is asked.",
)
