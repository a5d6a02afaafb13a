"""The real program in a terminal: what it prints instead of, or after, the full screen."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import TIMEOUT_S, Program
from tests.terminal.keys import ctrl
from tests.terminal.pty_program import AGENT_TUI, PtyProgram


def _in_terminal(home: Path, *argv: str, env: dict[str, str] | None = None) -> PtyProgram:
    return PtyProgram([*AGENT_TUI, *argv], home=home, cwd=home, env=env, is_warm=env is None)


@pytest.fixture
def slow_answer(program: Program) -> Iterator[subprocess.Popen[bytes]]:
    argv = ("-p", "long answer 2000", "--provider", "demo", "--output-format", "stream-json")
    with subprocess.Popen(
        [*program.command, *argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        cwd=program.cwd,
        env=program.environ,
    ) as process:
        yield process
        process.kill()


def test_a_wrong_setting_is_printed_to_a_terminal_that_is_as_before(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('modle = "x"')

    with _in_terminal(tmp_path) as program:
        assert program.wait_for_exit() == 2
        program.wait_for("Did you mean model?")
        assert program.is_restored()


def test_a_missing_key_is_reported_before_the_screen_opens(tmp_path: Path) -> None:
    with _in_terminal(tmp_path, "--provider", "groq") as program:
        assert program.wait_for_exit() == 2
        program.wait_for("GROQ_API_KEY")
        assert program.is_restored()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_dumb_terminal_is_told_to_print(tmp_path: Path, term: str) -> None:
    with _in_terminal(tmp_path, env={"TERM": term}) as program:
        assert program.wait_for_exit() == 2
        program.wait_for("agent-tui -p")


def test_print_mode_in_a_terminal_leaves_no_control_sequence(tmp_path: Path) -> None:
    with _in_terminal(tmp_path, "-p", "hello", "--provider", "demo") as program:
        assert program.wait_for_exit() == 0
        program.wait_for("demo agent")
        assert b"\x1b" not in program.output


def test_a_prompt_on_the_command_line_is_sent_in_the_full_screen(tmp_path: Path) -> None:
    with _in_terminal(tmp_path, "hello", "--provider", "demo") as program:
        program.wait_for("a script, not a model")
        program.send(ctrl("q"))

        assert program.wait_for_exit() == 0
        program.wait_for("Resume with: agent-tui --resume")
        assert program.is_restored()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_in_print_mode_stops_the_turn_and_keeps_what_came(
    slow_answer: subprocess.Popen[bytes], program: Program, number: signal.Signals, code: int
) -> None:
    assert slow_answer.stdout is not None
    lines = iter(slow_answer.stdout.readline, b"")
    delta = next(event for event in map(json.loads, lines) if event["type"] == "PartDelta")

    slow_answer.send_signal(number)
    last = [json.loads(line) for line in lines][-1]

    assert slow_answer.wait(TIMEOUT_S) == code
    assert last["result"]["status"] == "cancelled"
    shown = program.call("sessions", "show", last["session_id"]).out
    assert delta["text"].split("\n")[0] in shown
    assert "[interrupted]" in shown
