"""Inline markdown (emphasis, code, links, images, breaks) to styled runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import expanded

if TYPE_CHECKING:
    from markdown_it.token import Token

# Only these become terminal hyperlinks: a relative path means nothing to a terminal.
_LINKABLE = re.compile(r"(?:https?|ftp|mailto|file):", re.IGNORECASE)
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def inline_runs(token: Token, base: Style, palette: Palette) -> list[Segment]:
    """Runs of an inline token over the style `base`; "\\n" in a run is a hard break."""
    styles = [base]
    runs: list[Segment] = []
    added = {
        "strong_open": palette.strong,
        "em_open": palette.emphasis,
        "s_open": palette.strike,
    }
    for child in token.children or ():
        kind = child.type
        if child.nesting == 1:
            extra = added.get(kind) or _link_style(str(child.attrs.get("href", "")), palette)
            styles.append(styles[-1] + extra)
        elif child.nesting == -1:
            styles.pop()
        elif text := _text_of(child):
            runs.append(Segment(text, styles[-1] + _leaf_style(child, palette)))
    return runs


def _text_of(child: Token) -> str:
    match child.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return _one_line(child.content or str(child.attrs.get("src", "")))
        case "html_inline" if _BREAK_TAG.fullmatch(child.content):
            return "\n"
        case _:
            return _one_line(child.content)


def _leaf_style(child: Token, palette: Palette) -> Style | None:
    match child.type:
        case "code_inline":
            return palette.code
        case "image":
            return _link_style(str(child.attrs.get("src", "")), palette)
        case _:
            return None


def _link_style(target: str, palette: Palette) -> Style:
    if not _LINKABLE.match(target):
        return palette.link
    return palette.link + Style(link=harmless(target).replace("\n", ""))


def _one_line(text: str) -> str:
    # Entities were decoded by the parser: `&#8238;` is a bidi control only now.
    return expanded(harmless(text)).replace("\n", " ")


def plain_text(runs: Sequence[Segment]) -> str:
    """The text of runs without styles."""
    return "".join(run.text for run in runs)
