"""`/new`: an empty session in place of the shown one."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost
from agent_tui.ui.commands.refusals import refuses_while_running


def _new(host: CommandHost) -> None:
    if not refuses_while_running(host, "start a new session"):
        host.link.new_session()


NEW = Command(
    "/new",
    "Start a new session",
    _new,
    aliases=("/clear",),
    category=Category.SESSION,
    details="The session that is shown is saved and closed; /status says where. The new one has "
    "the same model. What you send before it is open goes to the new one.",
    needs_session=True,
)
