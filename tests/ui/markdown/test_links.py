"""What in a text can be followed, and where it leads."""

from __future__ import annotations

import pytest

from tests.ui.markdown.drawn import PALETTE, coloured, lines, style_of, target_of

_URL = "https://example.com/a"


@pytest.mark.parametrize(
    ("source", "word"),
    [
        (f"[word]({_URL})", "word"),
        (f"![word]({_URL})", "word"),
        (f"<{_URL}>", _URL),
        (f"see {_URL} now", _URL),
        (f"**{_URL}**", _URL),
        (f"| a |\n|---|\n| {_URL} |", _URL),
        (f"# {_URL}", _URL),
        (f"> - {_URL}", _URL),
        (f"[1]: {_URL}", _URL),
        (f"[1]: {_URL}\n\n[word][1]", "word"),
    ],
)
def test_links_lead_to_their_address_by_the_terminal_and_by_a_click(source: str, word: str) -> None:
    style = style_of(word, source)

    assert (style.link, style.meta) == (_URL, {"link": _URL})
    assert style.underline


@pytest.mark.parametrize(
    ("text", "shown", "target"),
    [
        ("(see https://a.b/c)", "https://a.b/c", "https://a.b/c"),
        ("https://a.b/c_(d)", "https://a.b/c_(d)", "https://a.b/c_(d)"),
        ("(https://a.b/c_(d)).", "https://a.b/c_(d)", "https://a.b/c_(d)"),
        ("[see https://a.b/c]", "https://a.b/c", "https://a.b/c"),
        ("https://a.b/c, d", "https://a.b/c", "https://a.b/c"),
        ("https://a.b/c?!", "https://a.b/c", "https://a.b/c"),
        ("'https://a.b/c'", "https://a.b/c", "https://a.b/c"),
        ("看https://a.b/c。再见", "https://a.b/c", "https://a.b/c"),
        ("HTTPS://A.B/c", "HTTPS://A.B/c", "HTTPS://A.B/c"),
        ("http://localhost:8080/x", "http://localhost:8080/x", "http://localhost:8080/x"),
        ("http://[::1]:80/x", "http://[::1]:80/x", "http://[::1]:80/x"),
        ("www.a.b/c.", "www.a.b/c", "http://www.a.b/c"),
        ("https://a.b/ä", "https://a.b/ä", "https://a.b/%C3%A4"),
        ("<me@a.b>", "me@a.b", "mailto:me@a.b"),
        ("https://a.b/x&#8238;y", "https://a.b/x", "https://a.b/x"),
    ],
)
def test_a_bare_address_ends_where_the_sentence_goes_on(text: str, shown: str, target: str) -> None:
    linked = [part for row in coloured([text]) for part, style in row if style and style.link]

    assert linked == [shown]
    assert style_of(shown, text).link == target


@pytest.mark.parametrize(
    "text",
    [
        *("xhttps://a.b", "https://", "www.", "wwww.a.b", "example.com", "me@a.b", "ftp://a.b/c"),
        *("`https://a.b`", "    https://a.b", "```\nhttps://a.b\n```", "\\<https: //a.b>"),
    ],
)
def test_what_is_no_address_or_is_code_is_no_link(text: str) -> None:
    assert not any(style and style.meta for row in coloured([text]) for _, style in row)


