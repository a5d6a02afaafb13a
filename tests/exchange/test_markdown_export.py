"""A session as markdown: readable anywhere, and nothing in it breaks out of its place."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.messages import ThinkingPart
from tests.exchange.conversations import (
    PNG,
    answer,
    call,
    everything,
    exported,
    of,
    prompt,
    result,
    said,
)

_MARKDOWN = ExportFormat.MARKDOWN


def test_the_document_tells_who_said_what_in_which_order() -> None:
    document = exported(everything(), _MARKDOWN)

    places = [
        document.index(text)
        for text in (
            "# Fix the parser",
            "- Model: demo / demo-1",
            "- Cost: $0.0123",
            "## 1. You",
            "Why does it **fail**?",
            "<summary>Attached: a.py</summary>",
            "<summary>Thinking</summary>",
            "I will look.",
            "<summary>● Read shop.py</summary>",
            "<summary>● Edit shop.py</summary>",
            "+new = 2",
            "*(interrupted before it was complete)*",
            "$ make test\nno such target",
            "**The history before this was summed up for the model here**",
            "## 2. You · second try",
            "*(a retry replaced this answer)*",
            "| 1 | 日本語 |",
        )
    ]
    assert places == sorted(places)


def test_images_stand_beside_the_document() -> None:
    placed: list[bytes] = []

    document = exported(everything(), _MARKDOWN, placed=placed)

    assert placed == [PNG]
    assert "(<pictures/1.png>)" in document


def test_thinking_can_be_left_out() -> None:
    document = exported(everything(), _MARKDOWN, has_thinking=False)

    assert "Let me look." not in document
    assert "I will look." in document


def test_what_a_tool_gave_back_is_capped_with_a_note() -> None:
    long = "begin\n" + "x" * 50_000 + "\nend"
    document = exported(
        of([prompt("go"), answer(call("grep", '{"pattern": "x"}')), result(long)]), _MARKDOWN
    )

    assert len(document) < 6_000
    assert "begin" in document
    assert "characters are left out here ...]" in document
    assert document.rstrip().endswith("end\n```\n\n</details>")


@pytest.mark.parametrize(
    "hostile",
    [
        "```\nnever closed",
        "~~~~ text\n```\nnever closed",
        "<!-- never closed",
        "<details><summary>x",
        "a <script>alert(1)</script>",
        "</details>",
    ],
)
def test_an_answer_does_not_swallow_what_comes_after_it(hostile: str) -> None:
    document = exported(
        of([prompt("one"), answer(said(hostile)), prompt("two", "p2"), answer(said("fine"))]),
        _MARKDOWN,
    )

    tokens = MarkdownIt("commonmark").parse(document)

    headings = [tokens[at + 1].content for at, one in enumerate(tokens) if one.tag == "h2"]
    assert headings[::2] == ["1. You", "2. You"]
    html = "".join(one.content for one in tokens if one.type == "html_block")
    assert "script" not in html
    assert "<!--" not in html


def test_no_result_of_a_tool_breaks_its_fence() -> None:
    hostile = "```\n</details>\n\n# Not a heading\n`````\n"
    document = exported(
        of([prompt("go"), answer(call("x", "{}")), result(hostile, diff="+```\n+~~~\n")]),
        _MARKDOWN,
    )

    tokens = MarkdownIt("commonmark").parse(document)

    assert [one.content for one in tokens if one.type == "fence"][2] == hostile
    assert "Not a heading" not in [one.content for one in tokens if one.type == "inline"]


def test_titles_and_names_are_words_and_no_markdown() -> None:
    document = exported(
        of([prompt("x"), answer(call("<b>tool</b>", "[1]"))], title="# <img> *x*\n[a](b)"),
        _MARKDOWN,
    )

    assert document.startswith("# \\# \\<img\\> \\*x\\* \\[a\\](b)\n")
    assert "<summary>● &lt;b&gt;tool&lt;/b&gt;</summary>" in document


def test_what_would_move_a_terminal_is_made_visible() -> None:
    document = exported(of([prompt("\x1b[31mred\x07"), answer(said("a\u202eb"))]), _MARKDOWN)

    assert "␛[31mred␇" in document
    assert "a‹U+202E›b" in document


def test_results_stand_with_the_call_of_their_own_answer_though_ids_repeat() -> None:
    document = exported(
        of(
            [
                prompt("go"),
                answer(call("read_file", '{"path": "a"}'), message_id="a1"),
                result("of a"),
                answer(call("read_file", '{"path": "b"}'), message_id="a2"),
                result("of b"),
            ]
        ),
        _MARKDOWN,
    )

    assert document.index("Read a") < document.index("of a") < document.index("Read b")
    assert document.index("Read b") < document.index("of b")


def test_thinking_that_quotes_code_stays_in_its_fold() -> None:
    thought = ThinkingPart(id="t", text="```\nopen\n\nstill")
    document = exported(of([prompt("x"), answer(thought, said("After"))]), _MARKDOWN)

    tokens = MarkdownIt("commonmark").parse(document)

    assert "After" in [one.content for one in tokens if one.type == "inline"]
