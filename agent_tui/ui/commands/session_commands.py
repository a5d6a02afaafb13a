"""Commands about the session that is shown: a new one, its model, its state, once more."""

from __future__ import annotations

from agent_tui.protocol.ids import short_id
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.widgets.token_text import context_text, token_text


def _new(host: CommandHost, _argument: str) -> None:
    if host.is_turn_running:
        host.show_notice(
            NoticeLevel.WARNING,
            "A turn is running",
            "Stop it with Esc or wait for its end, then start a new session.",
        )
        return
    host.link.new_session()


def _retry(host: CommandHost, _argument: str) -> None:
    host.link.retry()


def _model(host: CommandHost, argument: str) -> None:
    if not argument:
        host.link.list_models()
        return
    name, *provider = argument.split(maxsplit=1)
    host.link.set_model(name, *provider)


def _status(host: CommandHost, _argument: str) -> None:
    info = host.session
    if info is None:
        host.show_notice(NoticeLevel.INFO, "Status", "The session is not open yet.")
        return
    rows = [f"{label}: {value}" for label, value in _status_rows(info) if value]
    host.show_notice(NoticeLevel.INFO, "Status", "\n".join(rows))


def _status_rows(info: SessionInfo) -> list[tuple[str, str]]:
    usage = info.usage
    spent = f"{token_text(usage.input_tokens)} in, {token_text(usage.output_tokens)} out"
    return [
        ("session", f"{short_id(info.id)} {info.title}".strip()),
        ("state", info.status.value),
        ("model", info.model),
        ("provider", info.provider),
        ("folder", info.cwd),
        ("context", context_text(info)),
        ("tokens", spent if usage.total_tokens else ""),
        ("saved in", info.path if info.is_saved else "nowhere"),
    ]


SESSION_COMMANDS = (
    Command("/new", "Start a new session", _new, aliases=("/clear",)),
    Command("/retry", "Run the last prompt again", _retry),
    Command(
        "/model",
        "Use another model; without a name, list them",
        _model,
        argument="[name [provider]]",
    ),
    Command("/status", "Session, model, tokens, where it is saved", _status),
)
