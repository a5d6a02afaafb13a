from __future__ import annotations

import signal
import threading
from pathlib import Path

import pytest

from tests.flows.chat_program import (
    CTRL_C,
    CTRL_D,
    CTRL_Q,
    ENTER,
    chat,
    stored_entries,
    type_prompt,
)
from tests.flows.model_server import ModelServer, says, streams
from tests.terminal.pty_program import PtyProgram

KEYS = {
    "Ctrl+Q": CTRL_Q,
    "/quit": "/quit" + ENTER,
    "/exit": "/exit" + ENTER,
    ":q": ":q" + ENTER,
    "Ctrl+D": CTRL_D,
    "Ctrl+C twice": CTRL_C + CTRL_C,
}
SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def leave_after_one_turn(program: PtyProgram) -> None:
    type_prompt(program, "hi")
    program.wait_for("Good day.")
    program.wait_for("18 tokens")  # the turn has ended, too


@pytest.mark.parametrize("door", KEYS)
def test_every_key_that_leaves_saves_restores_the_terminal_and_exits_with_0(
    tmp_path: Path, door: str
) -> None:
    with ModelServer(says("Good day.")) as server, chat(server, tmp_path) as program:
        leave_after_one_turn(program)
        program.send(KEYS[door])

        assert program.wait_for_exit() == 0
        assert program.is_restored(), program.missing_resets()
        assert b"--resume" in program.output
    assert [entry["type"] for entry in stored_entries(tmp_path)][-1] == "closed"


@pytest.mark.parametrize("number", SIGNALS)
def test_every_signal_saves_restores_the_terminal_and_has_its_exit_code(
    tmp_path: Path, number: signal.Signals
) -> None:
    with ModelServer(says("Good day.")) as server, chat(server, tmp_path) as program:
        leave_after_one_turn(program)
        program.kill(number)

        assert program.wait_for_exit() == SIGNALS[number]
        assert program.is_restored(), program.missing_resets()
    assert [entry["type"] for entry in stored_entries(tmp_path)][-1] == "closed"


def test_a_closed_terminal_window_ends_the_program_and_keeps_the_session(tmp_path: Path) -> None:
    with ModelServer(says("Good day.")) as server, chat(server, tmp_path) as program:
        leave_after_one_turn(program)
        program.hang_up()

        assert program.wait_for_exit() == 129
    assert [entry["type"] for entry in stored_entries(tmp_path)][-1] == "closed"


def test_after_sigkill_the_terminal_is_restored_all_the_same(tmp_path: Path) -> None:
    with ModelServer(says("Good day.")) as server, chat(server, tmp_path) as program:
        leave_after_one_turn(program)
        program.kill(signal.SIGKILL)

        assert program.wait_for_exit() == -9
        program.wait_for_restore()


def test_a_running_turn_gets_its_grace_and_its_answer_is_kept_whole(tmp_path: Path) -> None:
    hold = threading.Event()
    with (
        ModelServer(streams(["Nearly done."], hold=hold)) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "hi")
        program.wait_for("Nearly done.")
        program.send(CTRL_Q)
        program.wait_for("waiting for the running turn")
        hold.set()

        assert program.wait_for_exit() == 0
    messages = [entry for entry in stored_entries(tmp_path) if entry["type"] == "message"]
    assert "is_interrupted" not in str(messages[-1])


def test_a_second_wish_to_leave_does_not_wait_and_keeps_the_partial_answer(tmp_path: Path) -> None:
    hold = threading.Event()
    with (
        ModelServer(streams(["Only a part"], hold=hold)) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "hi")
        program.wait_for("Only a part")
        program.kill(signal.SIGTERM)
        program.wait_for("waiting for the running turn")
        program.kill(signal.SIGTERM)

        assert program.wait_for_exit() == 143
        assert program.is_restored()
        hold.set()
    messages = [entry for entry in stored_entries(tmp_path) if entry["type"] == "message"]
    assert "Only a part" in str(messages[-1])
