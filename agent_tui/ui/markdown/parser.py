"""The one markdown-it parser, loaded on first use: the first paint must not pay for it."""

from __future__ import annotations

from functools import cache
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


_warm = Event()


def parse(source: str) -> list[Token]:
    """Block tokens: CommonMark with tables and strikethrough, without link definitions."""
    # Unclosed HTML in a last line without its newline makes the parser (4.3) read beyond the end.
    return _parser().parse(source if source.endswith("\n") else source + "\n")


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

    # A definition may stand behind its use and change a finished block: `[1]: url` stays text.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("reference")
    # Lists in lists in quotes need three levels each; rows get too narrow long before this.
    parser.options["maxNesting"] = 60
    return parser
