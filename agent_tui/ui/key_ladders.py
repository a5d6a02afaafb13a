"""What Ctrl+C, Esc and the mode key do: pure functions from what is on screen to one step."""

from __future__ import annotations

from enum import StrEnum

from agent_tui.protocol.permissions import PermissionMode

AGAIN_TO_QUIT_S = 2.0
"""How long the first Ctrl+C on an idle, empty screen waits for the second, in seconds."""

AGAIN_TO_REWIND_S = 0.6
"""How long an Esc that had nothing to do waits for the second."""

_MODES = (PermissionMode.PLAN, PermissionMode.ASK, PermissionMode.EDITS)


class KeyStep(StrEnum):
    """What one key press does."""

    COPY = "copy"
    STASH = "stash"
    STOP_TURN = "stop_turn"
    STOP_SHELL = "stop_shell"
    ASK_AGAIN = "ask_again"
    QUIT = "quit"
    CLOSE = "close"
    REWIND = "rewind"
    NOTHING = "nothing"


def interrupt_step(
    *,
    has_selection: bool,
    has_draft: bool,
    is_running: bool,
    is_asked: bool,
    is_leaving: bool,
    has_shell: bool = False,
) -> KeyStep:
    """What Ctrl+C does: the gentlest thing first, so one key never ends a run and a draft together.

    has_shell: a shell command of the user's runs. is_asked: an earlier Ctrl+C said "again to quit"
    and its time is not over. is_leaving: the program is on its way out, and the key forces it.
    """
    if has_selection:
        return KeyStep.COPY
    if is_leaving:
        return KeyStep.QUIT
    if has_draft:
        return KeyStep.STASH
    if is_running:
        return KeyStep.STOP_TURN
    if has_shell:
        return KeyStep.STOP_SHELL
    return KeyStep.QUIT if is_asked else KeyStep.ASK_AGAIN


def stop_step(
    *, is_something_open: bool, is_running: bool, has_shell: bool = False, is_second: bool = False
) -> KeyStep:
    """What Esc does: close what lies on top, else stop the turn, else the newest shell command of
    the user's; else the second in a row, while nothing is written, leads back. It never quits.

    is_second: an Esc that had nothing to do came just before.
    """
    if is_something_open:
        return KeyStep.CLOSE
    if is_running:
        return KeyStep.STOP_TURN
    if has_shell:
        return KeyStep.STOP_SHELL
    return KeyStep.REWIND if is_second else KeyStep.NOTHING


def next_mode(mode: PermissionMode) -> PermissionMode:
    """The permission mode after this one. No key leads to `FULL`; out of it the key leads to the
    safest."""
    if mode not in _MODES:
        return _MODES[0]
    return _MODES[(_MODES.index(mode) + 1) % len(_MODES)]
