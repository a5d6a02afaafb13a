"""How keys are written: one spelling for each, sequences of them, and what terminals can send."""

from __future__ import annotations

import re
import unicodedata

MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
"""In the order in which they stand in a key's name."""

SIGNS = {
    " ": "space",
    "!": "exclamation_mark",
    '"': "quotation_mark",
    "#": "number_sign",
    "$": "dollar_sign",
    "%": "percent_sign",
    "&": "ampersand",
    "'": "apostrophe",
    "(": "left_parenthesis",
    ")": "right_parenthesis",
    "*": "asterisk",
    "+": "plus",
    ",": "comma",
    "-": "minus",
    ".": "full_stop",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less_than_sign",
    "=": "equals_sign",
    ">": "greater_than_sign",
    "?": "question_mark",
    "@": "at",
    "[": "left_square_bracket",
    "\\": "backslash",
    "]": "right_square_bracket",
    "^": "circumflex_accent",
    "_": "underscore",
    "`": "grave_accent",
    "{": "left_curly_bracket",
    "|": "vertical_line",
    "}": "right_curly_bracket",
    "~": "tilde",
}
"""The names of the signs, by sign."""

_ALIASES = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "page_up": "pageup",
    "page_down": "pagedown",
    "del": "delete",
    "ins": "insert",
    "spc": "space",
    "bs": "backspace",
}
_MODIFIER_ALIASES = {"control": "ctrl", "option": "alt", "opt": "alt", "cmd": "super"}
_MOVING_KEYS = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown")
_EDITING_KEYS = ("insert", "delete")
_NAMED_KEYS = frozenset(
    (
        *_MOVING_KEYS,
        *_EDITING_KEYS,
        *(f"f{number}" for number in range(1, 36)),
        *SIGNS.values(),
        *("enter", "escape", "tab", "backspace", "menu", "pause", "print_screen"),
    )
)
# With these and Shift, Alt or Ctrl, every terminal in use sends something of their own.
_FULLY_SENT = frozenset((*_MOVING_KEYS, *_EDITING_KEYS, *(f"f{n}" for n in range(1, 13))))
_CONTROL_SIGNS = (
    "space",
    "backslash",
    "right_square_bracket",
    "circumflex_accent",
    "underscore",
)
_SAME_AS = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+left_square_bracket": "escape",
    "ctrl+h": "backspace",
    "ctrl+at": "ctrl+space",
    "ctrl+slash": "ctrl+underscore",
}
_ESCAPE_STARTS = ("left_square_bracket", "right_square_bracket", "shift+o", "shift+p")


def normalised_sequence(written: str) -> str:
    """A key, or keys in a row such as "ctrl+x ctrl+e", in the spelling of the tables; "" when it is
    no key."""
    keys = [normalised_key(word) for word in written.split()] if written != " " else ["space"]
    return " ".join(keys) if keys and all(keys) else ""


def normalised_key(written: str) -> str:
    """One key in the spelling of the tables, "" when it is none: "Ctrl+PgUp" is "ctrl+pageup", "?"
    is "question_mark", "shift+a" is "A"."""
    name = written[-1:] if written.endswith("+") else written.rpartition("+")[2]
    before = written[: len(written) - len(name)].rstrip("+") if name != written else ""
    if written != (f"{before}+{name}" if before else name):
        return ""
    modifiers = {_modifier(word) for word in before.split("+")} if before else set()
    if "" in modifiers:
        return ""
    name = _name(name, has_modifiers=bool(modifiers))
    if modifiers == {"shift"} and len(name) == 1:
        return name.upper()
    return "+".join((*sorted(modifiers), name)) if name else ""


def same_key(key: str) -> str:
    """The key that plain terminals cannot tell from this one, "" when there is none."""
    return _SAME_AS.get(key, "")


def is_sent_plainly(key: str) -> bool:
    """Whether terminals without the kitty protocol have something to send for a key."""
    *modifiers, name = key.split("+")
    held = set(modifiers)
    if held & {"super", "hyper", "meta"}:
        return False
    if name in _FULLY_SENT or not held or key == "shift+tab":
        return True
    if "shift" in held and not (held == {"alt", "shift"} and len(name) == 1):
        return False
    if "alt" in held and key.removeprefix("alt+") in _ESCAPE_STARTS:
        return False
    if "ctrl" in held:
        is_letter = re.fullmatch("[a-z]", name) is not None
        return is_letter or name in _CONTROL_SIGNS
    return name not in ("escape", "tab")


def _modifier(written: str) -> str:
    lowered = written.strip().lower()
    lowered = _MODIFIER_ALIASES.get(lowered, lowered)
    return lowered if lowered in MODIFIERS else ""


def _name(written: str, *, has_modifiers: bool) -> str:
    if len(written) == 1:
        if written in SIGNS:
            return SIGNS[written]
        if not written.isprintable():
            return ""
        if not written.isalnum():  # as Textual names them
            return unicodedata.name(written, "").lower().replace("-", "_").replace(" ", "_")
        return written.lower() if has_modifiers else written
    lowered = written.lower()
    lowered = _ALIASES.get(lowered, lowered)
    if lowered in _NAMED_KEYS:
        return lowered
    return lowered if "_" in lowered and _is_unicode_name(lowered) else ""


def _is_unicode_name(name: str) -> bool:
    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        return False
    return True
