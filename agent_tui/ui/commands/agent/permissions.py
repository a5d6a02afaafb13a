"""`/permissions`: the rules, and why something is asked."""

from __future__ import annotations

from agent_tui.protocol.permissions import Effect, GrantScope, PermissionMode
from agent_tui.ui.commands.agent.modes import MEANINGS, switch_to
from agent_tui.ui.commands.argument import Argument, ArgumentProblem, fixed_choices
from agent_tui.ui.commands.command import Category, Command, CommandHost, Subcommand


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


def _mode(host: CommandHost, mode: PermissionMode) -> None:
    switch_to(host, mode)


def _read_mode(text: str) -> PermissionMode:
    try:
        return PermissionMode(text)
    except ValueError:
        raise ArgumentProblem(f"{text} is no mode.") from None


_RULE = (Argument("RULE", takes_rest=True),)
_MODE = Argument(
    "|".join(PermissionMode),
    choices=fixed_choices(*((mode.value, meaning) for mode, meaning in MEANINGS.items())),
    parse=_read_mode,
)

PERMISSIONS = Command(
    "/permissions",
    "List the rules; a blank behind it shows more",
    _list,
    subcommands=(
        Subcommand("revoke", "Remove a rule", _revoke, (Argument("ID"),)),
        Subcommand(
            "why",
            "Say who decides about a shell command",
            _why,
            (Argument("COMMAND", takes_rest=True),),
        ),
        Subcommand("allow", "Allow in this session, as run(git log *)", _allow, _RULE),
        Subcommand("deny", "Refuse in this session; outranks allow", _deny, _RULE),
        Subcommand("try", "Show which past calls a rule would allow", _try, _RULE),
        Subcommand("mode", "What needs no permission", _mode, (_MODE,)),
    ),
    category=Category.AGENT,
    details="A rule is one line, such as run(git log *), read(/srv/**) or fetch(example.com). "
    "Rules of this session end with it; those of the settings and of the panel stay.",
    needs_session=True,
)
