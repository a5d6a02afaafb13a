"""What the shutdown calls, together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec import Struct

from agent_tui.lifecycle.exit_handler import ExitHandler
from agent_tui.lifecycle.shutdown import Closing


class ShutdownSteps(Struct, frozen=True, kw_only=True):
    """What the shutdown calls, see `StagedShutdown`."""

    controller: Closing
    end_processes: Callable[[], Awaitable[None]]
    autosave: Callable[[], Awaitable[None]] | None = None
    exit_handler: ExitHandler | None = None
