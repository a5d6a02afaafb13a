"""`/theme`: the colours, by name or from a list that shows them at once."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from agent_tui.errors import ConfigError
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument, Choice
from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.commands.picking import Pick, Picking
from agent_tui.ui.render.one_line import one_line


def _theme(host: CommandHost, name: str = "") -> None:
    if not name:
        pick_theme(host)
        return
    try:
        host.use_theme(name)
    except ConfigError as error:
        host.show_notice(NoticeLevel.WARNING, "Theme not changed", str(error))
        host.put_back(f"/theme {name}")


def pick_theme(host: CommandHost) -> None:
    """Let the user choose; the screen wears each theme that the cursor comes to."""
    former = host.theme_choice

    def wear(name: str) -> None:
        # One that is wrong stays without a preview; choosing it says why.
        with contextlib.suppress(ConfigError):
            host.use_theme(name)

    host.pick(
        Picking(
            title="Theme",
            picks=[
                Pick(name, one_line(name), "in use" if name == former else "")
                for name in host.theme_names()
            ],
            chosen=lambda name: _theme(host, name),
            highlighted=wear,
            dismissed=lambda: wear(former),
            start=former,
        )
    )


def _names(host: CommandHost) -> Sequence[Choice]:
    return [Choice(name) for name in host.theme_names()]


THEME = Command(
    "/theme",
    "Switch the colours; without a name, choose from a list",
    _theme,
    (Argument("name", is_optional=True, choices=_names),),
    details="The list shows each theme as you move; Esc goes back. It holds for this run: the "
    "setting theme holds for the next ones. Your own themes are files in the themes folder beside "
    "your settings.",
)
