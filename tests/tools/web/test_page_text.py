"""From a page's bytes to what the model reads."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.tools.web.content_type import content_type, decoded
from agent_tui.tools.web.harmless_html import MAX_CHARS, harmless_html
from agent_tui.tools.web.markdown import Markdown, most_packed_bytes, packed, unpacked
from agent_tui.tools.web.markdown_of import markdown_of
from agent_tui.tools.web.plain_text import plain_text

HERE = "https://site.example/docs/"


def markdown(page: str) -> str:
    return markdown_of(page, HERE).text


def plain(page: str) -> str:
    return plain_text(page, "Reason").text


@pytest.mark.parametrize(
    ("header", "name", "charset"),
    [
        ("text/html", "text/html", ""),
        ('Text/HTML; Charset="ISO-8859-1"; x=y', "text/html", "ISO-8859-1"),
        ("application/json;charset=utf-8", "application/json", "utf-8"),
        ("", "", ""),
        ("nonsense", "", ""),
        ("text/<script>", "", ""),
    ],
)
def test_a_content_type_is_read_with_care(header: str, name: str, charset: str) -> None:
    kind = content_type(header)

    assert (kind.name, kind.charset) == (name, charset)


@pytest.mark.parametrize(
    ("name", "is_binary"),
    [
        ("text/x-anything", False),
        ("application/ld+json", False),
        ("application/rss+xml", False),
        ("application/javascript", False),
        ("image/svg+xml", False),
        ("", False),
        ("image/png", True),
        ("application/pdf", True),
        ("application/octet-stream", True),
    ],
)
def test_the_name_tells_text_from_binary(name: str, is_binary: bool) -> None:
    assert content_type(name).is_binary is is_binary


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        ("é".encode(), "text/plain", "é"),
        ("é".encode("latin-1"), "text/plain; charset=latin-1", "é"),
        ("é".encode("cp1252"), "text/plain", "é"),
        (codecs.BOM_UTF8 + b"a", "text/plain; charset=latin-1", "a"),
        ("é".encode("utf-16"), "text/plain", "é"),
        ("é".encode("utf-16-le"), "text/plain; charset=utf-16le", "é"),
        (b'<meta charset="koi8-r">\xc1', "text/html", '<meta charset="koi8-r">а'),
        (b"a", "text/plain; charset=no-such-thing", "a"),
        (b"YQ==", "text/plain; charset=base64", "YQ=="),
        (b"a" * 9, "text/plain; charset=punycode", "a" * 9),
        (b"a\r\nb\rc", "text/plain", "a\nb\nc"),
    ],
)
def test_bytes_become_text_by_mark_header_page_and_guess(
    body: bytes, header: str, text: str
) -> None:
    assert decoded(body, content_type(header)) == text


def test_a_cut_page_may_end_inside_a_character() -> None:
    body = "a€".encode()[:-1]

    assert decoded(body, content_type("text/plain"), is_cut=True) == "a"


def test_zero_bytes_are_no_text() -> None:
    assert decoded(b"PK\0\0", content_type("text/plain")) is None


@given(st.binary(max_size=200), st.text(max_size=60))
def test_any_bytes_with_any_header_become_text_or_nothing(body: bytes, header: str) -> None:
    text = decoded(body, content_type(header))

    assert text is None or "\r" not in text


@pytest.mark.parametrize(
    ("page", "readable"),
    [
        ("<h1>A</h1><p>b <b>c</b></p><ul><li>d</ul>", "# A\n\nb **c**\n\n- d"),
        ('<a href="/x">y</a>', "[y](https://site.example/x)"),
        ('<a href="x?q#f">y</a>', "[y](https://site.example/docs/x?q#f)"),
        ('<base href="https://b.example/"><a href="x">y</a>', "[y](https://b.example/x)"),
        ('<a href="javascript:x()">y</a>', "y"),
        ('<img src="data:image/png;base64,AAAA">text', "text"),
        ('<a href="http://[x">y</a>', "y"),
        ("a<script>b</script><style>c</style><!-- d --><svg><title>e</title></svg>f", "af"),
        ("<nav>menu</nav><footer>foot</footer><p>text</p>", "text"),
        ('<p hidden>a</p><p style="display: none">b</p><p aria-hidden="true">c</p>d', "d"),
        ('<div role="navigation">menu<nav>in it</nav></div>text', "text"),
        ("<?xml version='1.0'?><html><p>x</p></html>", "x"),
        ("no markup &amp; text", "no markup & text"),
        ("<p>open<script>never closed", "open"),
        ("<p>a &lt;b&gt;", "a <b>"),
        ("", ""),
    ],
)
def test_html_becomes_markdown_without_what_is_not_for_reading(page: str, readable: str) -> None:
    assert markdown(page) == readable


def test_the_title_is_told_unless_the_text_begins_with_it() -> None:
    assert markdown("<title>T &amp;\n U</title><p>x</p>") == "Title: T & U\n\nx"
    assert markdown("<title>T</title><h1>T</h1>") == "# T"


def test_the_main_part_is_taken_when_it_has_the_text() -> None:
    words = "word " * 60
    page = f"<body><p>around</p><main><p>{words}</p></main></body>"

    assert "around" not in markdown(page)
    assert "around" in markdown("<p>around</p><main>shell</main>")


def test_tags_nested_without_end_still_give_their_text() -> None:
    assert markdown("<div>" * 5000 + "deep") == "deep"


@pytest.mark.parametrize(
    "piece",
    [
        *("<a", "<!--", "<textarea>", "<title>", "<script", "</script", "<![CDATA[", "<a href='"),
        *("&#", "&#1", "<pre> ", " ", "\n", " \n", "\t\xa0", "&nbsp;"),
    ],
)
@pytest.mark.parametrize("convert", [markdown, plain], ids=["markdown", "plain"])
def test_a_page_made_to_be_slow_is_not(convert: Callable[[str], str], piece: str) -> None:
    """The parser alone takes quadratic time for these: half a minute and more of the
    processor's time."""
    start = time.process_time()

    convert("<p>x" + piece * 30_000 + ">")

    assert time.process_time() - start < 5


