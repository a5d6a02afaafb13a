"""The harness itself: what it shows and notices is what a terminal would."""

from __future__ import annotations

import random
import signal
import sys
from pathlib import Path

import pyte
import pytest

from tests.terminal.pty_program import PtyProgram
from tests.terminal.terminal_answers import TerminalAnswers
from tests.terminal.terminal_modes import modes_left_on
from tests.terminal.terminal_screen import TerminalScreen


def shell(script: str, home: Path, **options: object) -> PtyProgram:
    return PtyProgram(["/bin/sh", "-c", script], home=home, **options)  # type: ignore[arg-type]


def test_the_screen_shows_what_the_program_writes_and_what_is_typed(tmp_path: Path) -> None:
    with shell("echo ready; read word; echo got $word", tmp_path) as program:
        program.wait_for("ready")
        program.send("汉字\r")
        program.wait_for("got 汉字")

        assert program.lines()[:3] == ["ready", "汉字", "got 汉字"]
        assert program.wait_for_exit() == 0


def test_leaving_the_block_ends_a_program_that_still_runs(tmp_path: Path) -> None:
    with shell("echo up; exec sleep 60", tmp_path) as program:
        program.wait_for("up")

    assert program.exit_code == -signal.SIGKILL


def test_waiting_in_vain_shows_the_screen_and_the_exit_code(tmp_path: Path) -> None:
    with (
        shell("echo something else; exit 4", tmp_path) as program,
        pytest.raises(AssertionError, match=r"(?s)waited for 'this'; exit code 4.*something else"),
    ):
        program.wait_for("this", timeout=0.3)


def test_a_new_window_size_reaches_program_and_screen(tmp_path: Path) -> None:
    with shell("trap 'stty size; exit' WINCH; echo up; read word", tmp_path) as program:
        program.wait_for("up")
        program.resize(40, 10)
        program.wait_for("10 40")

        assert len(program.lines()) == 10


def test_nothing_of_our_own_environment_reaches_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of the developer")

    with shell("env", tmp_path, env={"EXTRA": "1"}) as program:
        program.wait_for("EXTRA=1")
        program.wait_for_exit()

        assert "OPENAI" not in program.screen_text()


@pytest.mark.parametrize(("answers", "reply"), [(True, "^[[?2026;2$y"), (False, "timed out")])
def test_a_terminal_answers_questions_unless_told_not_to(
    tmp_path: Path, answers: bool, reply: str
) -> None:
    code = (
        "import os, select, sys, tty; tty.setraw(0); os.write(1, b'\\x1b[?2026$p');"
        "there = select.select([0], [], [], 0.5)[0];"
        "print(os.read(0, 99).decode().replace('\\x1b', '^[') if there else 'timed out')"
    )
    with PtyProgram([sys.executable, "-c", code], home=tmp_path, answers=answers) as program:
        program.wait_for(reply)


def test_a_question_that_is_cut_in_two_is_answered_once() -> None:
    answers = TerminalAnswers(background="ffffff")
    output = b"text\x1b]11;?\x1b\\more"

    given = [answers.to(output[:end]) for end in range(len(output) + 1)]

    assert b"".join(given) == b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"


@pytest.mark.parametrize(
    ("output", "left"),
    [
        (b"\x1b[?1049h\x1b[?1049l", []),
        (b"\x1b[?1000;1006h\x1b[?1000l", ["mouse coordinates"]),
        (b"\x1b[?25l\x1b[?7l\x1b[?7h", ["cursor hidden"]),
        (b"\x1b[>25u", ["kitty keyboard"]),
        (b"\x1b[>25u\x1b[<u\x1b[<u", []),
        (b"\x1b[>4;1m", ["other keys"]),
        (b"\x1b[>4;1m\x1b[>4m", []),
    ],
)
def test_a_mode_that_stays_switched_on_is_named(output: bytes, left: list[str]) -> None:
    assert modes_left_on(output) == left


def test_unrestored_line_settings_are_noticed(tmp_path: Path) -> None:
    with shell("stty -echo", tmp_path) as program:
        program.wait_for_exit()

        assert not program.is_restored()


def test_the_main_screen_comes_back_as_it_was() -> None:
    screen = TerminalScreen(20, 3)
    screen.feed(b"before\r\n\x1b[?1049h\x1b[2;1Hinside")
    assert screen.lines() == ["", "inside", ""]

    screen.feed(b"\x1b[?1049lafter")

    assert screen.lines() == ["before", "after", ""]


@pytest.mark.parametrize("cut", range(1, 20))
def test_output_may_be_cut_anywhere(cut: int) -> None:
    output = "\x1b[?1049h\x1b[>25u\x1b[<u汉字".encode()
    screen = TerminalScreen(10, 1)

    screen.feed(output[:cut])
    screen.feed(output[cut:])

    assert screen.lines() == ["汉字"]


def test_the_screen_is_pytes_after_any_output() -> None:
    pieces = [
        "abc", "x" * 25, "e\u0301", "\u0301", "│─", "\t", "\r\n", "\x1b[31;1m", "\x1b[0m",
        "\x1b[2K", "\x1b[1J", "\x1b[2J", "\x1bM", "\x1b[L", "\x1b[2M", "\x1b[3P", "\x1b[2@",
        "\x1b[4h", "\x1b[4l", "\x1b[2;4r", "\x1b[2;1H", "\x1b[1;19H", "\x1b[5;7H", "\x1bc",
    ]  # fmt: skip
    chosen = random.Random(7)
    ours, theirs = TerminalScreen(20, 5), pyte.Screen(20, 5)
    stream = pyte.Stream(theirs)

    for piece in chosen.choices(pieces, k=1_500):
        ours.feed(piece.encode())
        stream.feed(piece)
        assert ours.cursor == (theirs.cursor.x, theirs.cursor.y)
        assert ours.lines() == [row.rstrip() for row in theirs.display]
