"""What typed bytes mean before there is a screen."""

from __future__ import annotations

import pytest

from agent_tui.boot_typed_keys import TypedKeys


def typed(*pieces: bytes | str) -> TypedKeys:
    keys = TypedKeys()
    for piece in pieces:
        keys.feed(piece.encode() if isinstance(piece, str) else piece)
    return keys


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("hello", "hello"),
        ("héllo 汉字 👍", "héllo 汉字 👍"),
        ("a\nb", "a\nb"),
        ("abc\x7f\x08d", "ad"),
        ("\x7f\x7fa", "a"),
        ("汉字\x7f", "汉"),
        ("one two \x17three", "one three"),
        ("one\ntwo\x17", "one\n"),
        ("one\ntwo three\x15x", "one\nx"),
        ("wide\u3000space", "wide\u3000space"),
    ],
)
def test_plain_typing_and_its_editing_keys_make_the_draft(keys: str, text: str) -> None:
    assert typed(keys).text == text
    assert typed(keys).raw == b""


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_bytes_may_be_cut_anywhere_also_within_a_character(size: int) -> None:
    data = "né 汉字\r👍🏽 ok\x7f".encode()

    keys = typed(*(data[i : i + size] for i in range(0, len(data), size)))

    assert (keys.submitted, keys.text, keys.raw) == (("né 汉字",), "👍🏽 o", b"")


def test_enter_submits_each_prompt_and_empties_the_draft() -> None:
    keys = typed("first\rsecond\rthird")

    assert (keys.submitted, keys.text) == (("first", "second"), "third")


def test_enter_on_an_empty_draft_submits_nothing() -> None:
    assert typed("\r  \r").submitted == ()


def test_enter_after_a_backslash_makes_a_new_line_like_in_the_composer() -> None:
    assert typed("one\\\rtwo").text == "one\ntwo"


@pytest.mark.parametrize(
    "unusual",
    [b"\x1b[A", b"\x1b[200~a\rb\x1b[201~", b"\t", b"\x01", b"\x03", b"\xff", "\u200d".encode()],
)
def test_everything_from_the_first_unusual_key_on_is_kept_as_it_came(unusual: bytes) -> None:
    keys = typed(b"before " + unusual + b"after\r\x7f", b"more")

    assert keys.text == "before "
    assert keys.raw == unusual + b"after\r\x7fmore"
    assert keys.submitted == ()


def test_an_invalid_byte_amid_characters_loses_none_of_them() -> None:
    keys = typed("汉".encode() + b"\xe6\x41" + "字".encode())

    assert (keys.text, keys.raw) == ("汉", b"\xe6\x41" + "字".encode())


def test_an_invisible_character_before_a_cut_off_one_keeps_the_order() -> None:
    keys = typed("a\u200d".encode() + b"\xe6\xb1", b"\x89")

    assert (keys.text, keys.raw) == ("a", "\u200d汉".encode())


def test_a_character_that_is_never_completed_joins_the_rest() -> None:
    keys = typed(b"a\xe6\xb1")
    keys.finish()

    assert (keys.text, keys.raw) == ("a", b"\xe6\xb1")


@pytest.mark.parametrize(
    ("keys", "exit_code"),
    [
        (b"text", None),
        (b"text\x11", 0),
        (b"\x1b[A\x11", 0),
        (b"text\x03", None),
        (b"text\x03\x03", 130),
        (b"\x03abc\x03", 130),
        (b"\x1b[200~\x11\x03\x03\x1b[201~", None),
        (b"\x1b[200~\x03\x1b[201~\x11", 0),
    ],
)
def test_ctrl_q_and_a_second_ctrl_c_leave_but_not_from_a_paste(
    keys: bytes, exit_code: int | None
) -> None:
    assert typed(keys).exit_code == exit_code


@pytest.mark.parametrize(
    ("keys", "is_cut_off"),
    [
        (b"plain", False),
        (b"\xe6\xb1", True),
        (b"\x1b", True),
        (b"\x1b[", True),
        (b"\x1b[1;5", True),
        (b"\x1b[1;5C", False),
        (b"\x1bO", True),
        (b"\x1bOP", False),
        (b"\x1bx", False),
        (b"\t\xf0\x9f\x91", True),
        (b"\t\xf0\x9f\x91\x8d", False),
        (b"\x1b[200~pas", True),
        (b"\x1b[200~paste\x1b[201~", False),
    ],
)
def test_a_key_or_paste_of_which_only_a_part_came_is_known_as_cut_off(
    keys: bytes, is_cut_off: bool
) -> None:
    assert typed(keys).is_cut_off is is_cut_off


def test_a_large_paste_without_brackets_is_taken_in_quickly() -> None:
    line = "word " * 200_000

    assert typed(line).text == line
