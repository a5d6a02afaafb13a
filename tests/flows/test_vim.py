"""vim in the composer of a real terminal."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.flows.chat_program import CTRL_Q, ENTER, ESC, chat
from tests.flows.model_server import ModelServer, says
from tests.flows.test_outside import copied
from tests.terminal.pty_program import AGENT_TUI, PtyProgram

CTRL_V, CTRL_Z, F6 = "\x16", "\x1a", "\x1b[17~"
BAR, UNDERLINE = b"6", b"4"


@contextmanager
def vim_chat(folder: Path) -> Iterator[PtyProgram]:
    with (
        ModelServer(says("An answer.\n"), says("Another.\n")) as server,
        chat(server, folder, "--set", "keys=vim") as program,
    ):
        program.wait_for("INSERT")
        yield program


def shapes(program: PtyProgram) -> list[bytes]:
    """The shapes that the terminal's cursor was given, in order."""
    return re.findall(rb"\x1b\[(\d) q", bytes(program.output))


def is_cursor_shown(program: PtyProgram) -> bool:
    changes: list[bytes] = re.findall(rb"\x1b\[\?25([hl])", bytes(program.output))
    return changes[-1] == b"h"


def test_a_session_of_vim_keys_edits_sends_and_leaves_the_terminal_as_it_was(
    tmp_path: Path,
) -> None:
    with vim_chat(tmp_path) as program:
        program.send("one two three")
        program.wait_for("one two three")
        assert shapes(program) == [BAR]
        program.wait_for(lambda: is_cursor_shown(program))

        program.send(ESC)
        program.wait_for("NORMAL")
        program.wait_for(lambda: not is_cursor_shown(program))
        program.send("bbdw")
        program.wait_for("❯ one three")
        program.send("2d")
        program.wait_for("NORMAL 2d")
        program.send(ESC + "R")
        program.wait_for("REPLACE")
        assert shapes(program) == [BAR, UNDERLINE]
        program.send(ESC + "yypG" + CTRL_V)
        program.wait_for("V-BLOCK")
        program.send(ESC + ":%s/e/E/g")
        program.wait_for(":%s/e/E/g█")
        program.send(ENTER)
        program.wait_for("6 substitutions on 2 lines")
        program.send(ENTER)
        program.wait_for("An answer.")
        program.wait_for("INSERT")

        program.send(ESC + ":q" + ENTER)

        assert program.wait_for_exit() == 0
        program.wait_for_restore()


def test_the_cursor_gets_its_shape_back_when_the_program_is_killed(tmp_path: Path) -> None:
    with vim_chat(tmp_path) as program:
        program.wait_for(lambda: is_cursor_shown(program))

        program.kill(signal.SIGKILL)

        program.wait_for_restore()
        assert shapes(program)[-1] == b"0"


def test_a_program_that_borrows_the_terminal_gets_it_without_our_cursor(tmp_path: Path) -> None:
    shell = 'set -m; "$@"; echo the shell is back; read line; fg'
    vim = (*AGENT_TUI, "--provider", "demo", "--set", "keys=vim")
    with PtyProgram(("/bin/bash", "-c", shell, "bash", *vim), home=tmp_path) as program:
        program.wait_for("INSERT")
        program.send("draft")
        program.wait_for(lambda: shapes(program) == [BAR])

        program.send(CTRL_Z)
        program.wait_for("the shell is back")
        assert shapes(program) == [BAR, b"0"]
        program.send(ENTER)
        program.wait_for("❯ draft")

        program.wait_for(lambda: shapes(program) == [BAR, b"0", BAR] and is_cursor_shown(program))
        program.send(CTRL_Q)
        program.wait_for_restore()


def test_the_transcript_is_read_searched_and_yanked_from_like_a_vim_buffer(tmp_path: Path) -> None:
    answer = "Alpha (one, *two*) text.\n\nBeta `code` (inner words) text.\n"
    with (
        ModelServer(says(answer)) as server,
        chat(server, tmp_path, "--set", "keys=vim") as program,
    ):
        program.wait_for("INSERT")
        program.send("a question" + ENTER)
        program.wait_for("18 tokens")
        program.send(F6)
        program.wait_for("NORMAL")

        program.send("/text" + ENTER)
        program.wait_for("1 of 2")
        program.send("n")
        program.wait_for("2 of 2")
        program.send("0f(yi(")
        program.wait_for("Copied selection (8 characters)")
        assert copied(program)[-1] == "one, two"

        program.send("Vjjy")
        program.wait_for(lambda: len(copied(program)) > 1)
        assert copied(program)[-1] == answer.strip()

        program.send("A" + ESC + '"0p' + ESC)
        program.wait_for("Beta `code` (inner words) text.")
        program.send(F6 + ":q" + ENTER)
        assert program.wait_for_exit() == 0
        program.wait_for_restore()
