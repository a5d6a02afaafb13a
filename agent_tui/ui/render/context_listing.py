"""What fills the context window, as a list."""

from __future__ import annotations

from agent_tui.protocol.session_events import ContextDescribed, ContextSource, LargeMessage
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.listing import Listing
from agent_tui.ui.render.one_line import one_line

_BAR_CELLS = 20
_FREE = "free"
_COUNTED = {
    ContextSource.TOOLS: "tool",
    ContextSource.PINNED: "part",
    ContextSource.PROMPTS: "prompt",
    ContextSource.ANSWERS: "answer",
    ContextSource.TOOL_RESULTS: "message",
    ContextSource.IMAGES: "image",
}
_LARGE_SHARE = 0.01  # of the window; what is smaller is not worth a row


def context_listing(event: ContextDescribed) -> Listing:
    """One row for each source, and the room that is left; then the largest messages. Bars say how
    much of the window, or of the sum, it takes."""
    estimate = sum(part.tokens for part in event.parts)
    whole = event.context_window or estimate
    rows = [
        (
            part.source.value,
            f"~{part.tokens:,}",
            _bar(part.tokens, whole),
            counted(part.count, _COUNTED[part.source]) if part.count else "",
        )
        for part in event.parts
    ]
    if event.context_window:
        free = max(event.context_window - max(event.context_tokens, estimate), 0)
        rows.append((_FREE, f"~{free:,}", _bar(free, whole), ""))
    rows += [_large_row(one, whole) for one in event.largest if one.tokens >= _LARGE_SHARE * whole]
    return Listing(
        title="What the next request sends",
        columns=("source", "tokens", "share", ""),
        rows=tuple(rows),
        wide=3,
        footer=_footer(event, estimate),
    )


def _large_row(message: LargeMessage, whole: int) -> tuple[str, str, str, str]:
    """A message among the largest, with its turn."""
    share = f"{100 * message.tokens / whole:.0f} %" if whole else ""
    turn = f"turn: {one_line(message.turn)}" if message.turn else ""
    return f"large: {message.source.value}", f"~{message.tokens:,}", share, turn


def _bar(tokens: int, whole: int) -> str:
    share = min(tokens / whole, 1.0) if whole else 0.0
    filled = round(share * _BAR_CELLS)
    return f"{'█' * filled}{'░' * (_BAR_CELLS - filled)} {100 * share:.0f} %"


def _footer(event: ContextDescribed, estimate: int) -> str:
    window = f" of {event.context_window:,}" if event.context_window else ""
    said = [f"About {estimate:,} tokens{window}; the parts are estimates."]
    if event.context_tokens and not event.is_context_estimated:
        said.append(
            f"The provider counted {event.context_tokens:,} for the last request and answer."
        )
    if event.context_window and event.auto_at:
        said.append(f"At {100 * event.auto_at:.0f} % the earlier part is summarised.")
    elif not event.context_window:
        said.append("How much this model takes is not known; set context_window in a profile.")
    return " ".join(said)
