"""`/new`: an empty session in front of the shown one."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _new(host: CommandHost) -> None:
    host.link.new_session()


NEW = Command(
    "/new",
    "Start a new session",
    _new,
    category=Category.SESSION,
    details="The one that is shown stays open behind it, and what runs in it goes on; F8 leads "
    "back. The new one has the same model. What you send before it is open goes to the new one. "
    "/clear stays in this session and takes its conversation out.",
    needs_session=True,
)
