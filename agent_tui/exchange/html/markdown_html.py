"""Markdown of a model as HTML that can do nothing: no tag of its own, no script, no remote load."""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from agent_tui.exchange.html.code_html import code_html
from agent_tui.exchange.plain_text import visible

_MOST_CHARS = 400_000  # of one text; more is shown as it is
# Containers in containers: the parser takes quadratic time for what nobody writes.
_DEEP = re.compile(r"(?m)^(?:\s{0,3}(?:>|[-*+]|\d{1,9}[.)])\s?){25}")
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20]", re.IGNORECASE)


def markdown_html(text: str) -> str:
    """The text as HTML."""
    source = visible(text)
    if len(source) > _MOST_CHARS or _DEEP.search(source):
        return f'<div class="plain">{escape(source, quote=False)}</div>'
    return str(_parser().render(source.rstrip("\n") + "\n"))


class _SafeRenderer(RendererHTML):
    """Links lead only to addresses of the web and of mail; pictures are told, not loaded."""

    def fence(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        """A block with its language."""
        del options, env
        words = tokens[idx].info.split()
        return code_html(tokens[idx].content, words[0] if words else "") + "\n"

    def code_block(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        """An indented block."""
        del options, env
        return code_html(tokens[idx].content) + "\n"

    def image(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        """A link in place of the picture."""
        token = tokens[idx]
        source = str(token.attrGet("src") or "")
        words = self.renderInlineAsText(token.children or [], options, env).strip() or "image"
        shown = f"[{escape(words, quote=False)}]"
        return f"{_opening(source)}{shown}</a>" if _SAFE_ADDRESS.match(source) else shown

    def link_open(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        """A link, or nothing where it leads to something else."""
        del options, env
        target = str(tokens[idx].attrGet("href") or "")
        # An anchor without a target: the closing tag has its opening one, and nothing happens.
        return _opening(target) if _SAFE_ADDRESS.match(target) else "<a>"

    def table_open(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        """A wide table scrolls by itself."""
        del tokens, idx, options, env
        return '<div class="scroll"><table>\n'

    def table_close(
        self,
        tokens: Sequence[Token],
        idx: int,
        options: OptionsDict,
        env: MutableMapping[str, Any],
    ) -> str:
        """See `table_open`."""
        del tokens, idx, options, env
        return "</table></div>\n"

    @staticmethod
    def renderAttrs(token: Token) -> str:
        """Only the number with which a list begins; no style, which the page forbids."""
        start = token.attrGet("start")
        return f' start="{int(start)}"' if isinstance(start, int | float) else ""


def _opening(address: str) -> str:
    return f'<a href="{escape(address)}" rel="noopener noreferrer" title="{escape(address)}">'


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}, renderer_cls=_SafeRenderer)
    return parser.enable(["table", "strikethrough"])
