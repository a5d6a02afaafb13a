"""How full the window will be with the next request."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import msgspec

from agent_tui.engine.turns.context_window import (
    ContextUsage,
    estimated_text_tokens,
    estimated_tokens,
)
from agent_tui.engine.turns.history import History
from agent_tui.protocol.requests import ToolSpec


def present_context(history: History, system: str, specs: Sequence[ToolSpec]) -> ContextUsage:
    """The provider's count of the last request and answer, and an estimate of what was added since;
    an estimate of everything where nobody has counted."""
    counted, added = history.counted
    if not counted:
        whole = history.request.tokens(system) + specs_tokens(specs)
        return ContextUsage(whole, is_estimated=True)
    sent = [one for one in added if not (one.shell is not None and one.shell.is_private)]
    return ContextUsage(counted + ceil(estimated_tokens(sent)), is_estimated=bool(sent))


def specs_tokens(specs: Sequence[ToolSpec]) -> int:
    """Estimated tokens of what the model is told about its tools."""
    return ceil(estimated_text_tokens(msgspec.json.encode(specs).decode())) if specs else 0
