"""What is typed while Textual makes its first picture is seen at once, and kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.message import Message

from agent_tui.ui.early_echo import EarlyEcho
from tests.boot.conftest import Gate
from tests.terminal.keys import ctrl
from tests.terminal.pty_program import PtyProgram


@pytest.fixture
def program(tmp_path: Path, gate: Gate) -> Iterator[PtyProgram]:
    """Held before its first picture, with "ab" typed before."""
    argv = (sys.executable, "-m", "tests.boot.held_picture", "--provider", "demo")
    env = {"STAND_IN_GATE": str(gate.path)}
    with PtyProgram(argv, home=tmp_path, env=env) as program:
        program.wait_for("starting")
        program.send("ab")
        program.wait_for("❯ ab")
        gate.wait_for(program)
        yield program


def test_characters_are_seen_before_the_first_picture_and_are_in_it(
    program: PtyProgram, gate: Gate
) -> None:
    program.send("c")
    program.wait_for("❯ abc")
    program.send("d语")
    program.wait_for("❯ abcd语")
    assert "starting" in program.line(-1)

    gate.open()
    program.wait_for("Ctrl+Q quit")
    program.wait_for("❯ abcd语")
    program.send("e")
    program.wait_for("❯ abcd语e")
    program.send(ctrl("u") + ctrl("q"))
    assert program.wait_for_exit() == 0
    assert program.is_restored()


def test_a_key_that_is_no_character_is_left_to_the_application(
    program: PtyProgram, gate: Gate
) -> None:
    program.send("c")
    program.wait_for("❯ abc")
    program.send("\x7fx")
    gate.open()

    program.wait_for("Ctrl+Q quit")
    program.wait_for("❯ abx")


def test_behind_the_end_nothing_is_written() -> None:
    written: list[str] = []
    echo = EarlyEcho("a", lambda text: text.encode())

    echo.show(events.Key("b", "b"), written.append)
    echo.show(Message(), written.append)
    echo.show(events.Key("c", "c"), written.append)
    assert written == ["ab", "abc"]

    echo.end()
    echo.show(events.Key("d", "d"), written.append)
    assert len(written) == 2


@pytest.mark.parametrize("event", [events.Key("enter", "\r"), events.Paste("words")])
def test_what_only_the_application_can_tell_ends_the_echo(event: Message) -> None:
    written: list[str] = []
    echo = EarlyEcho("a", lambda text: text.encode())

    echo.show(event, written.append)
    echo.show(events.Key("b", "b"), written.append)

    assert written == []
