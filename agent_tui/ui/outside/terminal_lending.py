"""Lends the terminal to a program, or to a text, and comes back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from textual.app import SuspendNotSupported

from agent_tui.protocol.desktop import Desktop
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.outside.outside_host import OutsideHost
from agent_tui.ui.render.cells import cut_start

_ADVICE = "Set VISUAL or EDITOR to choose the editor."
_NAME_CELLS = 40


def shown_name(name: str) -> str:
    """A foreign name for the status bar: harmless, one line, its end when it is long."""
    return cut_start(harmless(name).replace("\n", " "), _NAME_CELLS)


def edit(host: OutsideHost, desktop: Desktop, arguments: Sequence[str]) -> bool:
    """Run an editor in the terminal until it ends. False when it failed, which was told then."""
    problem = ""

    def run() -> None:
        nonlocal problem
        problem = desktop.run_in_terminal(arguments)

    if not _lent(host, run):
        return False
    if problem:
        tell_failure(host, problem)
    return not problem


def show(host: OutsideHost, desktop: Desktop, text: str) -> None:
    """Print a text on the normal screen, and come back at Enter."""
    _lent(host, lambda: desktop.show_in_terminal(harmless(text)))


def tell_failure(host: OutsideHost, problem: str) -> None:
    """An editor that could not do it."""
    host.show_notice(NoticeLevel.WARNING, "The editor failed", f"{problem}\n{_ADVICE}")


def program_name(arguments: Sequence[str]) -> str:
    """The name under which people know a program."""
    return shown_name(os.path.basename(arguments[0]))


def _lent(host: OutsideHost, use: Callable[[], None]) -> bool:
    try:
        with host.suspended():
            use()
    except SuspendNotSupported:
        host.say("this terminal cannot be given to another program")
        return False
    return True
