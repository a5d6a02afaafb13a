"""Says once when the window is nearly full."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.compaction.compaction_notices import nearly_full
from agent_tui.protocol.events import NoticeRaised

WARN_AT = 0.8


class ContextWatch:
    """Of one session. tell: publishes the notice."""

    def __init__(self, options: EngineOptions, tell: Callable[[NoticeRaised], None]) -> None:
        self._auto_at = options.compact_at if options.auto_compact else 0.0
        self._tell = tell
        self._is_above = False

    def note(self, tokens: int, window: int) -> None:
        """So many tokens of the window are taken; 0 is an unknown window. It warns once, and again
        only after there was room in between."""
        is_above = bool(window) and tokens >= WARN_AT * window
        if is_above and not self._is_above:
            self._tell(nearly_full(tokens / window, auto_at=self._auto_at))
        self._is_above = is_above
