"""Every way to die leaves the terminal as it was found, with the right exit code."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.terminal import keys
from tests.terminal.pty_program import AGENT_TUI, PtyProgram
from tests.terminal.started import wait_until_started

DEMO = (*AGENT_TUI, "--provider", "demo")


@pytest.mark.parametrize(
    ("typed", "exit_code"),
    [
        (keys.ctrl("q"), 0),
        (keys.ctrl("d"), 0),
        ("/quit" + keys.ENTER, 0),
        (keys.ctrl("c") + keys.ctrl("c"), 0),
    ],
)
def test_a_key_to_leave_restores_the_terminal(tmp_path: Path, typed: str, exit_code: int) -> None:
    with PtyProgram(DEMO, home=tmp_path, is_warm=True) as program:
        wait_until_started(program)
        program.send(typed)

        assert program.wait_for_exit() == exit_code
        assert program.is_restored()


@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_leaves_in_order_and_tells_its_number(
    tmp_path: Path, number: int, exit_code: int
) -> None:
    with PtyProgram(DEMO, home=tmp_path, is_warm=True) as program:
        wait_until_started(program)
        program.kill(number)

        assert program.wait_for_exit() == exit_code
        assert program.is_restored()


def test_even_sigkill_leaves_a_restored_terminal(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path) as program:
        wait_until_started(program)
        program.kill(signal.SIGKILL)

        program.wait_for_restore()
        assert program.wait_for_exit() == -signal.SIGKILL


def test_a_closed_window_ends_the_program(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path, is_warm=True) as program:
        wait_until_started(program)
        program.hang_up()

        assert program.wait_for_exit() == 129


def test_a_wrong_flag_is_explained_on_the_screen_that_stays(tmp_path: Path) -> None:
    with PtyProgram((*AGENT_TUI, "--no-such-flag"), home=tmp_path) as program:
        assert program.wait_for_exit() == 2
        assert program.is_restored()
        assert "--no-such-flag" in program.screen_text()
