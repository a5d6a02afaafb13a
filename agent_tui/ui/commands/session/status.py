"""`/status`: where one is."""

from __future__ import annotations

from agent_tui.protocol.ids import short_id
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Category, Command, CommandHost
from agent_tui.ui.widgets.token_text import context_text, token_text


def _status(host: CommandHost) -> None:
    info = host.session
    if info is None:
        host.show_notice(NoticeLevel.INFO, "Status", "The session is not open yet.")
        return
    rows = [f"{label}: {value}" for label, value in _rows(info) if value]
    host.show_notice(NoticeLevel.INFO, "Status", "\n".join(rows))


def _rows(info: SessionInfo) -> list[tuple[str, str]]:
    usage = info.usage
    spent = f"{token_text(usage.input_tokens)} in, {token_text(usage.output_tokens)} out"
    return [
        ("session", f"{short_id(info.id)} {info.title}".strip()),
        ("state", info.status.value),
        ("model", info.model),
        ("provider", info.provider),
        ("mode", info.permission_mode.value),
        ("folder", info.cwd),
        ("context", context_text(info)),
        ("tokens", spent if usage.total_tokens else ""),
        ("saved in", info.path if info.is_saved else "nowhere"),
    ]


STATUS = Command(
    "/status",
    "Session, model, tokens, where it is saved",
    _status,
    category=Category.SESSION,
)
