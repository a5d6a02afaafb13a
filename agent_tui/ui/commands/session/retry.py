"""`/retry`: the last prompt once more."""

from __future__ import annotations

from agent_tui.ui.commands.command import Category, Command, CommandHost


def _retry(host: CommandHost) -> None:
    host.link.retry()


RETRY = Command(
    "/retry",
    "Run the last prompt again",
    _retry,
    category=Category.SESSION,
    details="After a turn that was stopped or has failed. The prompt is not repeated in the "
    "history.",
    needs_session=True,
)
