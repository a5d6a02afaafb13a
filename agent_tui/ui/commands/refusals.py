"""What commands say when they cannot do their work now."""

from __future__ import annotations

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import CommandHost


def refuses_while_running(host: CommandHost, what: str) -> bool:
    """True, with a notice, while a turn runs. what: what is to be done ("start a new session")."""
    if not host.is_turn_running:
        return False
    host.show_notice(
        NoticeLevel.WARNING,
        "A turn is running",
        f"Stop it with Esc or wait for its end, then {what}.",
    )
    return True
