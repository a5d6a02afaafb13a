"""Keys on their way into the engine: typed ones, those of macros, those that a command repeats."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from agent_tui.ui.vim.keys import parsed

MOST_MACRO_KEYS = 100_000
MOST_MACRO_LEVELS = 1_000

_NAMES = {
    "<lt>": "<", "<Tab>": "\t", "<C-i>": "\t", "<Space>": " ", "<C-[>": "<Esc>", "<C-m>": "<CR>",
    "<Enter>": "<CR>", "<Return>": "<CR>", "<NL>": "<C-j>", "<Bar>": "|", "<Bslash>": "\\",
    "<Backspace>": "<BS>", "<Delete>": "<Del>", "<Escape>": "<Esc>", "\x7f": "<BS>",
}  # fmt: skip
_CONTROL_NAMES = {27: "<Esc>", 13: "<CR>", 9: "\t"}
_CODES = {
    "<BS>": "kb", "<Del>": "kD", "<Up>": "ku", "<Down>": "kd", "<Left>": "kl", "<Right>": "kr",
    "<Home>": "kh", "<End>": "@7", "<PageUp>": "kP", "<PageDown>": "kN",
}  # fmt: skip
_KEYS_OF_CODES = {code: key for key, code in _CODES.items()}
_SPECIAL = "\x80"


def canonical(key: str) -> str:
    """One name for each key: a character, "\\t", or "<...>"."""
    if len(key) == 1:
        if key >= " " and key != "\x7f":
            return key
        code = ord(key)
        return _NAMES.get(key) or _CONTROL_NAMES.get(code) or f"<C-{chr(code + 64).lower()}>"
    return _NAMES.get(key, key)


def text_of(keys: Iterable[str]) -> str:
    """Keys as a register holds them: control keys are control characters."""
    return "".join(key if len(key) == 1 else _control(key) for key in keys)


def _control(key: str) -> str:
    if key in _CODES:
        return _SPECIAL + _CODES[key]
    if key == "<Esc>":
        return "\x1b"
    if key == "<CR>":
        return "\r"
    if key.startswith("<C-") and len(key) == 5:
        return chr(ord(key[3].upper()) & 0x1F)
    return key


def keys_of(text: str) -> list[str]:
    """The other way round."""
    if _SPECIAL not in text:
        return [canonical(char) for char in text]
    keys, at = [], 0
    while at < len(text):
        code = text[at + 1 : at + 3]
        if text[at] == _SPECIAL and code in _KEYS_OF_CODES:
            keys.append(_KEYS_OF_CODES[code])
            at += 3
        else:
            keys.append(canonical(text[at]))
            at += 1
    return keys


def typed(keys: str) -> list[str]:
    """Keys in Vim's notation, each with the engine's one name for it."""
    return [canonical(key) for key in parsed(keys)]


class Keyboard:
    """A queue of three: repeated keys come before those of macros, and those before typed ones."""

    def __init__(self) -> None:
        self._repeated: deque[str] = deque()
        self._macro: deque[str] = deque()
        self._typed: deque[str] = deque()
        self.is_typed = False  # the key just taken came from the user
        self.is_repeated = False  # the key just taken belongs to a repeated command
        self.recording = ""
        self.recorded: list[str] = []
        self._macro_keys = self._macro_levels = 0

    def type(self, key: str) -> None:
        """The user typed it."""
        self._typed.append(key)
        self._macro_keys = self._macro_levels = 0

    def repeat(self, keys: Iterable[str]) -> None:
        """To be taken before all others, behind those repeated already."""
        self._repeated.extend(keys)

    def repeat_first(self, keys: list[str]) -> None:
        """To be taken before all others."""
        self._repeated.extendleft(reversed(keys))

    def play(self, keys: list[str]) -> bool:
        """Keys of a macro, to be taken next. False: too many of them came from one key."""
        self._macro_levels += 1
        if self._macro_levels > MOST_MACRO_LEVELS or len(self._macro) > MOST_MACRO_KEYS:
            return False
        self._macro.extendleft(reversed(keys))
        return True

    def take(self) -> str | None:
        """The next key, None when all are taken."""
        self.is_typed = self.is_repeated = False
        if self._repeated:
            self.is_repeated = True
            return self._repeated.popleft()
        if self._macro:
            self._macro_keys += 1
            return self._macro.popleft()
        if self._typed:
            self.is_typed = True
            key = self._typed.popleft()
            if self.recording:
                self.recorded.append(key)
            return key
        return None

    @property
    def is_exhausted(self) -> bool:
        """Macros have run for longer than anybody means them to."""
        return self._macro_keys > MOST_MACRO_KEYS

    @property
    def has_repeated(self) -> bool:
        """Keys of a repeated command wait."""
        return bool(self._repeated)

    @property
    def is_in_macro(self) -> bool:
        """The key just taken is a macro's."""
        return not self.is_typed and not self.is_repeated

    def drop_programmed(self) -> None:
        """A command failed: macros and repetitions end."""
        self._repeated.clear()
        self._macro.clear()
