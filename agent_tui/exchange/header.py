"""What stands above an exported conversation."""

from __future__ import annotations

from agent_tui.exchange.plain_text import moment
from agent_tui.protocol.conversations import Conversation


def header_facts(conversation: Conversation) -> list[tuple[str, str]]:
    """Names and values; what is not known is left out."""
    info = conversation.info
    usage = info.usage
    tokens = ""
    if usage.total_tokens:
        tokens = f"{usage.input_tokens:,} in, {usage.output_tokens:,} out"
    model = " / ".join(name for name in (info.provider, info.model) if name)
    facts = (
        ("Began", moment(info.created)),
        ("Last message", moment(info.updated)),
        ("Model", model),
        ("Folder", info.cwd),
        ("Messages", f"{len(conversation.messages):,}"),
        ("Tokens", tokens),
        ("Cost", f"${usage.cost_usd:.4f}" if usage.cost_usd else ""),
        ("Imported from", conversation.origin),
    )
    return [(name, value) for name, value in facts if value]
