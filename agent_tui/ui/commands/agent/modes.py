"""`/plan` and `/yolo`: how much the agent may do without asking."""

from __future__ import annotations

from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Category, Command, CommandHost
from agent_tui.ui.commands.picking import Pick, Picking

MEANINGS = {
    PermissionMode.PLAN: "The agent only reads; whatever would change something is refused.",
    PermissionMode.ASK: "Reading in the folder is free, everything else is asked.",
    PermissionMode.EDITS: "Files in the folder are changed without asking, commands are asked.",
    PermissionMode.FULL: "Everything runs without asking: any command, any file, any address. "
    "Only deny rules still hold. /yolo again asks as before.",
}


def switch_to(host: CommandHost, mode: PermissionMode) -> None:
    """Into this mode; into full access only when the user says yes once more."""
    if mode is not PermissionMode.FULL or _mode(host) is mode:
        _use(host, mode)
        return

    def decide(answer: str) -> None:
        if answer == "yes":
            _use(host, mode)

    host.pick(
        Picking(
            title="Let the agent do everything without asking?",
            picks=(
                Pick("no", "No", "nothing changes"),
                Pick("yes", "Yes", "any command, any file, any address; deny rules still hold"),
            ),
            chosen=decide,
        )
    )


def _plan(host: CommandHost) -> None:
    _toggle(host, PermissionMode.PLAN)


def _yolo(host: CommandHost) -> None:
    _toggle(host, PermissionMode.FULL)


def _toggle(host: CommandHost, mode: PermissionMode) -> None:
    """Into the mode; when it holds already, back to asking."""
    switch_to(host, PermissionMode.ASK if _mode(host) is mode else mode)


def _mode(host: CommandHost) -> PermissionMode | None:
    return host.session.permission_mode if host.session is not None else None


def _use(host: CommandHost, mode: PermissionMode) -> None:
    host.link.set_permission_mode(mode)
    if mode is PermissionMode.FULL:
        host.show_notice(NoticeLevel.ERROR, "Full access", MEANINGS[mode])
    else:
        host.show_notice(NoticeLevel.INFO, f"Mode: {mode.value}", MEANINGS[mode])


PLAN = Command(
    "/plan",
    "Let the agent only read; again: ask as before",
    _plan,
    category=Category.AGENT,
    details=MEANINGS[PermissionMode.PLAN],
    needs_session=True,
)
YOLO = Command(
    "/yolo",
    "Let the agent do everything unasked; again: ask as before",
    _yolo,
    category=Category.AGENT,
    details="You are asked once more before it counts. The status bar shows it as long as it "
    "holds; a session that is opened again never has it.",
    needs_session=True,
)
