"""Every way out before the screen stands leaves the terminal as it was."""

from __future__ import annotations

import signal

import pytest

from tests.boot.conftest import Gate, StandIn
from tests.terminal import keys


@pytest.mark.parametrize(
    ("typed", "exit_code"),
    [
        (keys.ctrl("q"), 0),
        ("text" + keys.UP + keys.ctrl("q"), 0),
        (keys.ctrl("c") + keys.ctrl("c"), 130),
    ],
)
def test_a_key_to_leave_works_while_imports_go_on(
    stand_in: StandIn, gate: Gate, typed: str, exit_code: int
) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        program.send(typed)

        assert program.wait_for_exit() == exit_code
        assert program.is_restored()


@pytest.mark.parametrize(
    ("number", "exit_code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_during_the_imports_restores_and_tells_its_number(
    stand_in: StandIn, gate: Gate, number: int, exit_code: int
) -> None:
    with stand_in("report", gate=gate) as program:
        gate.wait_for(program)
        program.kill(number)

        assert program.wait_for_exit() == exit_code
        assert program.is_restored()


def test_a_signal_at_the_very_first_moment_leaves_the_terminal_restored(
    stand_in: StandIn, gate: Gate
) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for(lambda: bool(program.output))
        program.kill(signal.SIGTERM)

        assert program.wait_for_exit() in (143, -signal.SIGTERM)
        program.wait_for_restore()


def test_a_closed_window_ends_the_program(stand_in: StandIn, gate: Gate) -> None:
    with stand_in("report", gate=gate) as program:
        program.send("x")
        program.wait_for("❯ x")
        program.hang_up()

        assert program.wait_for_exit() in (129, -signal.SIGHUP)


def test_the_exit_code_survives_a_terminal_that_is_gone(stand_in: StandIn) -> None:
    with stand_in("hung-up") as program:
        program.wait_for("may hang up")
        program.hang_up()

        assert program.wait_for_exit() == 7


@pytest.mark.parametrize(("word", "exit_code"), [("exit", 3), ("crash", 1), ("print", 2)])
def test_every_end_of_the_command_line_restores_the_terminal(
    stand_in: StandIn, word: str, exit_code: int
) -> None:
    with stand_in(word) as program:
        assert program.wait_for_exit() == exit_code
        assert program.is_restored()


def test_a_fault_is_shown_on_the_screen_that_stays(stand_in: StandIn) -> None:
    with stand_in("crash") as program:
        program.wait_for_exit()

        assert "RuntimeError: a fault of the stand-in" in program.screen_text()


def test_text_printed_instead_of_a_screen_stays_readable(stand_in: StandIn) -> None:
    with stand_in("print") as program:
        program.wait_for_exit()

        assert program.line(0) == "plain words"
