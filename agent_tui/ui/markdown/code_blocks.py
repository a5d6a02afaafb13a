"""The code blocks of a markdown text, as one would save them."""

from __future__ import annotations

from msgspec import Struct

from agent_tui.ui.markdown.parser import fence_language, parse


class CodeBlock(Struct, frozen=True):
    """language: as the fence names it, "" for none. code: without the indentation of the list or
    quote it stands in, ending with a newline unless it is empty."""

    language: str
    code: str


def code_blocks(markdown: str) -> list[CodeBlock]:
    """All code blocks from top to bottom, empty ones left out."""
    if "```" not in markdown and "~~~" not in markdown and "    " not in markdown:
        return []  # most answers: nothing to parse
    return [
        CodeBlock(fence_language(token.info), token.content)
        for token in parse(markdown)
        if token.type in ("fence", "code_block") and token.content.strip()
    ]
