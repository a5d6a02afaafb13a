"""From a page's bytes to what the model reads."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.tools.web.content_type import content_type, decoded
from agent_tui.tools.web.markdown_of import markdown_of

HERE = "https://site.example/docs/"


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
    ("page", "markdown"),
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
def test_html_becomes_markdown_without_what_is_not_for_reading(page: str, markdown: str) -> None:
    assert markdown_of(page, HERE) == markdown


def test_the_title_is_told_unless_the_text_begins_with_it() -> None:
    assert markdown_of("<title>T &amp;\n U</title><p>x</p>", HERE) == "Title: T & U\n\nx"
    assert markdown_of("<title>T</title><h1>T</h1>", HERE) == "# T"


def test_the_main_part_is_taken_when_it_has_the_text() -> None:
    words = "word " * 60
    page = f"<body><p>around</p><main><p>{words}</p></main></body>"

    assert "around" not in markdown_of(page, HERE)
    assert "around" in markdown_of("<p>around</p><main>shell</main>", HERE)


def test_tags_nested_without_end_still_give_their_text() -> None:
    assert markdown_of("<div>" * 5000 + "deep", HERE) == "deep"


@pytest.mark.parametrize(
    "piece",
    ["<a", "<!--", "<textarea>", "<title>", "<script", "</script", "<![CDATA[", "<a href='", "&#"],
)
def test_a_page_made_to_be_slow_is_not(piece: str) -> None:
    """The parser alone takes quadratic time for these: half a minute and more."""
    start = time.perf_counter()

    markdown_of("<p>x" + piece * 30_000 + ">", HERE)

    assert time.perf_counter() - start < 5


@given(st.text(alphabet="<>/!-[]&;#'\"= apdivstyle?", max_size=80))
def test_any_markup_becomes_text(page: str) -> None:
    assert isinstance(markdown_of(page, HERE), str)