@pytest.mark.parametrize(
    "target",
    [
        *("javascript:alert(1)", "JavaScript:x", "vbscript:x", "data:text/html,x", "#top", ""),
        *("data:image/png;base64,AA", "file:///etc/passwd", "ssh://host", "java&#115;cript:x"),
    ],
)
@pytest.mark.parametrize("form", ["[word]({})", "![word]({})", "[1]: {}\n\n[word][1]", "<{}>"])
def test_a_target_that_nobody_should_follow_is_no_link(target: str, form: str) -> None:
    drawn = coloured([form.format(target)], 80)

    assert not any(style and (style.link or style.meta) for row in drawn for _, style in row)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        *(("src/app.py:42", "src/app.py:42"), ("./a/b.rs:10:3: error", "./a/b.rs:10:3")),
        *(("app.py:7", "app.py:7"), ("../x.c:1", "../x.c:1"), ("~/a.md:1", "~/a.md:1")),
        *(("(/usr/x.c:9)", "/usr/x.c:9"), ("src/a.py:42-50", "src/a.py:42")),
        *(
            ("bin/run:3.", "bin/run:3"),
            ("Makefile:12", "Makefile:12"),
            ("a-b/c+d.h:5", "a-b/c+d.h:5"),
        ),
        *(("@types/x.ts:5", "@types/x.ts:5"), ("ä/ö.py:2", "ä/ö.py:2")),
    ],
)
@pytest.mark.parametrize("form", ["{}", "at {}", "`{}`", "**{}**", "> - {}"])
def test_a_place_in_a_file_can_be_opened_and_looks_like_the_text_around_it(
    form: str, text: str, target: str
) -> None:
    source = form.format(text)

    style = style_of(target, source)

    assert (style.meta, style.link) == ({"link": target}, None)
    assert not style.underline


@pytest.mark.parametrize(
    "text",
    [
        *("12:30", "10:45:10", "localhost:8080", "example.com:443", "127.0.0.1:80", "1/2:3"),
        *(
            "a:1",
            "std::vector:3",
            "x.py:",
            "x.py:a",
            "x.py:12a",
            "http://a.b/x.py:3",
            "a@b.c.com:2",
        ),
    ],
)
def test_times_hosts_and_ratios_are_no_places(text: str) -> None:
    drawn = coloured([text])

    assert not any(style and style.meta and not style.link for row in drawn for _, style in row)


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("src/app.py", "src/app.py"),
        ("app.py:42", "app.py:42"),
        ("src/app.py#L42", "src/app.py:42"),
        ("src/app.py#L42-L50", "src/app.py:42"),
        ("src/app.py#L42C7", "src/app.py:42:7"),
        ("a%20b.md", "a b.md"),
        ("a%0Ab%1B.md", "ab␛.md"),
    ],
)
def test_a_link_to_a_file_opens_it_and_is_none_for_the_terminal(target: str, place: str) -> None:
    style = style_of("word", f"[word]({target})")

    assert (style.meta, style.link) == ({"link": place}, None)
    assert style.underline


def test_a_link_that_wraps_leads_there_from_all_its_rows() -> None:
    long = "https://example.com/" + "long" * 20

    drawn = coloured([f"see {long} and [many words of a label]({_URL}) end"], 20)

    pieces = [(text, style.link) for row in drawn for text, style in row if style and style.link]
    assert "".join(text for text, link in pieces if link == long) == long
    assert len([text for text, link in pieces if link == _URL]) > 1


def test_a_picture_in_a_link_leads_where_the_link_leads() -> None:
    assert target_of("build", f"[![build](https://b.example/x.svg)]({_URL})") == _URL


def test_an_address_in_a_label_leads_where_the_label_does() -> None:
    assert target_of("https://b.example", f"[https://b.example]({_URL})") == _URL


def test_the_first_definition_of_a_label_counts_and_only_for_what_stands_below() -> None:
    source = f"[up][a]\n\n[a]: {_URL}\n[a]: https://other.example\n\n[down][A]"

    assert target_of("down", source) == _URL
    assert lines(source)[0] == "[up][a]"


def test_definitions_count_across_everything_that_was_drawn_in_between() -> None:
    source = f"- [a]: {_URL}\n\n" + "some prose\n\n" * 900 + "[word][a]"

    assert target_of("word", source) == _URL


def test_many_definitions_are_a_block_of_rows_each() -> None:
    source = "".join(f"[{number}]: https://example.com/{number}\n" for number in range(400))

    assert lines(source, 60) == source.splitlines()


def test_the_text_of_definitions_stands_back() -> None:
    assert style_of("[a]:", f"[a]: {_URL} 'title'").color == PALETTE.dim.color
