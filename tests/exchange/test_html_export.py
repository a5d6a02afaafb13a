"""A session as one HTML file: it loads nothing, runs nothing, and shows what was said."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from agent_tui.exchange.html.colours import DEFAULT_COLOURS
from agent_tui.protocol.exchange import ExportFormat
from agent_tui.protocol.messages import ThinkingPart
from tests.exchange.conversations import (
    answer,
    call,
    everything,
    exported,
    of,
    prompt,
    result,
    said,
)

_HTML = ExportFormat.HTML
_VOID = {"meta", "img", "br", "hr", "input"}
_ALLOWED = _VOID | {
    *("html", "head", "body", "title", "style", "main", "header", "nav", "article", "section"),
    *("footer", "details", "summary", "div", "span", "p", "pre", "code", "a", "b", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "table", "thead"),
    *("tbody", "tr", "th", "td", "em", "strong", "s"),
}


class _Page(HTMLParser):
    """What a browser would see: tags in balance, attributes, text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> list[str]:
        return [value for _, named in self.tags if (value := named.get(name)) is not None]


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) [two](JaVaScRiPt:alert(1)) [three](data:text/html,x)",
    "![picture](https://tracker.example/x.png) <https://ok.example>",
    '[x](https://a.example/"onmouseover="alert(1)) ![y"onload=x](z)',
    "</pre></code></div></section></main><h2>out</h2>",
    '```html"><script>\n</code></pre><script>alert(1)</script>\n```',
    "<!-- never closed",
    "<style>*{display:none}</style><iframe src=//x>",
    "&lt;script&gt; &#0; \x00\x1b]0;x\x07",
    ">" * 5_000 + "deep",
    "* " * 2_000 + "deep",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_was_said_becomes_a_part_of_the_page(hostile: str) -> None:
    page = _Page(
        exported(
            of(
                [
                    prompt(hostile),
                    answer(
                        ThinkingPart(id="t", text=hostile),
                        said(hostile),
                        call(hostile[:40], hostile),
                    ),
                    result(hostile, diff=hostile),
                ],
                title=hostile,
            ),
            _HTML,
        )
    )

    assert page.unbalanced == page.open == []
    assert {tag for tag, _ in page.tags} <= _ALLOWED
    assert not [name for _, named in page.tags for name in named if name.startswith("on")]
    assert not page.attributes("style")
    allowed = re.compile(r"#turn-\d+|(?:https?://|mailto:)\S+")
    assert all(allowed.fullmatch(target) for target in page.attributes("href"))
    assert page.attributes("src") == []


def test_the_page_forbids_itself_scripts_and_remote_loads() -> None:
    page = _Page(exported(everything(), _HTML))

    policy = next(
        named["content"]
        for _, named in page.tags
        if named.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert all(source.startswith("data:image/png;base64,") for source in page.attributes("src"))
    assert len(page.attributes("src")) == 1


def test_each_turn_has_an_anchor_and_a_line_in_the_contents() -> None:
    page = _Page(exported(everything(), _HTML))

    assert {"turn-1", "turn-2"} <= set(page.attributes("id"))
    assert page.attributes("href").count("#turn-2") == 2


def test_everything_that_was_said_can_be_read() -> None:
    text = _Page(exported(everything(), _HTML)).text

    for said_text in (
        "Why does it **fail**?",
        "Let me look.",
        "x = {'a': 1}",
        "1: old = 1",
        "+new = 2",
        "Interrupted before it was complete.",
        "no such target",
        "All was read.",
        "second try",
        "A retry replaced this answer.",
        "日本語",
    ):
        assert said_text in text


def test_code_is_coloured_by_classes_and_keeps_every_character() -> None:
    code = "\n\ndef f():\n\treturn '<&>'  # why\n\n"
    source = exported(of([prompt("x"), answer(said(f"```python\n{code}```"))]), _HTML)

    assert '<span class="c-k">def</span>' in source
    assert code in _Page(source).text


@pytest.mark.parametrize("language", ["", "no-such-language", "../../x", "a" * 5_000])
def test_code_in_a_language_that_nobody_knows_is_plain(language: str) -> None:
    source = exported(of([prompt("x"), answer(said(f"```{language}\n1 < 2\n```"))]), _HTML)

    assert "<pre><code>1 &lt; 2\n</code></pre>" in source


def test_a_table_of_contents_of_many_turns_is_folded() -> None:
    turns = [prompt(f"number {at}", f"p{at}") for at in range(40)]
    source = exported(of(turns), _HTML)

    assert '<nav class="contents" aria-label="Contents"><details><summary>40 prompts' in source


def test_a_theme_gives_its_colours_to_viewers_of_its_kind() -> None:
    theme = "is_dark = true\n[colors]\n" + "".join(
        f'{name} = "#11223{at % 10}"\n' for at, name in enumerate(DEFAULT_COLOURS.dark)
    )

    colours = DEFAULT_COLOURS.with_theme(theme)

    assert colours.dark["background"] == "#112230"
    assert colours.light == DEFAULT_COLOURS.light


@pytest.mark.parametrize(
    "source",
    [
        "no theme",
        "is_dark = true",
        '[colors]\nbackground = "ansi_default"',
        "".join(f'{name} = "red;}}body{{"\n' for name in DEFAULT_COLOURS.dark),
    ],
)
def test_what_is_no_theme_with_colours_of_its_own_changes_nothing(source: str) -> None:
    assert DEFAULT_COLOURS.with_theme(source) == DEFAULT_COLOURS
    assert DEFAULT_COLOURS.with_theme(f"[colors]\n{source}") == DEFAULT_COLOURS
