"""Token counts as people read them."""

from __future__ import annotations

from agent_tui.protocol.sessions import SessionInfo

HIGH, FULL = 0.8, 0.9
"""Shares of the context window from which on it is said that it is high, and nearly full."""


def token_text(tokens: int) -> str:
    """A count in at most four digits: 840, 8.4k, 84k, 1.2M."""
    if tokens < 1000:
        return str(tokens)
    if tokens < 9950:
        return f"{tokens / 1000:.1f}k"
    if tokens < 999_500:
        return f"{tokens / 1000:.0f}k"
    return f"{tokens / 1_000_000:.1f}M"


def context_share(info: SessionInfo) -> str:
    """How full the context window is, "" when nothing is known. A tilde says that we counted
    ourselves."""
    if not info.context_tokens:
        return ""
    tilde = "~" if info.is_context_estimated else ""
    if not info.context_window:
        return f"{tilde}{token_text(info.context_tokens)}"
    return f"{tilde}{100 * info.context_tokens / info.context_window:.0f} %"


def context_text(info: SessionInfo) -> str:
    """The share with the counts behind it: "42 % (84k/200k)"."""
    share = context_share(info)
    if not share or not info.context_window:
        return share
    return f"{share} ({token_text(info.context_tokens)}/{token_text(info.context_window)})"
