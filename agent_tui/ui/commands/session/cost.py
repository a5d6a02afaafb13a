"""`/cost`: the tokens and, where it is known, the money that the session took."""

from __future__ import annotations

from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.commands.command import Category, Command, CommandHost
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.costs import usage_cost
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
        told = "computed from list prices" if usage.is_cost_computed else "as the provider told it"
        rows.append(("price", usage_cost(usage), told))
    return Listing(title="Cost of this session", rows=tuple(rows), wide=2, footer=_footer(info))


def _footer(info: SessionInfo) -> str:
    if info.usage.cost_usd is None:
        return (
            "What it costs is not known: the provider does not say it, and no price of "
            f'{harmless(info.model) or "this model"} is known. [prices."MODEL"] in the settings '
            "sets one."
        )
    if info.usage.is_cost_computed:
        return "~ marks what was computed: vendors' list prices of November 2025, or your own."
    return ""


def _share(tokens: int, what: str) -> str:
    return f"{tokens:,} of them {what}" if tokens else ""


COST = Command(
    "/cost",
    "Tokens and money that the session took",
    _cost,
    aliases=("/tokens", "/usage"),
    category=Category.SESSION,
    details="Money is what the server tells. Where it tells nothing, it is computed from the "
    "vendors' list prices or from your own ([prices] in the settings), and marked with ~; of "
    "models without a known price nothing is guessed.",
    needs_session=True,
)
