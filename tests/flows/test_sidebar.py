"""The sidebar and the scroll bar in a true terminal."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from tests.flows.chat_program import ENTER, READY, SIZES, chat, type_prompt
from tests.flows.model_server import ModelServer, says, streams
from tests.terminal.pty_program import PtyProgram

CTRL_B, F6 = "\x02", "\x1b[17~"


def mouse(button: int, column: int, row: int, *, is_release: bool = False) -> str:
    """A mouse report (SGR); column and row from 0."""
    return f"\x1b[<{button};{column + 1};{row + 1}{'m' if is_release else 'M'}"


def scroll_bar_rows(program: PtyProgram) -> int:
    """Rows of the transcript, which begins at the top of the screen."""
    return next(row for row, line in enumerate(program.lines()) if line.startswith("───"))


@pytest.mark.parametrize("size", [SIZES[0]])
def test_the_sidebar_lists_the_turns_and_enter_shows_one(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    answers = [says("\n\n".join(f"{word} {line}" for line in range(60))) for word in ("one", "two")]
    with ModelServer(*answers) as server, chat(server, tmp_path, size=size) as program:
        for prompt, end in (("first thing", "one 59"), ("second thing", "two 59")):
            type_prompt(program, prompt)
            program.wait_for(end)
            program.wait_for(READY)
        program.send(CTRL_B)
        program.wait_for("Turns · 2")
        assert program.line(-1).rstrip().endswith(("help", "quit"))  # the bar keeps its width

        program.send(F6)
        program.send(F6)
        program.wait_for("❯ second thing")
        program.send("k")
        program.wait_for("❯ first thing")
        program.send(ENTER)
        program.wait_for(lambda: program.line(0).startswith("❯ first thing"))

        program.send(CTRL_B)
        program.wait_for(lambda: "Turns" not in program.screen_text())
        program.send("typed after it")
        program.wait_for("❯ typed after it")


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_whoever_dragged_the_scroll_bar_up_is_not_moved_by_what_streams(
    tmp_path: Path, columns: int
) -> None:
    hold = threading.Event()
    lines = [f"line {number}\n\n" for number in range(200)]
    with (
        ModelServer(streams(lines, hold=hold, rest=["and the end"])) as server,
        chat(server, tmp_path, size=(80, 24)) as program,
    ):
        type_prompt(program, "talk")
        program.wait_for("line 199")
        before_resize = 0 if columns == 80 else len(program.output)
        program.resize(columns, 24)
        # The upper end of the scroll bar's thumb, painted at this width: it can be dragged now.
        bar = columns - 1
        thumb = re.compile(rb"\x1b\[\d+;%dH(?:\x1b\[[\d;]*m)*\xe2\x96\x81" % columns)
        program.wait_for(lambda: thumb.search(program.output, before_resize) is not None)
        last = scroll_bar_rows(program) - 1

        mark = len(program.output)

        def is_grabbed() -> bool:
            # Textual tells by the mouse's shape, at the next move, that it holds the thumb.
            program.send(mouse(32, bar, last))
            return b"\x1b]22;grabbing" in program.output[mark:]

        program.send(mouse(0, bar, last))
        program.wait_for(is_grabbed)
        program.send(mouse(32, bar, last // 2))
        program.wait_for(lambda: "line 199" not in shown(program))
        program.send(mouse(0, bar, last // 2, is_release=True))
        before = rows_read(program, columns)
        hold.set()
        program.wait_for(lambda: "↓" in program.line(-1))

        assert rows_read(program, columns) == before


def rows_read(program: PtyProgram, columns: int) -> list[str]:
    """The transcript's rows without the scroll bar, whose thumb gets smaller."""
    return [line[: columns - 1].rstrip() for line in shown(program).split("\n")]


def shown(program: PtyProgram) -> str:
    """Only the transcript's rows."""
    return "\n".join(program.lines()[: scroll_bar_rows(program)])
