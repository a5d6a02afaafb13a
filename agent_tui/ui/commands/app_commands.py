"""Commands about the program itself: help, theme, version, leaving."""

from __future__ import annotations

from agent_tui.errors import ConfigError
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Command, CommandHost


def _help(host: CommandHost, _argument: str) -> None:
    host.show_help()


def _quit(host: CommandHost, _argument: str) -> None:
    host.leave()


def _version(host: CommandHost, _argument: str) -> None:
    host.show_notice(NoticeLevel.INFO, "Version", host.program)


def _theme(host: CommandHost, argument: str) -> None:
    if not argument:
        rows = [
            f"{name} (in use)" if name == host.theme_name else name for name in host.theme_names()
        ]
        host.show_notice(NoticeLevel.INFO, "Themes", "\n".join(rows))
        return
    try:
        host.use_theme(argument)
    except ConfigError as error:
        host.show_notice(NoticeLevel.WARNING, "Theme not changed", str(error))


APP_COMMANDS = (
    Command("/help", "Keys and commands that work now", _help),
    Command("/theme", "Switch the colours; without a name, list them", _theme, argument="[name]"),
    Command("/version", "Name and version of this program", _version),
    Command("/quit", "Leave this program", _quit, aliases=("/exit", ":q")),
)
