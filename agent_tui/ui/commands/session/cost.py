"""`/cost`: the tokens and, where the provider tells it, the money that the session took."""

from __future__ import annotations

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.commands.command import Category, Command, CommandHost
from agent_tui.ui.render.costs import cost_text
from agent_tui.ui.render.listing import Listing


def _cost(host: CommandHost) -> None:
    assert host.session is not None  # see `needs_session`
    host.show_listing(cost_listing(host.session))


def cost_listing(info: SessionInfo) -> Listing:
    """What the session took so far."""
    usage = info.usage
    if not usage.total_tokens and usage.cost_usd is None:
        return Listing(title="Cost", rows=(), footer="Nothing was used yet, or not counted.")
    rows = [
        ("input", f"{usage.input_tokens:,} tokens", _share(usage.cached_tokens, "from a cache")),
        ("output", f"{usage.output_tokens:,} tokens", _share(usage.reasoning_tokens, "reasoning")),
    ]
    if usage.cost_usd is not None:
        rows.append(("price", cost_text(usage.cost_usd), "as the provider told it"))
    footer = "" if usage.cost_usd is not None else "This provider does not say what it costs."
    return Listing(title="Cost of this session", rows=tuple(rows), wide=2, footer=footer)


def _share(tokens: int, what: str) -> str:
    return f"{tokens:,} of them {what}" if tokens else ""


COST = Command(
    "/cost",
    "Tokens and money that the session took",
    _cost,
    aliases=("/tokens", "/usage"),
    category=Category.SESSION,
    details="Money is shown when the server tells it; nothing is guessed from price lists.",
    needs_session=True,
)
