"""Terminal bytes to keys: what Textual's parser makes of them, and what it gets wrong or misses.

Alt with a key, as plain terminals send it (ESC and the key), xterm's modifyOtherKeys, the long
forms of the kitty protocol, and pastes with escape sequences in them, which must not become keys.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, _character_to_key
from textual.message import Message

_ESCAPE = "\x1b"
_OTHER_KEYS = re.compile(r"\x1b\[27;(\d+);(\d+)~")
_KITTY_LONG = re.compile(r"\x1b\[([\d:]*)(?:;([\d:]*))?(?:;([\d:]*))?([u~ABCDEFHPQRS])")
_RELEASED = "3"
_SHIFT = 2  # as the sequences count: 1 and the modifiers' bits
# These begin longer sequences: functions, strings, and what the terminal answers.
_STARTS = frozenset("[]OPX^_")
_NAMED = {"\x7f": "backspace", "\x08": "backspace", "\r": "enter", "\n": "enter"}
_SPACE_KEY = "ctrl+space"


class KeyParser(XTermParser):
    """Textual's parser, made whole. Bound to Textual 8.2; a contract test watches it."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        self._tail = ""  # of what came: a marker may come in two parts

    def feed(self, data: str) -> Iterable[Message]:
        """The messages of some characters; "" for the end of all."""
        if not data:
            yield from super().feed("")
        while data:
            marker = BRACKETED_PASTE_START if self._pasted is None else BRACKETED_PASTE_END
            end = (self._tail + data).find(marker) + len(marker) - len(self._tail)
            is_found = end > len(marker) - 1 - len(self._tail)
            part, data = (data[:end], data[end:]) if is_found else (data, "")
            self._tail = "" if is_found else (self._tail + part)[1 - len(marker) :]
            if self._pasted is None:
                yield from super().feed(part)
                self._pasted = [] if is_found else None
            else:
                self._pasted.append(part)
                if is_found:
                    yield from self._end_paste()

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if sequence == "\x00":
            return [events.Key(_SPACE_KEY, None)]
        if sequence[:1] != _ESCAPE or len(sequence) < 2:
            return super()._sequence_to_key_events(sequence, alt)
        if len(sequence) == 2:
            key = _alt_key(sequence[1])
            return [events.Key(key, None)] if key else super()._sequence_to_key_events(sequence)
        short = _short_form(sequence)
        if short is None:
            return [events.Key(Keys.Ignore.value, sequence)]
        try:
            return list(super()._sequence_to_key_events(short, alt))
        except (ValueError, OverflowError):  # a code that is no character would end the reading
            return [events.Key(Keys.Ignore.value, sequence)]

    def _end_paste(self) -> Iterable[Message]:
        assert self._pasted is not None
        text = "".join(self._pasted)[: -len(BRACKETED_PASTE_END)]
        self._pasted = None
        # Textual's parser saw the start and nothing since: for it the paste is empty.
        for message in super().feed(BRACKETED_PASTE_END):
            if not isinstance(message, events.Paste):
                yield message
        yield events.Paste(text.replace("\x00", ""))


@lru_cache(maxsize=256)
def _alt_key(character: str) -> str:
    """The key of Alt with a character, "" where ESC and it begin something longer."""
    if character in _STARTS or character in ("\t", _ESCAPE):  # ESC Tab is Shift+Tab somewhere
        return ""
    if name := _NAMED.get(character):
        return f"alt+{name}"
    if character < " ":
        control = _character_to_key(chr(ord(character) + 64).lower())
        return f"alt+ctrl+{KEY_NAME_REPLACEMENTS.get(control, control)}"
    if character.isalnum():
        is_capital = character.isupper()
        return f"alt+shift+{character.lower()}" if is_capital else f"alt+{character}"
    name = _character_to_key(character)
    return f"alt+{KEY_NAME_REPLACEMENTS.get(name, name)}"


def _of_other_keys(modifiers: int, code: int) -> str | None:
    if modifiers == _SHIFT and code > ord(" "):
        return chr(code) if code <= sys.maxunicode else None
    if ord("A") <= code <= ord("Z"):
        code += ord("a") - ord("A")
    return f"\x1b[{code};{modifiers}u"


@lru_cache(maxsize=256)
def _short_form(sequence: str) -> str | None:
    """A sequence in the form that Textual reads; None for a key that was let go."""
    if match := _OTHER_KEYS.fullmatch(sequence):
        return _of_other_keys(*map(int, match.groups()))
    if ":" not in sequence or not (match := _KITTY_LONG.fullmatch(sequence)):
        return sequence
    code, modifiers, text, end = match.groups(default="")
    modifiers, _, happened = modifiers.partition(":")
    if happened == _RELEASED:
        return None
    parts = [code.partition(":")[0], modifiers, text]
    while parts and not parts[-1]:
        parts.pop()
    return f"\x1b[{';'.join(parts) or '1'}{end}"
