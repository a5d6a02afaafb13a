"""User inputs about which of the open sessions is in front."""

from __future__ import annotations

from agent_tui.protocol.user_input import UserInput


class ShowSession(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """This session is in front of the person now. Of those behind it, an empty one is closed, and
    so are idle ones beyond a few, all saved."""
