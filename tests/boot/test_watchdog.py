"""The watchdog tidies up after a death without a word, and is never in the way otherwise."""

from __future__ import annotations

import os
import re
import signal
import termios
import time
from pathlib import Path

import pytest

from tests.boot.conftest import Gate, StandIn


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_sigkill_during_the_imports_leaves_a_restored_terminal(
    stand_in: StandIn, gate: Gate
) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        program.kill(signal.SIGKILL)
        killed_s = time.perf_counter()

        assert program.wait_for_restore() - killed_s < 0.5


def test_sigkill_under_a_textual_screen_leaves_a_restored_terminal(stand_in: StandIn) -> None:
    with stand_in("textual") as program:
        program.wait_for("[]")
        program.wait_for(lambda: "kitty keyboard" in program.missing_resets())
        program.kill(signal.SIGKILL)

        program.wait_for_restore()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_to_the_whole_job_do_not_reach_the_watchdog(
    stand_in: StandIn, gate: Gate, number: int
) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        (watchdog,) = children_of(program.pid)
        os.kill(program.pid, signal.SIGSTOP)
        os.killpg(program.pid, number)

        assert is_running(watchdog)
        os.kill(program.pid, signal.SIGKILL)
        program.wait_for_restore()


def test_subprocesses_of_the_program_do_not_keep_the_watchdog_waiting(stand_in: StandIn) -> None:
    """They may live on after SIGKILL; had they inherited the pipe, nothing would be restored."""
    with stand_in("tool") as program:
        program.wait_for(".\n")
        (tool,) = map(int, re.findall(r"tool (\d+)", program.screen_text()))
        links = [os.readlink(link) for link in Path(f"/proc/{tool}/fd").iterdir()]
        os.killpg(tool, signal.SIGKILL)

        assert not [link for link in links if link.startswith("pipe:")]


def test_a_clean_end_leaves_no_watchdog_behind(stand_in: StandIn, gate: Gate) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        (watchdog,) = children_of(program.pid)
        gate.open()
        program.wait_for_exit()

        assert not Path(f"/proc/{watchdog}").exists()


def test_the_watchdog_holds_no_pipe_that_somebody_waits_for(stand_in: StandIn, gate: Gate) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        (watchdog,) = children_of(program.pid)

        program.wait_for(lambda: len(os.listdir(f"/proc/{watchdog}/fd")) == 3)  # terminal and pipe


def test_a_shell_that_was_quicker_keeps_its_own_terminal_settings(
    stand_in: StandIn, gate: Gate
) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        shell_like = program.attributes()
        shell_like[3] |= termios.ISIG
        program.kill(signal.SIGSTOP)
        program.set_attributes(shell_like)
        program.kill(signal.SIGKILL)
        program.wait_for(lambda: not program.missing_resets())

        assert program.attributes() == shell_like
