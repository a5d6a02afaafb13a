"""A program that starts warm is the same program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.keys import ctrl
from tests.terminal.pty_program import AGENT_TUI, PtyProgram

DEMO = (*AGENT_TUI, "--provider", "demo")


def test_warm_and_cold_programs_show_say_and_leave_the_same(tmp_path: Path) -> None:
    screens, codes = [], []
    for is_warm in (False, True):
        home = tmp_path / str(is_warm)
        home.mkdir()
        with PtyProgram(DEMO, home=home, is_warm=is_warm) as program:
            program.wait_for("? help")
            program.send("hello there")
            program.wait_for("hello there")
            screens.append(program.lines()[:-1])  # the hints in the last line come and go
            program.send(ctrl("u") + ctrl("q"))
            codes.append(program.wait_for_exit())
            assert program.is_restored()

    assert screens[0] == screens[1]
    assert codes == [0, 0]


def test_only_agent_tui_in_the_usual_terminal_starts_warm(tmp_path: Path) -> None:
    other_program = PtyProgram(("/bin/true",), home=tmp_path, is_warm=True)
    other_terminal = PtyProgram(DEMO, home=tmp_path, env={"TERM": "vt100"}, is_warm=True)

    for program in (other_program, other_terminal):
        with pytest.raises(AssertionError, match=r"warm|cold"):
            program.__enter__()


def test_waiting_in_vain_for_a_warm_program_says_where_its_threads_are(tmp_path: Path) -> None:
    with PtyProgram(DEMO, home=tmp_path, is_warm=True) as program:
        program.wait_for("? help")

        with pytest.raises(
            AssertionError, match=r"(?s)waited for its end.*Current thread 0x.*main"
        ):
            program.wait_for_exit(timeout=0.0)
