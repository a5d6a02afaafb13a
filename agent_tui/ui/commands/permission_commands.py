"""Commands about what the agent may do: rules, modes, who decides."""

from __future__ import annotations

from agent_tui.protocol.permissions import Effect, GrantScope, PermissionMode
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import CommandHost, Subcommand
from agent_tui.ui.commands.subcommands import command_with, plain_command, wrong_usage

_MEANINGS = {
    PermissionMode.PLAN: "The agent only reads; whatever would change something is refused.",
    PermissionMode.ASK: "Reading in the folder is free, everything else is asked.",
    PermissionMode.EDITS: "Files in the folder are changed without asking, commands are asked.",
    PermissionMode.FULL: "Everything runs without asking: any command, any file, any address. "
    "Only deny rules still hold. /yolo again asks as before.",
}


def _list(host: CommandHost) -> None:
    host.link.list_grants()


def _revoke(host: CommandHost, grant_id: str) -> None:
    host.link.revoke_grant(grant_id)


def _why(host: CommandHost, command: str) -> None:
    host.link.explain_permission(command)


def _allow(host: CommandHost, rule: str) -> None:
    host.link.add_grant(rule, Effect.ALLOW, GrantScope.SESSION)


def _deny(host: CommandHost, rule: str) -> None:
    host.link.add_grant(rule, Effect.DENY, GrantScope.SESSION)


def _try(host: CommandHost, rule: str) -> None:
    host.asked_rules.add(rule)
    host.link.try_rule(rule)


def _mode(host: CommandHost, name: str) -> None:
    try:
        mode = PermissionMode(name)
    except ValueError:
        wrong_usage(host, f"/permissions mode {name}", "/permissions mode plan|ask|edits|full")
        return
    _use_mode(host, mode)


def _plan(host: CommandHost) -> None:
    _switch(host, PermissionMode.PLAN)


def _yolo(host: CommandHost) -> None:
    _switch(host, PermissionMode.FULL)


def _switch(host: CommandHost, mode: PermissionMode) -> None:
    """Into the mode; when it holds already, back to asking."""
    is_on = host.session is not None and host.session.permission_mode is mode
    _use_mode(host, PermissionMode.ASK if is_on else mode)


def _use_mode(host: CommandHost, mode: PermissionMode) -> None:
    host.link.set_permission_mode(mode)
    if mode is PermissionMode.FULL:
        host.show_notice(NoticeLevel.ERROR, "Full access", _MEANINGS[mode])
    else:
        host.show_notice(NoticeLevel.INFO, f"Mode: {mode.value}", _MEANINGS[mode])


PERMISSION_COMMANDS = (
    command_with(
        "/permissions",
        "List the rules; a blank behind it shows more",
        _list,
        (
            Subcommand("revoke", "ID", "Remove a rule", _revoke),
            Subcommand("why", "COMMAND", "Say who decides about a shell command", _why),
            Subcommand("allow", "RULE", "Allow in this session, as run(git log *)", _allow),
            Subcommand("deny", "RULE", "Refuse in this session; outranks allow", _deny),
            Subcommand("try", "RULE", "Show which past calls a rule would allow", _try),
            Subcommand("mode", "plan|ask|edits|full", "What needs no permission", _mode),
        ),
    ),
    plain_command("/plan", "Let the agent only read; again: ask as before", _plan),
    plain_command("/yolo", "Let the agent do everything unasked; again: ask as before", _yolo),
)
