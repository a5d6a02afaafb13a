"""`AgentTui` in a host's own program: exit handlers, and bugs of the host's own."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.chat_program import CTRL_Q, READY, stored_entries, type_prompt
from tests.terminal.pty_program import PtyProgram


@contextmanager
def embedded(home: Path, mode: str, *, is_asked: bool = True) -> Iterator[PtyProgram]:
    argv = (sys.executable, "-m", "tests.flows.embedded_app", mode, str(home / "seen.txt"))
    with PtyProgram(argv, home=home, columns=100) as program:
        program.wait_for(READY)
        if is_asked:
            type_prompt(program, "hello")
            program.wait_for("Good day.")
            program.wait_for("0.")  # the turn's time: it has ended
        yield program


def test_an_application_shows_its_own_name_and_version(tmp_path: Path) -> None:
    with embedded(tmp_path, "record", is_asked=False) as program:
        program.wait_for("my-agent 7.1")


def test_the_exit_handler_sees_the_live_session_before_anything_is_closed(tmp_path: Path) -> None:
    with embedded(tmp_path, "record") as program:
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0

    assert (tmp_path / "seen.txt").read_text() == "user shutting_down ['hello', 'Good day.']"


def test_a_vetoed_quit_says_why_and_the_next_one_works(tmp_path: Path) -> None:
    with embedded(tmp_path, "veto") as program:
        program.send(CTRL_Q)
        program.wait_for("Two files are not uploaded yet.")
        assert program.exit_code is None

        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0


@pytest.mark.parametrize(
    ("mode", "problem"),
    [
        ("raise", "The exit handler failed (ValueError: the host's own bug)."),
        ("hang", "The exit handler took longer than 5 s and was left."),
    ],
)
def test_a_broken_exit_handler_is_reported_and_does_not_keep_the_program(
    tmp_path: Path, mode: str, problem: str
) -> None:
    with embedded(tmp_path, mode) as program:
        program.send(CTRL_Q)

        assert program.wait_for_exit() == 1
        assert program.is_restored()
        assert problem in program.screen_text()
    assert stored_entries(tmp_path)[-1]["type"] == "closed"


def test_save_on_exit_writes_a_session_that_was_kept_in_memory(tmp_path: Path) -> None:
    with embedded(tmp_path, "save on exit") as program:
        assert not (tmp_path / "data" / "sessions").exists()
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0

    messages = [entry for entry in stored_entries(tmp_path) if entry["type"] == "message"]
    assert len(messages) == 2


def test_a_widget_that_cannot_be_mounted_is_taken_out_and_the_chat_goes_on(tmp_path: Path) -> None:
    with embedded(tmp_path, "broken widget") as program:
        assert "BrokenWidget failed and was taken out" in program.screen_text()
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0


def test_a_bug_in_the_screen_ends_the_program_in_order_without_a_traceback_on_screen(
    tmp_path: Path,
) -> None:
    with embedded(tmp_path, "widget bug") as program:
        program.kill(signal.SIGUSR1)
        assert program.wait_for_exit() == 1
        assert program.is_restored(), program.missing_resets()
        assert "Traceback" not in program.output.decode(errors="replace")
    assert stored_entries(tmp_path)[-1]["type"] == "closed"
    assert "the screen's bug" in (tmp_path / "logs" / "agent-tui.log").read_text()


def test_a_provider_with_a_bug_fails_the_turn_and_what_it_said_is_kept(tmp_path: Path) -> None:
    with embedded(tmp_path, "provider bug", is_asked=False) as program:
        type_prompt(program, "hello")
        program.wait_for("a mistake in its code")
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0
        assert "Traceback" not in program.output.decode(errors="replace")
    assert "Said before the bug" in str(stored_entries(tmp_path))


def test_without_panels_what_would_be_asked_is_refused_at_once_and_the_turn_goes_on(
    tmp_path: Path,
) -> None:
    with embedded(tmp_path, "no panels") as program:
        assert "no panel" in program.screen_text()
        assert not (tmp_path / "made").exists()
