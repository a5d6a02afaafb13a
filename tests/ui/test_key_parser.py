"""From the bytes of terminals to keys: plain, modifyOtherKeys, kitty protocol."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from agent_tui.ui.early_keys import parsed_keys
from agent_tui.ui.key_parser import KeyParser


def keys(raw: bytes) -> list[str]:
    return [event.key for event in parsed_keys(raw) if isinstance(event, events.Key)]


def written(raw: bytes) -> list[str]:
    """Keys by name, pastes in angle brackets."""
    return [
        event.key if isinstance(event, events.Key) else f"<{event.text}>"
        for event in parsed_keys(raw)
        if isinstance(event, (events.Key, events.Paste))
    ]


PLAIN = [
    (b"\x1b\r", "alt+enter"),
    (b"\x1b\n", "alt+enter"),
    (b"\x1b\x7f", "alt+backspace"),
    (b"\x1bf", "alt+f"),
    (b"\x1bb", "alt+b"),
    (b"\x1bF", "alt+shift+f"),
    (b"\x1b1", "alt+1"),
    (b"\x1b<", "alt+less_than_sign"),
    (b"\x1b.", "alt+full_stop"),
    (b"\x1b ", "alt+space"),
    (b"\x1b\x19", "alt+ctrl+y"),
    (b"\x1b\x1f", "alt+ctrl+underscore"),
    ("\x1bö".encode(), "alt+ö"),
    (b"\x1b\t", "shift+tab"),
    (b"\x00", "ctrl+space"),
    (b"\x1f", "ctrl+underscore"),
    (b"\x1c", "ctrl+backslash"),
    (b"\x1b[1;3A", "alt+up"),
    (b"\x1b[1;5C", "ctrl+right"),
    (b"\x1b[Z", "shift+tab"),
    (b"\x1b", "escape"),
]
OTHER_KEYS = [
    (b"\x1b[27;5;9~", "ctrl+tab"),
    (b"\x1b[27;2;13~", "shift+enter"),
    (b"\x1b[27;5;13~", "ctrl+enter"),
    (b"\x1b[27;3;13~", "alt+enter"),
    (b"\x1b[27;6;65~", "ctrl+shift+a"),
    (b"\x1b[27;2;65~", "A"),
    (b"\x1b[27;5;44~", "ctrl+comma"),
]
KITTY = [
    (b"\x1b[13;2u", "shift+enter"),
    (b"\x1b[13;5u", "ctrl+enter"),
    (b"\x1b[13;3u", "alt+enter"),
    (b"\x1b[9;5u", "ctrl+tab"),
    (b"\x1b[102;3u", "alt+f"),
    (b"\x1b[32;5u", "ctrl+space"),
    (b"\x1b[47;5u", "ctrl+slash"),
    (b"\x1b[97:65;6u", "ctrl+shift+a"),
    (b"\x1b[97;5:1u", "ctrl+a"),
    (b"\x1b[97;5:2u", "ctrl+a"),
    (b"\x1b[1;5:1A", "ctrl+up"),
    (b"\x1b[27u", "escape"),
    (b"\x1b[127;3u", "alt+backspace"),
]


@pytest.mark.parametrize(("raw", "key"), [*PLAIN, *OTHER_KEYS, *KITTY])
def test_a_key_has_the_same_name_whatever_the_terminal_sends_for_it(raw: bytes, key: str) -> None:
    assert keys(raw) == [key]


@pytest.mark.parametrize(
    "raw", [b"\x1b[97;1:3u", b"\x1b[99999999;5u", b"\x1b[27;5;99999999~", b"\x1b[27;2;99999999~"]
)
def test_a_key_that_is_let_go_and_codes_that_are_no_characters_are_nothing(raw: bytes) -> None:
    assert keys(raw + b"x") == ["x"]


def test_alt_with_what_begins_longer_sequences_is_not_guessed() -> None:
    assert keys(b"\x1b[A") == ["up"]
    assert keys(b"\x1bOP") == ["f1"]


def test_keys_in_one_burst_stay_apart_and_in_order() -> None:
    assert keys(b"\x1bb\x1bdx\x1b\r") == ["alt+b", "alt+d", "x", "alt+enter"]
    assert keys(b"\x1b\x1bf") == ["escape", "alt+f"]


def test_escape_sequences_in_a_paste_are_text_and_never_keys() -> None:
    raw = b"a\x1b[200~hi\x1b\rx\x1b[31m\x1b\x1b[201~b"

    assert written(raw) == ["a", "<hi\x1b\rx\x1b[31m\x1b>", "b"]


@given(
    st.text(alphabet="ab\x1b[20~1;u\r", max_size=30).filter(lambda text: "\x1b[201~" not in text),
    st.integers(1, 7),
)
def test_a_paste_comes_whole_however_it_is_cut_into_pieces(text: str, size: int) -> None:
    raw = f"\x1b[200~{text}\x1b[201~y"
    if (text + "\x1b[201~").find("\x1b[201~") != len(text):
        return
    parser = KeyParser()
    found = [
        message
        for start in range(0, len(raw), size)
        for message in parser.feed(raw[start : start + size])
    ]

    assert [message.text for message in found if isinstance(message, events.Paste)] == [text]
    assert [message.key for message in found if isinstance(message, events.Key)] == ["y"]
