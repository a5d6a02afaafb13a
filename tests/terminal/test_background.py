"""Light or dark goes with the terminal, however late it says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import keys
from tests.terminal.pty_program import AGENT_TUI, PtyProgram
from tests.terminal.started import wait_until_started

DEMO = (*AGENT_TUI, "--provider", "demo")
LIGHT = b"48;2;251;251;250"  # the pages of agent-tui-light and agent-tui-dark
DARK = b"48;2;20;22;27"
ANSWER = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"


def composer_text(program: PtyProgram) -> str:
    return next(line for line in reversed(program.lines()) if line.startswith("❯"))


def test_in_a_light_terminal_the_first_picture_is_light(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path, background="fdf6e3") as program:
        wait_until_started(program)

        assert LIGHT in program.output
        assert DARK not in program.output


def test_in_a_dark_terminal_the_picture_is_dark(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path, background="002b36") as program:
        wait_until_started(program)

        assert DARK in program.output
        assert LIGHT not in program.output


@pytest.mark.parametrize("cut", [1, 2, 9, len(ANSWER)])
def test_an_answer_that_comes_late_turns_the_screen_and_types_nothing(
    tmp_path: Path, cut: int
) -> None:
    with PtyProgram(DEMO, home=tmp_path, answers=False, is_warm=True) as program:
        wait_until_started(program)
        assert DARK in program.output
        program.send("before ")
        program.wait_for("before")
        program.send(ANSWER[:cut])
        program.send(ANSWER[cut:] + b"after")
        program.wait_for(lambda: composer_text(program) == "❯ before after")

        program.wait_for(lambda: LIGHT in program.output)
        program.send(keys.ctrl("q"))
        assert program.wait_for_exit() == 0
        assert program.is_restored()


def test_without_an_answer_every_key_works(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path, answers=False, is_warm=True) as program:
        wait_until_started(program)
        program.send("abc" + keys.LEFT + keys.BACKSPACE + "é汉")
        program.wait_for(lambda: composer_text(program) == "❯ aé汉c")

        program.send(keys.F1)
        program.wait_for("Keys")
        program.send(keys.ESCAPE)
        program.wait_for("❯ aé汉c")


def test_a_theme_that_the_user_has_set_stays(tmp_path: Path) -> None:
    argv = (*DEMO, "--theme", "agent-tui-dark")
    with PtyProgram(argv, home=tmp_path, background="ffffff") as program:
        wait_until_started(program)

        assert DARK in program.output
        assert LIGHT not in program.output
