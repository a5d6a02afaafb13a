r"""\< and \>: where words begin and end, also in scripts that put no spaces between words."""

from __future__ import annotations

from agent_tui.ui.vim.char_classes import script_ranges

_SCRIPTS = list(script_ranges().values())
_ANY = "".join(_SCRIPTS)
_OTHER = rf"[^\W{_ANY}]"  # a word character of a script with spaces

WORD_START = (
    rf"(?:(?=[{_ANY}])(?:{'|'.join(f'(?<![{one}])(?=[{one}])' for one in _SCRIPTS)})"
    rf"|(?<!{_OTHER})(?={_OTHER}))"
)
WORD_END = (
    rf"(?:(?<=[{_ANY}])(?:{'|'.join(f'(?<=[{one}])(?![{one}])' for one in _SCRIPTS)})"
    rf"|(?<={_OTHER})(?!{_OTHER}))"
)
