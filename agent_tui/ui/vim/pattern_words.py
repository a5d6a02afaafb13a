r"""\< and \>: where words begin and end, also in scripts that put no spaces between words."""

from __future__ import annotations

from functools import cache

from agent_tui.ui.vim.char_classes import script_ranges
from agent_tui.ui.vim.pattern_marks import marks

_SCRIPTS = list(script_ranges().values())
_ANY = "".join(_SCRIPTS)
_OTHER = rf"[^\W{_ANY}]"  # a word character of a script with spaces
_PLAIN_START, _PLAIN_END = r"(?:(?=\w)(?<!\w))", r"(?:(?!\w)(?<=\w))"


@cache
def needs_more() -> str:
    """The characters that make a text other than plain, as a collection of `re`."""
    return f"[{marks()}{_ANY}]"


@cache
def word_start(*, is_plain: bool) -> str:
    r"""\<. A mark over a letter is of its word. is_plain: of a text without marks, and without
    the scripts that put no spaces between words."""
    if is_plain:
        return _PLAIN_START
    return (
        rf"(?:(?=[{_ANY}])(?:{'|'.join(f'(?<![{one}])(?=[{one}])' for one in _SCRIPTS)})"
        rf"|(?={_OTHER})(?<!{_OTHER})(?<![{marks()}]))"
    )


@cache
def word_end(*, is_plain: bool) -> str:
    r"""\>, see `word_start`."""
    if is_plain:
        return _PLAIN_END
    return (
        rf"(?:(?<=[{_ANY}])(?:{'|'.join(f'(?<=[{one}])(?![{one}])' for one in _SCRIPTS)})"
        rf"|(?!{_OTHER})(?:(?<={_OTHER})|(?<=[{marks()}])))"
    )
