"""Follows `cd` through a command: where each of its parts may stand."""

from __future__ import annotations

import os

from agent_tui.engine.permissions.shell_script import Redirect, Script, SimpleCommand, Step

_MOST = 8


class WorkingFolders:
    """The folders in which the next part of a command may run. Give it all steps in order.

    It rather knows too many folders than too few; None: it could be anywhere.
    """

    def __init__(self, script: Script, start: str) -> None:
        changes = [step for step in script.commands if changes_folder(step)]
        # Without alternatives, what stands behind "cd x &&" runs in x only.
        self._is_exact = not script.has_alternatives and all(step.is_plain for step in changes)
        # In a loop, what stands before a change comes after it again.
        is_lost = any(step.is_in_loop or step.program != "cd" for step in changes)
        self._now: frozenset[str] | None = None if is_lost else frozenset({start})
        self._all = self._now
        self._has_just_changed = False

    def at(self, step: Step) -> frozenset[str] | None:
        """Where a step may run. Call it once for each step, in order."""
        if not self._is_exact or step.joint not in ("&&", "|", "|&"):
            self._now = self._all
        here = self._now
        if isinstance(step, Redirect):
            # Noted after its command, but opened before that command changes the folder.
            return self._all if self._has_just_changed else here
        self._has_just_changed = changes_folder(step)
        if self._has_just_changed:
            self._change(step)
        return here

    def _change(self, step: SimpleCommand) -> None:
        words = step.literals
        targets = [word for word in (words or ())[1:] if word != "--"]
        if self._now is None or self._all is None or len(targets) != 1 or targets[0] == "-":
            self._now = self._all = None
            return
        places = {os.path.join(folder, targets[0]) for folder in self._now}
        if ".." in targets[0].split("/"):
            # The shell shortens "link/.." by its text, the system by where the link leads.
            places |= {os.path.normpath(place) for place in places}
        self._now = frozenset(places)
        self._all = self._all | self._now
        if len(self._all) > _MOST:
            self._now = self._all = None


def changes_folder(command: SimpleCommand) -> bool:
    """True when the shell may stand elsewhere after it."""
    program = command.program
    if program in ("cd", "pushd", "popd"):
        return True
    return command.is_transparent and any(changes_folder(inner) for inner in command.inner)
