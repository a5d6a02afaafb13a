"""User inputs about the history as a whole."""

from __future__ import annotations

from agent_tui.protocol.inputs import UserInput


class ClearHistory(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Take all messages out of the history, and with them the to-do list and the active skills;
    while a turn runs, when it has ended. The session, its title and what was spent stay, and
    nothing is deleted: what was said is a branch of the tree. Told by `SessionOpened` and a
    notice."""
