"""`/rename`: another title for the session."""

from __future__ import annotations

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument
from agent_tui.ui.commands.command import Category, Command, CommandHost


def _rename(host: CommandHost, title: str) -> None:
    host.link.rename(title)
    host.show_notice(NoticeLevel.INFO, "Renamed", " ".join(title.split()))


RENAME = Command(
    "/rename",
    "Give the session a title",
    _rename,
    (Argument("TITLE", takes_rest=True),),
    category=Category.SESSION,
    details="Lists of sessions show the title. Without one, it is the first line of the first "
    "prompt.",
    needs_session=True,
)
