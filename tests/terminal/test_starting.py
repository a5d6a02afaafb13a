"""What is typed from the first moment on is in the composer when the screen stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal import keys
from tests.terminal.pty_program import AGENT_TUI, PtyProgram
from tests.terminal.started import wait_until_started

DEMO = (*AGENT_TUI, "--provider", "demo")


def composer_text(program: PtyProgram) -> str:
    return next(line for line in reversed(program.lines()) if line.startswith("❯"))


@pytest.mark.parametrize("answers", [True, False])
def test_a_draft_typed_into_the_skeleton_is_the_composers_draft(
    tmp_path: Path, answers: bool
) -> None:
    with PtyProgram(DEMO, home=tmp_path, answers=answers) as program:
        program.wait_for("starting")
        program.send("a draft")
        wait_until_started(program)

        program.wait_for(lambda: composer_text(program) == "❯ a draft")


def test_typing_on_while_the_screen_changes_loses_nothing(tmp_path: Path) -> None:
    words = " ".join(f"word{i}" for i in range(10))
    with PtyProgram(DEMO, home=tmp_path, columns=120) as program:
        for character in words:
            program.send(character)
            program.pump(0.005)
        wait_until_started(program)

        program.wait_for(lambda: composer_text(program) == f"❯ {words}")


def test_a_prompt_entered_into_the_skeleton_is_answered(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path) as program:
        program.wait_for("starting")
        program.send("hello there" + keys.ENTER + "next")
        wait_until_started(program)

        program.wait_for("hello there")
        program.wait_for(lambda: composer_text(program) == "❯ next")


def test_a_paste_into_the_skeleton_is_one_draft_of_many_lines(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path) as program:
        program.wait_for("starting")
        program.send(keys.pasted("first line\rsecond line"))
        wait_until_started(program)

        program.wait_for("❯ first line\n  second line")
