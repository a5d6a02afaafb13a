"""The blocking forms of the headless door are for programs without an event loop."""

from __future__ import annotations

import asyncio

from agent_tui.errors import LifecycleError


def refuse_inside_a_loop(what: str, instead: str) -> None:
    """Raise `LifecycleError` when this thread runs an event loop, which `what` would hold up."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise LifecycleError(f"{what} would block the running event loop. Use '{instead}' there.")
