"""What is typed while the program starts is shown at once and handed over whole."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.boot.conftest import Gate, StandIn
from tests.terminal import keys
from tests.terminal.pty_program import PtyProgram


def reported(program: PtyProgram) -> dict[str, Any]:
    program.wait_for_exit()
    line = bytes(program.output).partition(b'{"')[2].partition(b"\r\n")[0]
    return dict(json.loads(b'{"' + line))


def test_typing_is_echoed_and_edited_while_imports_go_on(stand_in: StandIn, gate: Gate) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        program.send("héllo 汉字x" + keys.BACKSPACE)
        program.wait_for("❯ héllo 汉字\n")
        gate.open()

        assert reported(program) == {
            "text": "héllo 汉字", "submitted": [], "raw": "", "again": False,
        }  # fmt: skip


def test_an_entered_prompt_is_shown_as_queued_and_handed_over(
    stand_in: StandIn, gate: Gate
) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        program.send("first" + keys.ENTER + "draft" + keys.ctrl("j") + "two")
        program.wait_for("  two")
        assert program.lines()[-5:-3] == ["❯ first", "─" * 80]
        gate.open()

        report = reported(program)
        assert (report["submitted"], report["text"]) == (["first"], "draft\ntwo")


def test_enter_typed_before_the_program_runs_at_all_still_submits(stand_in: StandIn) -> None:
    """The kernel's line mode turns such an Enter into a line feed."""
    with stand_in("report") as program:
        program.send("early bird" + keys.ENTER + "and")

        report = reported(program)
        assert (report["submitted"], report["text"]) == (["early bird"], "and")


@pytest.mark.parametrize("tail", [keys.UP + "x", keys.pasted("a\rb") + "\r", keys.TAB, "\x03"])
def test_from_an_unusual_key_on_the_bytes_are_kept_for_replay(
    stand_in: StandIn, gate: Gate, tail: str
) -> None:
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        program.send("plain")
        program.wait_for("❯ plain")
        program.send(tail)
        gate.open()

        report = reported(program)
        assert (report["text"], report["raw"]) == ("plain", tail)


def test_a_paste_that_the_handover_cuts_in_two_arrives_whole(stand_in: StandIn, gate: Gate) -> None:
    paste = keys.pasted("line\r" * 3000)
    with stand_in("report", gate=gate) as program:
        program.wait_for("starting")
        program.send(paste[:5000])
        gate.open()
        program.send(paste[5000:])

        assert reported(program)["raw"] == paste


def test_no_key_is_lost_or_doubled_around_the_handover(stand_in: StandIn, gate: Gate) -> None:
    typed = "".join(chr(ord("a") + i % 26) for i in range(400))
    with stand_in("take-then-read", gate=gate) as program:
        program.wait_for("starting")
        for i, character in enumerate(typed):
            if i == 150:
                gate.open()
            program.send(character)
        program.wait_for("taken")
        program.send("end.")

        report = reported(program)
        # What the terminal answers late goes where the keys go, for the screen's parser.
        rest = re.sub(r"\x1b\]11;.*?\x1b\\", "", report["rest"])
        assert report["text"] + rest == typed + "end."


def test_a_new_window_size_redraws_the_skeleton_with_the_draft(
    stand_in: StandIn, gate: Gate
) -> None:
    with stand_in("report", gate=gate, columns=80, rows=24) as program:
        gate.wait_for(program)
        program.send("draft")
        program.wait_for("❯ draft")
        program.resize(40, 10)

        program.wait_for(lambda: program.lines()[-3:] == ["─" * 40, "❯ draft", " starting"])


def test_the_draft_reaches_a_textual_screen_and_the_terminal_is_cooked_afterwards(
    stand_in: StandIn,
) -> None:
    with stand_in("textual") as program:
        program.wait_for("starting")
        program.send("ahead")
        program.wait_for("[ahead]")
        program.send(keys.ctrl("q"))

        assert program.wait_for_exit() == 0
        assert program.is_restored()
        assert program.lines()[:2] == ["first words after", "second words after"]
