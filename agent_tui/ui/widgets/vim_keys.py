"""Which keys of the terminal are vim's, and what vim calls them. Pure."""

from __future__ import annotations

_NAMED = {
    "escape": "<Esc>",
    "ctrl+left_square_bracket": "<Esc>",
    "enter": "<CR>",
    "ctrl+m": "<CR>",
    "backspace": "<BS>",
    "shift+backspace": "<BS>",
    "ctrl+backspace": "<C-w>",
    "delete": "<Del>",
    "tab": "<Tab>",
    "ctrl+i": "<Tab>",
    "space": " ",
    "up": "<Up>",
    "down": "<Down>",
    "left": "<Left>",
    "right": "<Right>",
    "home": "<Home>",
    "end": "<End>",
    "pageup": "<PageUp>",
    "pagedown": "<PageDown>",
    "ctrl+at": "<C-@>",
    "ctrl+backslash": "<C-\\>",
    "ctrl+right_square_bracket": "<C-]>",
    "ctrl+circumflex_accent": "<C-^>",
    "ctrl+underscore": "<C-_>",
}
_CONTROL = "ctrl+"

OURS = frozenset({"ctrl+q", "ctrl+c", "ctrl+z", "ctrl+l"})
"""Never vim's, whatever it waits for."""

NORMAL_KEYS = frozenset(
    {"<Esc>", "<BS>", "<Del>", "<Tab>", "<Up>", "<Down>", "<Left>", "<Right>", "<Home>", "<End>"}
    | {f"<C-{letter}>" for letter in "abdefhjknruvwxy"}
)
"""What vim takes in normal and visual mode, beside characters. The others are bound to actions:
palette, stash, editor, tool output, thinking."""

TYPING_KEYS = frozenset(
    {"<Esc>", "<BS>", "<Del>", "<Left>", "<Right>", "<Home>", "<End>"}
    | {f"<C-{letter}>" for letter in "aehkruwy"}
)
"""The same in insert and replace mode, where Up and Down go by rows of the screen."""


def vim_key(key: str, character: str | None) -> str:
    """What vim calls a key, "" for one that it does not know. key: Textual's name."""
    if named := _NAMED.get(key):
        return named
    if character is not None and len(character) == 1 and character.isprintable():
        return character
    if key.startswith(_CONTROL) and len(key) == len(_CONTROL) + 1 and key[-1].isalpha():
        return f"<C-{key[-1].lower()}>"
    return ""


NEW_LINE_KEYS = ("ctrl+j", "shift+enter", "alt+enter")
"""They break the line while one types; Enter sends."""


def key_while_typing(name: str, key: str, *, is_empty: bool) -> str:
    """A key of insert mode as the engine gets it, "" when it is for others. name: Textual's."""
    if name in NEW_LINE_KEYS:
        return "<CR>"
    if key in ("?", "<C-d>", "<C-r>") and is_empty:
        return ""
    return key if len(key) == 1 or key in TYPING_KEYS else ""
