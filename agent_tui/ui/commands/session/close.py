"""`/close`: the shown session is saved and leaves the screen."""

from __future__ import annotations

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Category, Command, CommandHost, Subcommand


def _close(host: CommandHost) -> None:
    session = host.known.open_sessions.find(host.link.session_id)
    if session is not None and (what := session.going_on):
        host.show_notice(
            NoticeLevel.WARNING,
            f"Not closed: {what}",
            "/close stop ends it and closes the session. Or leave it open: it goes on behind "
            "another one (/new).",
        )
    else:
        _close_now(host)


def _close_now(host: CommandHost) -> None:
    host.link.close_session(host.known.open_sessions.next())


CLOSE = Command(
    "/close",
    "Close this session and show the next one",
    _close,
    subcommands=(Subcommand("stop", "End what runs in it, then close it", _close_now),),
    category=Category.SESSION,
    details="It is saved first. Of several open sessions the one that waits for you comes next; "
    "behind the last one opens an empty one. While a turn or a command runs, or prompts wait, only "
    "/close stop closes it: waiting prompts stay with the session.",
    needs_session=True,
)
