"""`/version`: name and version."""

from __future__ import annotations

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Command, CommandHost


def _version(host: CommandHost) -> None:
    host.show_notice(NoticeLevel.INFO, "Version", host.program)


VERSION = Command("/version", "Name and version of this program", _version)