@given(st.text(alphabet="<>/!-[]&;#'\"= apdivstyle?", max_size=80))
def test_any_markup_becomes_text(page: str) -> None:
    assert isinstance(markdown(page), str)
    assert isinstance(plain(page), str)


@pytest.mark.parametrize("prefix", ["", "<p>"])
def test_a_number_without_end_is_text_and_no_character(prefix: str) -> None:
    number = "&#" + "1" * 5000

    assert markdown(f"{prefix}{number};") == f"{number};"
    assert plain(f"{prefix}{number};") == f"{number};"


def test_blanks_before_text_are_kept_and_those_at_the_end_of_a_line_are_not() -> None:
    assert f"\n{' ' * 100}a b\n" in markdown(f"<pre>\n{' ' * 100}a b \t \nc</pre>")


def test_plain_text_keeps_lines_and_words_and_says_what_is_missing() -> None:
    page = "<title>no</title><h1>A</h1><p>b <b>c</b>d &amp; <a href='x'>e</a></p><!-- f --><li>g"

    converted = plain_text(page, "It was too slow")

    assert converted.text == "A\nb cd & e\ng"
    assert converted.chars == len(converted.text)
    assert converted.problem == (
        "It was too slow: this is its plain text, without structure and links."
    )


@pytest.mark.parametrize(
    ("page", "chars", "is_cut"),
    [
        ("x" * MAX_CHARS, MAX_CHARS, False),
        ("x" * MAX_CHARS + "y", MAX_CHARS, True),
        ("x" * MAX_CHARS + "<!-- a comment --><script>code</script>", MAX_CHARS, False),
        ("x" * (MAX_CHARS - 1) + "<!-- -->y<!-- -->z", MAX_CHARS, True),
        ("<!-- -->" * 200_000 + "x", 1, False),
        ("x<script>never closed" + "y" * MAX_CHARS, 1, False),
    ],
    ids=range(6),
)
def test_only_what_there_is_to_read_counts_against_the_largest_size(
    page: str, chars: int, is_cut: bool
) -> None:
    harmless = harmless_html(page)

    assert (len(harmless.text), harmless.is_cut) == (chars, is_cut)
    assert markdown_of(page, HERE).is_cut is is_cut
    assert plain_text(page, "Reason").is_cut is is_cut


@pytest.mark.parametrize("text", ["", "a\nb", "é€😀", "\ud800"])
def test_markdown_comes_out_of_another_process_as_it_went_in(text: str) -> None:
    markdown = Markdown(text=text, chars=10**6, is_cut=True)

    assert unpacked(packed(markdown, 100)) == markdown


def test_no_more_markdown_is_sent_than_is_wanted() -> None:
    data = packed(Markdown(text="😀" * 500, chars=500), 300)

    assert unpacked(data) == Markdown(text="😀" * 300, chars=500)
    assert len(data) <= most_packed_bytes(300)


@pytest.mark.parametrize("data", [b"", b"Traceback", b"{}\n", b'{"chars":1,"is_cut":false}\n\xff'])
def test_what_no_converter_printed_is_no_markdown(data: bytes) -> None:
    assert unpacked(data) is None
