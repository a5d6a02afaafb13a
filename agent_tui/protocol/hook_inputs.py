"""User inputs about the hooks of a host."""

from __future__ import annotations

from agent_tui.protocol.inputs import UserInput


class ListHooks(UserInput, frozen=True, kw_only=True, omit_defaults=True):
    """Ask which hooks are registered; answered by `HooksListed`."""
