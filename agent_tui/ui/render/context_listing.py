"""What fills the context window, as a list."""

from __future__ import annotations

from agent_tui.protocol.session_events import ContextDescribed, ContextSource
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.listing import Listing

_BAR_CELLS = 20
_COUNTED = {
    ContextSource.TOOLS: "tool",
    ContextSource.PROMPTS: "prompt",
    ContextSource.ANSWERS: "answer",
    ContextSource.TOOL_RESULTS: "message",
}


def context_listing(event: ContextDescribed) -> Listing:
    """One row for each source; bars say how much of the window, or of the sum, it takes."""
    estimate = sum(part.tokens for part in event.parts)
    whole = event.context_window or estimate
    rows = tuple(
        (
            part.source.value,
            f"{part.tokens:,}",
            _bar(part.tokens, whole),
            counted(part.count, _COUNTED[part.source]) if part.count else "",
        )
        for part in event.parts
    )
    return Listing(
        title="What the next request sends",
        columns=("source", "tokens", "share", ""),
        rows=rows,
        wide=3,
        footer=_footer(event, estimate),
    )


def _bar(tokens: int, whole: int) -> str:
    share = min(tokens / whole, 1.0) if whole else 0.0
    filled = round(share * _BAR_CELLS)
    return f"{'█' * filled}{'░' * (_BAR_CELLS - filled)} {100 * share:.0f} %"


def _footer(event: ContextDescribed, estimate: int) -> str:
    window = f" of {event.context_window:,}" if event.context_window else ""
    said = f"About {estimate:,} tokens{window}; the parts are estimates."
    if event.context_tokens and not event.is_context_estimated:
        said += f" The provider counted {event.context_tokens:,} for the last request and answer."
    return said
