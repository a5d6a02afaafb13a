r"""Reads a Vim pattern sign by sign: which are special is a matter of \v, \m, \M and \V."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

# What a backslash makes special, or takes the special meaning from.
_TOGGLED = frozenset("%&()*+.123456789<=>?@ACDFHIKLMOPSUVWXZ[_acdfhiklmnopsuvwxz{|~")
_SPECIAL_IN_ALL = frozenset("(){%+=?@!&|<>#\"',-:;`/")
_LETTERS = {"r": "\r", "t": "\t", "e": "\x1b", "b": "\b"}
_MODIFIERS = "cCmMvVZ"


class Magic(IntEnum):
    r"""How many signs are special without a backslash."""

    NONE = 1  # \V
    OFF = 2  # \M
    ON = 3  # \m
    ALL = 4  # \v


class Sign(NamedTuple):
    """One character of a pattern. is_special: it stands for more than itself."""

    char: str
    is_special: bool = False


END = Sign("")
_CARET = Sign("^", True)


class PatternReader:
    """A place in a pattern. `peek` looks, `skip` goes on."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.position = 0
        self.magic = Magic.ON
        self._is_start = True
        self._was_start = False
        self._previous = self._second_previous = END

    def peek(self) -> Sign:
        """The sign here; `END` behind the last. May be called again."""
        return self._sign(self.position, is_escaped=False)

    def skip(self) -> Sign:
        """Go behind the sign that is returned."""
        sign = self.peek()
        if self.text[self.position : self.position + 1] == "\\":
            self.position += 1
        self.position = min(self.position + 1, len(self.text))
        self._was_start, self._is_start = self._is_start, False
        self._second_previous, self._previous = self._previous, sign
        return sign

    def skip_modifier(self) -> Sign:
        r"""Go behind a sign like \c, which is as if it were not there."""
        start = self._is_start
        kept = self._was_start, self._previous, self._second_previous
        sign = self.skip()
        self._is_start = start
        self._was_start, self._previous, self._second_previous = kept
        return sign

    def raw(self, length: int = 1) -> str:
        """The next characters, whatever they mean."""
        return self.text[self.position : self.position + length]

    def skip_raw(self, length: int = 1) -> str:
        """Go behind characters, whatever they mean."""
        passed = self.raw(length)
        self.position += len(passed)
        self._was_start, self._is_start = self._is_start, False
        self._second_previous, self._previous = self._previous, Sign(passed[-1:])
        return passed

    def _sign(self, position: int, *, is_escaped: bool) -> Sign:
        if position >= len(self.text):
            return END
        char = self.text[position]
        if char == "\\":
            return self._escaped(position)
        return Sign(char, self._is_special(char, position, is_escaped))

    def _escaped(self, position: int) -> Sign:
        following = self.text[position + 1 : position + 2]
        if not following:
            return Sign("\\")
        if following in _TOGGLED:
            sign = self._sign(position + 1, is_escaped=True)
            return Sign(sign.char, not sign.is_special)
        if following in _LETTERS:
            return Sign(_LETTERS[following])
        return Sign(following, self.magic is Magic.NONE and following in "^$")

    def _is_special(self, char: str, position: int, is_escaped: bool) -> bool:
        if char in ".[~":
            return self.magic >= Magic.ON
        if char == "*":
            return self.magic >= Magic.ON and self._can_repeat(is_escaped)
        if char == "^":
            return self.magic is Magic.ALL or (self.magic >= Magic.OFF and self._can_begin())
        if char == "$":
            return self.magic is Magic.ALL or (self.magic >= Magic.OFF and self._is_end(position))
        return self.magic is Magic.ALL and char in _SPECIAL_IN_ALL

    def _can_repeat(self, is_escaped: bool) -> bool:
        if is_escaped:
            return True
        if self._is_start or (self._was_start and self._previous == _CARET):
            return False
        return not (self._previous.is_special and self._previous.char in "(&|")

    def _can_begin(self) -> bool:
        if self._is_start:
            return True
        if self._previous.char == "(" and self._second_previous == Sign("%", True):
            return True
        return self._previous.is_special and self._previous.char in "(|&n"

    def _is_end(self, position: int) -> bool:
        behind = position + 1
        is_all = False
        while self.text[behind : behind + 1] == "\\" and self.text[behind + 1 : behind + 2] in (
            *_MODIFIERS,
        ):
            is_all = self.text[behind + 1] == "v" or (is_all and self.text[behind + 1] in "cCZ")
            behind += 2
        rest = self.text[behind : behind + 2]
        if not rest:
            return True
        return rest in ("\\|", "\\&", "\\)", "\\n") or (is_all and rest[0] in "|&)")
