"""`/clear`: the same session without its conversation."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _clear(host: CommandHost) -> None:
    host.link.branches.clear_history()


CLEAR = Command(
    "/clear",
    "Take the conversation out of this session",
    _clear,
    category=Category.SESSION,
    details="The model knows nothing of it any more; the to-do list is empty, and no skill is "
    "active. While a turn runs, this waits for its end. The session stays, with its title, its "
    "permissions and what it has cost. Nothing is deleted: /tree leads back to what was said. /new "
    "starts another session and leaves this one as it is.",
    needs_session=True,
)
