"""The one markdown-it parser, loaded on first use: the first paint must not pay for it."""

from __future__ import annotations

from functools import cache
from threading import Event
from typing import TYPE_CHECKING

from agent_tui.ui.markdown.definitions import (
    References,
    definition_rule,
    inline_rule,
    scope_of,
)
from agent_tui.ui.markdown.nesting import MOST_NESTING, limited_container, limited_helpers

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


_warm = Event()


def parse(source: str, references: References | None = None) -> list[Token]:
    """Block tokens: CommonMark with tables and strikethrough. references: defined further up."""
    # Unclosed HTML in a last line without its newline makes the parser (4.3) read beyond the end.
    text = source if source.endswith("\n") else source + "\n"
    return _parser().parse(text, scope_of(references))


def fence_language(info: str) -> str:
    """The language that the opening line of a fence names, "" for none. info: what follows the
    marks."""
    return next(iter(info.split()), "")


def is_warm() -> bool:
    """True once drawing markdown imports nothing more."""
    return _warm.is_set()


def warm_up() -> None:
    """Import the parser and the highlighter. Thread-safe; meant for after the first frame."""
    from agent_tui.ui.markdown.highlight import highlighted
    from agent_tui.ui.markdown.palette import palette_from

    parse("warm *up*\n")
    for language in ("python", "bash", "json"):
        highlighted("x = 1\n", language, palette_from({}, dark=True))
    _warm.set()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import blockquote, list_block

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.options["maxNesting"] = MOST_NESTING
    ends = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.at("blockquote", limited_container(blockquote), {"alt": [*ends, "list"]})
    parser.block.ruler.at("list", limited_container(list_block), {"alt": ends})
    parser.block.ruler.at("reference", definition_rule)
    parser.core.ruler.at("inline", inline_rule)
    parser.helpers = limited_helpers(parser.helpers)
    return parser
