"""Text that means harm, or is broken: it is drawn, nothing is lost, and the work stays bounded."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from rich.cells import cell_len

from agent_tui.ui.markdown import markdown_rows, parser
from agent_tui.ui.markdown.markdown_rows import MarkdownRows
from agent_tui.ui.markdown.row_writer import Frame
from tests.ui.markdown.drawn import PALETTE, chunks, copied, drawn_rows, lines

_LINE = 200_000
_COLUMNS = [f"column {number}" for number in range(300)]
_WIDE_TABLE = "".join(
    f"| {' | '.join(cells)} |\n"
    for cells in (
        _COLUMNS,
        ["---"] * 300,
        *([f"r{row}c{c}" for c in range(300)] for row in range(4)),
    )
)
_TRAPS = {
    "brackets": "[",
    "closing brackets": "]",
    "images": "![",
    "empty links": "[]()",
    "images of links": "![[]()",
    "half a link": "[a](",
    "half a target": "[a](<b",
    "references": "[a][",
    "stars": "*",
    "strong words": "**a",
    "both marks": "*_",
    "mixed": "*a **b _c ~~",
    "backticks": "`",
    "more and more backticks": "`a``b```c````",
    "angles": "<",
    "tags": "<a b='c ",
    "comments": "<!--",
    "entities": "&",
    "backslashes": "\\",
    "tildes": "~~a",
    "addresses": "http://a.b:",
    "places": "a/b/c.d:",
    "dots": "a.b-c+d/",
    "quotes": "> ",
    "bullets": "- ",
    "numbers": "1. ",
    "bars": "|",
    "bars and dashes": "|-",
    "tabs": "\t",
    "zero width": "\u200d",
    "combining": "\u0301",
    "controls": "\x00\x1b[2J\x9b",
    "surrogates": "\ud83d",
    "bidi": "\u202e\u2066",
    "families": "👩‍👩‍👧",
    "flags": "🇩🇪",
    "hearts": "❤️",
}


class Work:
    """What the parser had to do: characters of source, and steps through inline text."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.characters = self.steps = 0
        parse: Callable[..., object] = parser.parse
        skip = ParserInline.skipToken

        def counted_parse(source: str, *rest: object) -> object:
            self.characters += len(source)
            return parse(source, *rest)

        def counted_skip(inline: ParserInline, state: StateInline) -> None:
            self.steps += 1
            skip(inline, state)

        monkeypatch.setattr(markdown_rows, "parse", counted_parse)
        monkeypatch.setattr(ParserInline, "skipToken", counted_skip)


@pytest.mark.parametrize("trap", _TRAPS)
def test_a_trap_of_ten_thousand_marks_costs_no_more_than_prose(
    trap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _TRAPS[trap] * (10_000 // len(_TRAPS[trap]))
    work = Work(monkeypatch)
    drawing = MarkdownRows(Frame(60), PALETTE)

    for delta in chunks(text, 1, 900):
        before = work.characters, work.steps
        drawing.append(delta)
        drawing.rows()
        assert work.characters - before[0] < 40_000
        assert work.steps - before[1] < 60_000
    drawing.finish()


@pytest.mark.parametrize("trap", _TRAPS)
def test_a_trap_ends_in_the_same_rows_in_any_deltas_and_fills_its_rows(trap: str) -> None:
    text = _TRAPS[trap] * (3_000 // len(_TRAPS[trap]))

    whole = drawn_rows([text], 50)

    assert drawn_rows(chunks(text, 3, 700), 50) == whole
    for runs, *_ in whole:
        drawn = "".join(piece for piece, _ in runs)
        assert sum(cell_len(piece) for piece, _ in runs) == 51
        assert drawn.isprintable() or not set(drawn) & set("\x00\x1b\x9b\u202e\u2066\ud83d")


def test_one_line_of_200_kilobytes_is_parsed_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(monkeypatch)
    drawing = MarkdownRows(Frame(80), PALETTE)

    drawing.append("word " * (_LINE // 5))

    assert drawing.row_count == _LINE // 80
    assert work.characters < 8 * _LINE


def test_a_fence_that_never_closes_shows_every_line() -> None:
    text = "```python\n" + "".join(f"x = {number}\n" for number in range(4_000))

    assert lines(text)[-1] == "  x = 3999"


def test_a_table_of_300_columns_keeps_all_its_cells() -> None:
    drawn = lines(_WIDE_TABLE, 40)

    assert "column 0: r0c0" in drawn
    assert [row for row in drawn if "r3c299" in row] == ["column 299: r3c299"]
    assert copied([_WIDE_TABLE], 40) == _WIDE_TABLE.rstrip("\n")
    assert drawn_rows(chunks(_WIDE_TABLE, 2, 3_000)) == drawn_rows([_WIDE_TABLE])


def test_a_row_of_a_table_that_does_not_end_stays_in_the_table() -> None:
    text = "| a | b |\n|---|---|\n| " + "long " * 2_000 + "| x |\n| last | 1 |\n"

    assert " ".join(" ".join(lines(text)).split()).count("long") == 2_000
    assert lines(text)[-1].split() == ["last", "│", "1"]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "- > ", "> 1. - "])
@pytest.mark.parametrize("depth", [50, 400])
def test_deep_nesting_loses_no_text(mark: str, depth: int) -> None:
    drawn = "".join(lines(mark * depth + "inmost", 60))

    assert "inmost" in drawn


def test_fifty_levels_of_lists_line_by_line_keep_every_word() -> None:
    text = "".join(f"{'  ' * depth}- level{depth}.\n" for depth in range(50))

    for width in (20, 80, 200):
        drawn = "".join(line.replace(" ", "") for line in lines(text, width))
        assert all(f"level{depth}." in drawn for depth in range(50))


def test_a_link_with_many_brackets_around_it_is_still_a_link() -> None:
    text = "[ ] " * 100 + "[word](https://example.com)"

    assert lines(text, 500)[0].endswith("[ ] word")


@pytest.mark.parametrize("mark", ["e\u0301", "👩‍👩‍👧", "🇩🇪", "❤️", "日"])
@pytest.mark.parametrize("width", [7, 8, 9])
def test_a_row_ends_behind_a_whole_character(mark: str, width: int) -> None:
    for text in (mark * 40, f"x{mark}" * 40, f"```\n{mark * 40}\n```"):
        for row in lines(text, width):
            assert row.strip().removeprefix("x").startswith(mark)


@pytest.mark.parametrize("width", range(1, 20))
def test_nothing_breaks_on_the_narrowest_screens(width: int) -> None:
    text = "# a\n\n1. - > - [x] deep日本\n\n| a | b |\n|-|-|\n| 👩‍👧 | y |\n\n```\n\tx\n```\n***\n"

    assert "deep" in "".join(line.replace(" ", "").strip("▎") for line in lines(text, width))
