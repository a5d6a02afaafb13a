"""A page's text without its tags, for pages that cannot be converted in time."""

from __future__ import annotations

import html
import re

from agent_tui.tools.web.harmless_html import harmless_html
from agent_tui.tools.web.markdown import Markdown

_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)?[^>]*>", re.IGNORECASE)
_INSIDE_LINES = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)


def plain_text(text: str, reason: str) -> Markdown:
    """Crude, but linear in time. Never raises. reason: why it has to do, without a full stop."""
    harmless = harmless_html(text)
    bare = html.unescape(_TAG.sub(_break, harmless.text))
    lines = (" ".join(line.split()) for line in bare.split("\n"))
    plain = "\n".join(filter(None, lines))
    return Markdown(
        text=plain,
        chars=len(plain),
        is_cut=harmless.is_cut,
        problem=f"{reason}: this is its plain text, without structure and links.",
    )


def _break(tag: re.Match[str]) -> str:
    name = (tag[1] or "").removeprefix("/").lower()
    return "" if name in _INSIDE_LINES else "\n"
