"""`/fork`: a new session with the history of this one."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _fork(host: CommandHost) -> None:
    host.link.branches.fork()


FORK = Command(
    "/fork",
    "Go on in a copy of this session",
    _fork,
    aliases=("/branch",),
    category=Category.SESSION,
    details="The copy has the whole history and its own file; this session stays open and as it "
    "is. Works while a turn runs, without that turn, and with a session that is open elsewhere. To "
    "fork from an earlier turn, press f on it in /tree.",
    needs_session=True,
)
