"""`/config`: the settings with their origins, and the file in the editor."""

from __future__ import annotations

from agent_tui.config.shown_settings import shown_settings
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Command, CommandHost, Subcommand
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.render.one_line import one_line


def _config(host: CommandHost) -> None:
    _show(host, "")


def _find(host: CommandHost, text: str) -> None:
    _show(host, text.lower())


def _edit(host: CommandHost) -> None:
    if host.facts.settings_file:
        host.outside.open(host.facts.settings_file)
    else:
        host.show_notice(
            NoticeLevel.WARNING,
            "No settings file",
            "This application brings its settings; there is no file to edit.",
        )


def _show(host: CommandHost, wanted: str) -> None:
    facts = host.facts
    rows = tuple(
        (row.name, one_line(row.text), one_line(row.origin))
        for row in shown_settings(facts.settings, facts.origins)
        if wanted in row.name.lower()
    )
    file = facts.settings_file
    footer = f"/config edit opens {file}\nagent-tui config init writes it when it is missing."
    host.show_listing(
        Listing(
            title="Settings" if rows else "No setting has this in its name",
            columns=("name", "value", "from") if rows else (),
            rows=rows,
            wide=1,
            footer=one_line(footer) if file else "",
        )
    )


CONFIG = Command(
    "/config",
    "Settings and where each comes from; edit opens the file",
    _config,
    subcommands=(
        Subcommand("edit", "Open your settings file in the editor", _edit),
        Subcommand("find", "Only settings with this in their name", _find, (Argument("TEXT"),)),
    ),
    aliases=("/settings",),
    details="Flags are stronger than variables, variables than the project's files, those than "
    "your own file. Changes of the file count from the next start on. Keys are never shown.",
)
