"""The markdown document: a header, then the turns."""

from __future__ import annotations

from collections.abc import Iterator

from agent_tui.exchange.header import header_facts
from agent_tui.exchange.markdown.parts import MarkdownLook, inline, turn_blocks
from agent_tui.exchange.turns import turns_of
from agent_tui.protocol.conversations import Conversation


def markdown_document(conversation: Conversation, look: MarkdownLook) -> Iterator[str]:
    """The document in pieces, one for the header and one for each turn."""
    title = inline(conversation.info.title) or "Conversation"
    facts = "".join(f"- {name}: {inline(value)}\n" for name, value in header_facts(conversation))
    yield f"# {title}\n\n{facts}"
    for turn in turns_of(conversation.messages):
        label = conversation.labels.get(turn.prompt.id, "") if turn.prompt else ""
        yield "".join(f"\n{block}\n" for block in turn_blocks(turn, look, label))
