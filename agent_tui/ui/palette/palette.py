"""`Palette`: one list over everything that has a name, and what choosing does."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import chain

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.errors import ConfigError
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.command import CommandHost
from agent_tui.ui.commands.picking import Picking
from agent_tui.ui.commands.running import run_command
from agent_tui.ui.key_actions import APP_ACTIONS
from agent_tui.ui.palette.entries import (
    EntryKind,
    action_rows,
    command_rows,
    kind_and_name,
    model_rows,
    open_rows,
    recent_first,
    session_rows,
    theme_rows,
)

_MOST_RECENT = 20
TITLE = "Go to"


class Palette:
    """Remembers what was chosen, for this run. Use on the UI loop.

    keys: gives those that hold now. run_action: does what a Textual action string says. write:
    puts a text into the composer, the draft aside.
    """

    def __init__(
        self,
        host: CommandHost,
        keys: Callable[[], KeyBindings],
        *,
        run_action: Callable[[str], object],
        write: Callable[[str], object],
    ) -> None:
        self._host, self._keys = host, keys
        self._run_action, self._write = run_action, write
        self._recent: list[str] = []

    def picking(self) -> Picking:
        """The list as it is now."""
        host, commands, keys = self._host, self._host.commands.all, self._keys()
        sessions = host.known.open_sessions
        rows = chain(
            open_rows(sessions, keys),
            command_rows(commands, keys),
            action_rows(commands, keys),
            session_rows(host.known.sessions, sessions, now=time.time()),
            theme_rows(host.theme_names()),
            model_rows(host.known.models),
        )
        return Picking(
            title=TITLE,
            picks=recent_first(rows, self._recent),
            chosen=self._choose,
            completes=self._complete,
            help="Enter goes · Tab writes the command · Esc closes",
        )

    def _choose(self, value: str) -> None:
        self._recent = [value, *(one for one in self._recent if one != value)][:_MOST_RECENT]
        kind, name = kind_and_name(value)
        match kind:
            case EntryKind.COMMAND:
                self._run_command(name)
            case EntryKind.ACTION:
                self._run_action(next(one.method for one in APP_ACTIONS if one.name == name))
            case EntryKind.SESSION:
                self._host.link.open_session(name)
            case EntryKind.THEME:
                self._use_theme(name)
            case EntryKind.MODEL:
                self._host.link.set_model(name)

    def _complete(self, value: str) -> None:
        kind, name = kind_and_name(value)
        match kind:
            case EntryKind.COMMAND:
                self._write(f"{name} ")
            case EntryKind.MODEL | EntryKind.THEME:
                self._write(f"/{kind.value} {name}")
            case _:
                self._choose(value)

    def _run_command(self, name: str) -> None:
        command = self._host.commands.find(name)
        if command is None:
            return
        if command.arguments and not command.arguments[0].is_optional:
            self._write(f"{name} ")
        else:
            run_command(self._host, command, "", name)

    def _use_theme(self, name: str) -> None:
        try:
            self._host.use_theme(name)
        except ConfigError as error:
            self._host.show_notice(NoticeLevel.WARNING, "Theme not changed", str(error))
