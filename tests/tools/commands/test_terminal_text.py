"""Output that was meant for a terminal becomes plain lines, wherever it is cut."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.tools.commands.line_follower import LineFollower
from agent_tui.tools.commands.long_text import LongText
from agent_tui.tools.commands.outcome import duration
from agent_tui.tools.commands.output_collector import OutputCollector
from agent_tui.tools.commands.terminal_text import TerminalText

PLAYED = {
    "plain": (b"a\nb\n", "a\nb\n"),
    "no line end": (b"a\nb", "a\nb"),
    "windows line ends": (b"a\r\nb\r\n", "a\nb\n"),
    "colours": (b"\x1b[1;38;5;200mred\x1b[0m\n", "red\n"),
    "cursor": (b"\x1b[2K\x1b[1Ga\x1b[?25l\n", "a\n"),
    "title": (b"\x1b]0;title\x07a\x1b]2;b\x1b\\c\n", "ac\n"),
    "link": (b"\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\\n", "text\n"),
    "device string": (b"\x1bPq#0;1\x1b\\a\n", "a\n"),
    "character set": (b"\x1b(Ba\x1b=b\x1b7c\n", "abc\n"),
    "progress": (b"10 %\r50 %\r100 %\n", "100 %\n"),
    "progress that ends at the left": (
        b"10 %\r100 %, done.   \r\nnext\n",
        "100 %, done.   \nnext\n",
    ),
    "erased progress": (b"working\r       \rdone\n", "done\n"),
    "erased to nothing": (b"working\r       \r\n", "       \n"),
    "backspaces": (b"ab\b\bcd\n", "cd\n"),
    "bold of manuals": (b"N\bNA\bA\n", "NA\n"),
    "too many backspaces": (b"\b\b\ba\n", "a\n"),
    "other control characters": (b"a\x00\x07\x0c\tb\n", "a\x00\x07\x0c\tb\n"),
    "not text": (b"\xff\xfe\n", "\ufffd\ufffd\n"),
    "cut character at the end": (b"a\xc3", "a\ufffd"),
    "cut sequence at the end": (b"a\x1b[3", "a"),
    "unicode": ("ü漢🎉\n".encode(), "ü漢🎉\n"),
}


def played(*pieces: bytes) -> str:
    terminal = TerminalText()
    return "".join([*map(terminal.feed, pieces), terminal.end()])


@pytest.mark.parametrize(("data", "text"), PLAYED.values(), ids=PLAYED)
def test_output_is_played_as_on_a_terminal(data: bytes, text: str) -> None:
    assert played(data) == text


@pytest.mark.parametrize(("data", "text"), PLAYED.values(), ids=PLAYED)
def test_it_does_not_matter_where_output_is_cut(data: bytes, text: str) -> None:
    for cut in range(len(data) + 1):
        assert played(data[:cut], data[cut:]) == text
    assert played(*(bytes([byte]) for byte in data)) == text


@given(st.lists(st.text(alphabet="ab\r\n\b\x1b[]m;\x07\\").map(str.encode)))
def test_a_reader_who_can_only_be_told_more_gets_the_last_state(pieces: list[bytes]) -> None:
    terminal, follower = TerminalText(), LineFollower()
    told = ""
    for piece in pieces:
        told += follower.ended(terminal.feed(piece))
        told += follower.unfinished(terminal.unfinished)
    told += follower.ended(terminal.end())

    assert told.endswith(played(*pieces).rpartition("\n")[2])


@pytest.mark.parametrize(
    "byte", [b"a", b"\r", b"\b", b"\x1b", b"\x1b]", b"a\r", b"\xff", b"\x1b[0m"]
)
def test_endless_lines_need_neither_memory_nor_time(byte: bytes) -> None:
    terminal, piece = TerminalText(), byte * 65536
    started_s = time.process_time()
    for _ in range(20):
        terminal.feed(piece)

    assert len(terminal.unfinished) <= 8192
    assert time.process_time() - started_s < 3


def test_a_line_that_only_grows_is_shown_as_it_grows() -> None:
    collector = OutputCollector("/nowhere")

    assert [collector.add(b"Is"), collector.add(b" it"), collector.add(b"?\nYes")] == [
        "Is",
        " it",
        "?\nYes",
    ]


async def test_the_screen_is_told_of_a_rewritten_line_once_a_second_and_the_model_at_the_end() -> (
    None
):
    now_s = 0.0
    collector = OutputCollector("/nowhere", clock=lambda: now_s)
    shown = ""
    for percent in range(100):
        now_s = percent / 50
        shown += collector.add(b"\r%d %%" % percent)
    shown += collector.add(b"\n")

    assert shown == "0 %\n50 %\n99 %\n"
    assert await collector.taken() == "99 %\n"


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    text = LongText()
    for number in range(100_000):
        text.add(f"{number}\n")

    told = text.text("It is elsewhere.")

    assert told.startswith("0\n1\n2\n")
    assert told.endswith("99998\n99999\n")
    assert f"… {text.left_out:,} characters left out. It is elsewhere. …" in told
    assert len(told) < 30_100


def test_a_text_that_fits_is_told_whole() -> None:
    text = LongText()
    text.add("a" * 15_000)
    text.add("b" * 15_000)

    assert text.text("") == "a" * 15_000 + "b" * 15_000


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (59.94, "59.9 s"), (61, "1 min 1 s"), (3600, "60 min 0 s")],
)
def test_durations_read_well(seconds: float, text: str) -> None:
    assert duration(seconds) == text
