"""The built-in demo agent with the real tools, by keys: what a newcomer tries first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.chat_program import ENTER, READY, SIZES, type_prompt
from tests.terminal.pty_program import AGENT_TUI, PtyProgram

ARMED = "Esc stops the turn"


@contextmanager
def demo(home: Path, work: Path, size: tuple[int, int]) -> Iterator[PtyProgram]:
    columns, rows = size
    argv = (*AGENT_TUI, "--provider", "demo", "-C", str(work))
    with PtyProgram(argv, home=home, columns=columns, rows=rows, is_warm=True) as program:
        program.wait_for(READY)
        yield program


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with notes and one test that passes."""
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "notes.txt").write_text("buy milk\ncall Ada\n")
    return folder


@pytest.mark.parametrize("size", [SIZES[0]])
def test_list_files_needs_no_permission(tmp_path: Path, work: Path, size: tuple[int, int]) -> None:
    with demo(tmp_path, work, size) as program:
        type_prompt(program, "list files")
        program.wait_for("gave back")
        program.wait_for("notes.txt")


@pytest.mark.parametrize("size", [SIZES[1]])
def test_edit_shows_the_difference_and_waits_for_a_yes(
    tmp_path: Path, work: Path, size: tuple[int, int]
) -> None:
    with demo(tmp_path, work, size) as program:
        type_prompt(program, "edit notes.txt")
        program.wait_for("+ This line was added")
        program.wait_for(ARMED)
        program.send("y")
        program.wait_for("Changed notes.txt")

        lines = (work / "notes.txt").read_text().splitlines()
        assert lines == ["buy milk", "This line was added by the demo agent.", "call Ada"]


@pytest.mark.parametrize("size", [SIZES[0]])
def test_run_shows_the_exact_command_and_its_output(
    tmp_path: Path, work: Path, size: tuple[int, int]
) -> None:
    with demo(tmp_path, work, size) as program:
        type_prompt(program, "run the tests")
        program.wait_for("$ python3 -m pytest -q")
        program.wait_for(ARMED)
        program.send("e")
        program.wait_for("Ctrl+S")
        program.send("\x01" + "\x0b")  # to the start of the line, and away with it
        program.send("echo 3 passed in no time")
        program.wait_for("echo 3 passed in no time")
        program.send("\x13")
        program.wait_for("gave back")
        program.wait_for("    3 passed in no time")


@pytest.mark.parametrize("size", [SIZES[1]])
def test_ask_me_several_things_is_answered_looked_over_and_sent(
    tmp_path: Path, work: Path, size: tuple[int, int]
) -> None:
    with demo(tmp_path, work, size) as program:
        type_prompt(program, "ask me several things")
        program.wait_for("Which colour do you like best?")
        program.wait_for(ARMED)
        program.send("2" + ENTER)
        program.wait_for("Which of these do you use every day?")
        program.send("j j " + ENTER)
        program.wait_for("What should this program do better?")
        program.send("stay small")
        program.wait_for("stay small")
        program.send(ENTER)
        program.wait_for("1-9 change")
        for answer in ("Green", "Editor", "Shell", "stay small"):
            program.wait_for(answer)
        program.send(ENTER)
        program.wait_for("The user answered.")


def test_two_commands_of_one_step_are_decided_one_by_one(tmp_path: Path, work: Path) -> None:
    with demo(tmp_path, work, SIZES[0]) as program:
        type_prompt(program, "run touch a and then touch b")
        program.wait_for("make 2 calls")
        program.wait_for(ARMED)
        program.send("Y")  # this one only
        program.wait_for("✓")
        program.send("N")
        program.wait_for("told why")
        program.send(ENTER)
        program.wait_for("sends")
        program.send(ENTER)
        program.wait_for("did not work")

        assert (work / "a").exists()
        assert not (work / "b").exists()
