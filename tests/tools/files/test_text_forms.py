from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.errors import ToolError
from agent_tui.tools.files.text.lf_text import LfText, restyled
from agent_tui.tools.files.text.text_form import (
    BinaryContent,
    TextForm,
    decoded,
    encoded,
    sniffed_encoding,
    with_lf,
)

ENCODINGS = {
    "utf-8": b"",
    "utf-8 with mark": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
    "cp1252": b"",
}
NEWLINES = ["\n", "\r\n", "\r"]
# Short texts in which everything meets everything.
texts = st.text(alphabet="ab\r\n", max_size=20)


def as_bytes(text: str, encoding: str) -> bytes:
    return ENCODINGS[encoding] + text.encode(encoding.removesuffix(" with mark"))


@pytest.mark.parametrize("final", [True, False])
@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_form_is_recognised_and_gives_the_same_bytes_again(
    encoding: str, newline: str, final: bool
) -> None:
    data = as_bytes(newline.join(["é 1", "", "zwei"]) + newline * final, encoding)

    text, form = decoded(data)

    assert encoded(text, form, "x") == data
    assert with_lf(text) == "é 1\n\nzwei" + "\n" * final
    assert (form.newline, form.is_mixed) == (newline, False)
    assert form.mark == ENCODINGS[encoding]


@given(st.binary(max_size=200))
def test_any_bytes_are_binary_or_come_back_as_they_were(data: bytes) -> None:
    try:
        text, form = decoded(data)
    except BinaryContent:
        return

    assert encoded(text, form, "x") == data


@pytest.mark.parametrize(
    "data",
    [
        b"abc\0def",
        b"\x01\x02\x03\x04text",
        b"\xff\xfea",  # half a character of UTF-16
        b"\xff\xfe\x00\xd8",  # half a surrogate pair
        b"\xef\xbb\xbf\xff",  # a mark that lies
    ],
)
def test_what_is_no_text_is_told_apart(data: bytes) -> None:
    with pytest.raises(BinaryContent):
        decoded(data)


@pytest.mark.parametrize("data", [b"", b"plain\n", b"\x1b[31mred\x1b[0m\n", b"page\x0cpage\t\n"])
def test_colours_tabs_and_form_feeds_make_no_binary(data: bytes) -> None:
    assert decoded(data)[1].encoding == "utf-8"


def test_a_character_cut_at_the_end_of_a_sample_is_still_utf8() -> None:
    assert sniffed_encoding("aé".encode()[:-1], is_whole=False).encoding == "utf-8"
    assert sniffed_encoding("aé".encode()[:-1], is_whole=True).encoding == "cp1252"


def test_bytes_that_cp1252_lacks_are_read_as_latin1() -> None:
    assert decoded(b"\x81\xe9")[1].encoding == "latin-1"


def test_a_character_that_the_encoding_lacks_is_named() -> None:
    _, form = decoded(b"\xe9")

    with pytest.raises(ToolError, match="cp1252, which has no '→'"):
        encoded("a→b", form, "x")


@pytest.mark.parametrize(
    ("text", "newline", "is_mixed"),
    [
        ("", "\n", False),
        ("a", "\n", False),
        ("a\r\nb\r\nc\n", "\r\n", True),
        ("a\nb\nc\r\n", "\n", True),
        ("a\rb\rc\n", "\r", True),
    ],
)
def test_the_most_frequent_line_end_wins(text: str, newline: str, is_mixed: bool) -> None:
    _, form = decoded(text.encode())

    assert (form.newline, form.is_mixed) == (newline, is_mixed)


@given(texts, texts, texts, texts)
def test_an_edit_changes_nothing_but_its_region(
    before: str, old: str, after: str, new: str
) -> None:
    """Byte by byte around it, and by line ends inside it."""
    original = before + old + after
    old_lf, new_lf = with_lf(old), with_lf(new)
    # A line end across a seam belongs to both sides; such cases are those of the next property.
    if with_lf(before) + old_lf + with_lf(after) != with_lf(original) or not old_lf:
        return
    _, form = decoded(original.encode())

    result = LfText(original).replaced([len(with_lf(before))], old_lf, new_lf, form)

    assert result.startswith(before)
    assert result.endswith(after)
    assert with_lf(result) == with_lf(before) + new_lf + with_lf(after)


@given(texts, st.data())
def test_replacing_in_a_text_of_any_line_ends_is_replacing_in_its_lf_form(
    original: str, data: st.DataObject
) -> None:
    plain = with_lf(original)
    if not plain:
        return
    start = data.draw(st.integers(0, len(plain) - 1))
    old = plain[start : data.draw(st.integers(start + 1, len(plain)))]
    new = with_lf(data.draw(texts))
    _, form = decoded(original.encode())

    result = LfText(original).replaced([start], old, new, form)

    assert with_lf(result) == plain[:start] + new + plain[start + len(old) :]


@given(texts, texts)
def test_a_rewritten_text_has_the_new_lines(former: str, text: str) -> None:
    _, form = decoded(former.encode())

    assert with_lf(restyled(former, with_lf(text), form)) == with_lf(text)


def test_lines_that_stay_keep_their_own_line_ends_and_new_ones_get_the_most_frequent() -> None:
    former = "a\r\nb\nc\r\nd\r\n"
    _, form = decoded(former.encode())

    assert restyled(former, "a\nb\nnew\nd\n", form) == "a\r\nb\nnew\r\nd\r\n"


def test_the_note_is_silent_about_the_usual_form() -> None:
    assert TextForm().note == ""
