"""Source code to coloured segments, by pygments, in the colours of the palette."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from rich.segment import Segment

from agent_tui.ui.markdown.palette import Palette

if TYPE_CHECKING:
    from rich.style import Style

# Token types by their pygments name; a type without an entry takes its parent's.
_FIELD_OF_TOKEN = {
    "Token.Comment": "code_comment",
    "Token.Keyword": "code_keyword",
    "Token.Operator.Word": "code_keyword",
    "Token.Name.Tag": "code_keyword",
    "Token.Name.Builtin": "code_name",
    "Token.Name.Class": "code_name",
    "Token.Name.Function": "code_name",
    "Token.Name.Decorator": "code_name",
    "Token.Name.Attribute": "code_name",
    "Token.Literal.String": "code_string",
    "Token.Literal.Number": "code_number",
    "Token.Generic.Inserted": "code_string",
    "Token.Generic.Deleted": "code_number",
    "Token.Generic.Heading": "code_keyword",
    "Token.Generic.Subheading": "code_keyword",
    "Token": "code_block",
}


@lru_cache(maxsize=32)
def highlighted(code: str, language: str, palette: Palette) -> tuple[Segment, ...]:
    """Coloured segments of `code`, newlines inside; unknown languages stay plain.

    The last results are kept: a list with code in it is drawn again with every delta.
    """
    lexer = _lexer(language.lower()) if language and code.strip() else None
    if lexer is None:
        return (Segment(code, palette.code_block),)
    segments: list[Segment] = []
    for token, text in lexer.get_tokens(code):
        style = _style(token, palette)
        if segments and segments[-1].style is style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    return tuple(segments)


@lru_cache(maxsize=2048)
def _style(token: Any, palette: Palette) -> Style:
    while (name := _FIELD_OF_TOKEN.get(str(token))) is None:
        token = token.parent
    style: Style = getattr(palette, name)
    return style


@cache
def _lexer(language: str) -> Any | None:
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]

    # Asked for a name it does not know, pygments searches all installed packages for plugins.
    if language not in _known_languages():
        return None
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


@cache
def _known_languages() -> Mapping[str, str]:
    from pygments.lexers import get_all_lexers

    return {
        alias: name for name, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases
    }
