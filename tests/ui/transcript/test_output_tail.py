"""Command output without a terminal: sequences, overwriting, bounded memory."""

from __future__ import annotations

import sys

import pytest
from rich.cells import cell_len

from agent_tui.ui.render.cells import cut_end, cut_start
from agent_tui.ui.render.one_line import exact_line
from agent_tui.ui.render.output_tail import (
    MOST_CHARACTERS,
    OutputTail,
    monospace_rows,
    size_text,
)
from agent_tui.ui.render.terminal_text import TerminalTextStream, terminal_text

OUTPUTS = [
    ("plain\nlines\n", "plain\nlines\n"),
    ("\x1b[1;31mred\x1b[0m text", "red text"),
    ("\x1b]0;a title\x07after", "after"),
    ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
    ("\x1b(B\x1b7\x1b8\x1b=x", "x"),
    ("\x1b[2J\x1b[1;1Hhome", "home"),
    ("10 %\r50 %\r100 %\ndone", "100 %\ndone"),
    ("windows\r\nlines\r\n", "windows\nlines\n"),
    ("spin |\b/\b-", "spin -"),
    ("\b\bx", "x"),
    ("progress\r", "progress"),
    ("\x1b[31", ""),
    ("\x1bZ\x1b", ""),
]


@pytest.mark.parametrize(("output", "text"), OUTPUTS)
def test_what_only_a_terminal_understands_is_left_out(output: str, text: str) -> None:
    assert terminal_text(output) == text


@pytest.mark.parametrize(("output", "text"), OUTPUTS)
def test_output_may_be_cut_anywhere(output: str, text: str) -> None:
    for cut in range(len(output)):
        stream = TerminalTextStream()
        lines = stream.feed(output[:cut]) + stream.feed(output[cut:])

        assert lines + stream.open_line == text


def test_a_sequence_that_never_ends_is_text_after_all() -> None:
    tail = OutputTail()
    tail.feed("\x1b]0;" + "x" * 2_000)

    rows, _ = tail.last_rows(40, 2, monospace_rows)
    assert rows == ["x" * 40, "x" * (2_004 % 40 or 40)]


def test_the_last_rows_are_shown_and_the_others_counted() -> None:
    tail = OutputTail()
    tail.feed("".join(f"line {number}\n" for number in range(1_000)))
    tail.feed("the open one")

    assert tail.last_rows(40, 3, monospace_rows) == (
        ["line 998", "line 999", "the open one"],
        "998 lines",
    )


def test_what_came_too_fast_is_counted_in_bytes() -> None:
    tail = OutputTail()
    tail.feed("a\nb\n", skipped_bytes=3 * 1024 * 1024)
    tail.feed("c\n", skipped_bytes=512)

    assert tail.last_rows(40, 2, monospace_rows) == (["b", "c"], "1 line and 3.0 MB")


def test_long_lines_are_cut_into_rows_as_a_terminal_would() -> None:
    tail = OutputTail()
    tail.feed("short\n" + "0123456789" * 3 + "\n")

    assert tail.last_rows(12, 5, monospace_rows) == (
        ["short", "012345678901", "234567890123", "456789"],
        "",
    )
    assert tail.last_rows(12, 2, monospace_rows) == (["234567890123", "456789"], "2 lines")


@pytest.mark.parametrize("width", [2, 3, 7, 20])
@pytest.mark.parametrize(
    "line",
    [
        "漢字かな交じり文 and more",
        "👩‍👩‍👧‍👦 family 🎉🎉",
        "e\u0301" * 9,
        "a\tb\u202ec\x07",
        "x" * 90,
    ],
)
def test_no_row_is_wider_than_the_screen(line: str, width: int) -> None:
    rows = monospace_rows(line, width)

    assert max(map(cell_len, rows)) <= width
    assert not any(character < " " for row in rows for character in row)


def test_memory_stays_flat_whatever_a_command_prints() -> None:
    tail = OutputTail()
    for number in range(3_000):
        tail.feed(f"line {number} " + "x" * 1_000 + "\n")
    for _ in range(3_000):
        tail.feed("no line end " * 100)

    kept = sys.getsizeof(tail._text) + sys.getsizeof(tail._stream._open)
    assert kept < 3 * MOST_CHARACTERS
    rows, above = tail.last_rows(100, 5, monospace_rows)
    assert len(rows) == 5
    assert above == "3,001 lines"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (840, "840 bytes"),
        (2_048, "2.0 kB"),
        (135_000_000, "129 MB"),
        (1 << 40, "1.0 TB"),
    ],
)
def test_sizes_are_said_as_people_say_them(count: int, text: str) -> None:
    assert size_text(count) == text


@pytest.mark.parametrize("cells", range(12))
@pytest.mark.parametrize(
    "text", ["src/deep/notes.txt", "漢字/かな.txt", "e\u0301e\u0301e\u0301.py", ""]
)
def test_what_is_cut_fits(text: str, cells: int) -> None:
    assert cell_len(cut_start(text, cells)) <= cells
    assert cell_len(cut_end(text, cells)) <= cells


def test_of_a_path_the_end_stays() -> None:
    assert cut_start("src/deep/notes.txt", 12) == "…p/notes.txt"
    assert cut_end("git push origin", 9) == "git push…"
    assert cut_end("fits", 4) == "fits"


def test_an_exact_line_loses_nothing() -> None:
    assert exact_line("a  b\nc\td\u200b\u202e") == "a  b↵c→d‹U+200B›‹U+202E›"
