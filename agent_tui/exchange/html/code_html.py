"""Code and differences as HTML; all of it is escaped."""

from __future__ import annotations

from functools import cache
from html import escape

from pygments.formatters.html import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import LEXERS, get_lexer_by_name  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from agent_tui.exchange.plain_text import visible

_MOST_HIGHLIGHTED = 60_000  # characters; some lexers take very long for more
_LINE_CLASSES = {"+": "add", "-": "del", "@": "hunk"}


def code_html(code: str, language: str = "") -> str:
    """A block of code, coloured where the language is known."""
    text = visible(code)
    lexer = _lexer(language[:50].lower()) if language and len(text) <= _MOST_HIGHLIGHTED else None
    if lexer is None:
        return f"<pre><code>{escape(text, quote=False)}</code></pre>"
    # Without highlight(), which strips: a lexer gives back every character that it was given.
    shown: list[str] = []
    _formatter().format(lexer.get_tokens(text), _Collector(shown))
    return f"<pre><code>{''.join(shown)}</code></pre>"


def plain_html(text: str) -> str:
    """What a program printed; long lines are wrapped."""
    return f'<pre class="wrapped">{escape(visible(text), quote=False)}</pre>'


def diff_html(diff: str) -> str:
    """A unified diff, its lines coloured by what they are."""
    lines: list[str] = []
    for line in visible(diff).rstrip("\n").split("\n"):
        is_name = line.startswith(("+++", "---"))
        kind = None if is_name else _LINE_CLASSES.get(line[:1])
        text = escape(line, quote=False)
        lines.append(f'<span class="{kind}">{text or " "}</span>' if kind else f"{text}\n")
    return f'<pre class="diff"><code>{"".join(lines)}</code></pre>'


class _Collector:
    """As much of a file as a formatter wants."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces

    def write(self, text: str) -> None:
        """Take a piece."""
        self._pieces.append(text)


@cache
def _lexer(language: str) -> Lexer | None:
    # Asked for a name it does not know, pygments searches all installed packages for plugins.
    if language not in _aliases():
        return None
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _aliases() -> frozenset[str]:
    return frozenset(alias for lexer in LEXERS.values() for alias in lexer[2])


@cache
def _formatter() -> HtmlFormatter:
    return HtmlFormatter(nowrap=True, classprefix="c-")
