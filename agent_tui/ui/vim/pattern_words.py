r"""\< and \>: where words begin and end, also in scripts that put no spaces between words."""

from __future__ import annotations

from functools import cache

from agent_tui.ui.vim.char_classes import script_ranges
from agent_tui.ui.vim.pattern_marks import marks

_SCRIPTS = list(script_ranges().values())
_ANY = "".join(_SCRIPTS)
_OTHER = rf"[^\W{_ANY}]"  # a word character of a script with spaces


@cache
def word_start() -> str:
    r"""\<. A mark over a letter is of its word."""
    return (
        rf"(?:(?=[{_ANY}])(?:{'|'.join(f'(?<![{one}])(?=[{one}])' for one in _SCRIPTS)})"
        rf"|(?={_OTHER})(?<!{_OTHER})(?<![{marks()}]))"
    )


@cache
def word_end() -> str:
    r"""\>."""
    return (
        rf"(?:(?<=[{_ANY}])(?:{'|'.join(f'(?<=[{one}])(?![{one}])' for one in _SCRIPTS)})"
        rf"|(?!{_OTHER})(?:(?<={_OTHER})|(?<=[{marks()}])))"
    )
