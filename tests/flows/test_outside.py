"""Clipboard, editor and scrollback of a real terminal."""

from __future__ import annotations

import base64
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.flows.chat_program import CTRL_Q, ENTER, READY, type_prompt
from tests.flows.model_server import ModelServer, says
from tests.terminal.pty_program import AGENT_TUI, PtyProgram

F6 = "\x1b[17~"
CURSOR = "▌"
CELL_MOUSE = b"\x1b[?1016l"
CTRL_Z = "\x1a"
ANSWER = "Look at [the file](notes.txt:2) now.\n\n```sh\necho hi\n```\n"
# Writes down how it was called and what it was given, shows something, and ends at Enter.
# With job control: what is stopped by Ctrl+Z waits for Enter.
A_SHELL = 'set -m; "$@"; echo the shell is back; read line; fg'
EDITOR = """\
#!/bin/sh
printf '%s\\n' "$@" > {record}/args
for last; do :; done
cat "$last" > {record}/content
stat -c %a "$last" > {record}/mode
stty -a > {record}/stty
[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && touch {record}/terminal
printf '\\033[2J\\033[Hthe editor is here\\n'
read line
echo "$line" > {record}/line
exit {code}
"""


class Workspace:
    """A folder with a file and an editor; `record` is where the editor writes."""

    def __init__(
        self,
        folder: Path,
        server: ModelServer,
        *,
        code: int = 0,
        shell: str = "",
        **env: str,
    ) -> None:
        self.home = folder / "home"
        self.server = server
        self.record = folder / "record"
        self.cwd = folder / "work"
        for made in (self.home, self.record, self.cwd):
            made.mkdir()
        (self.cwd / "notes.txt").write_text("one\ntwo\n")
        # Its name decides how it is told the line.
        self.editor = folder / "vim"
        self.editor.write_text(EDITOR.format(record=self.record, code=code))
        self.editor.chmod(0o755)
        argv = (*AGENT_TUI, "--base-url", server.url, "-m", "model-a")
        env = {"EDITOR": str(self.editor), **env}
        if shell:
            argv = ("/bin/bash", "-c", shell, "bash", *argv)
        self.program = PtyProgram(argv, home=self.home, cwd=self.cwd, env=env, is_warm=not shell)

    def recorded(self, name: str) -> str:
        return (self.record / name).read_text()

    def has_recorded(self, name: str) -> bool:
        return (self.record / name).exists()


@contextmanager
def workspace(folder: Path, *answers: str, **options: object) -> Iterator[Workspace]:
    """A chat in which the model has given these answers."""
    with ModelServer(*(says(answer) for answer in answers)) as server:
        made = Workspace(folder, server, **options)  # type: ignore[arg-type]
        with made.program as program:
            program.wait_for(READY)
            for number, answer in enumerate(answers):
                type_prompt(program, f"question {number}")
                program.wait_for(answer.split()[0])
                program.wait_for(READY)
            yield made


def copied(program: PtyProgram) -> list[str]:
    """What the terminal was asked to put on its clipboard."""
    found = re.findall(rb"\x1b\]52;c;([\w+/=]*)\x07", bytes(program.output))
    return [base64.b64decode(data).decode() for data in found]


def focus_transcript(program: PtyProgram, first_word: str) -> None:
    """first_word: of the answer, on which the item cursor is then."""
    program.send(F6)
    program.wait_for(f"{CURSOR} {first_word}")


def test_copy_hands_the_answer_to_the_terminal_and_says_so(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        here.program.send("/copy" + ENTER)
        here.program.wait_for("asked the terminal (OSC 52)")

        assert copied(here.program) == [ANSWER]


def test_a_program_of_the_desktop_takes_the_text_and_outlives_us(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    xclip = tools / "xclip"
    xclip.write_text(
        f"#!/bin/sh\ncat > {tmp_path}/clipboard\nsleep 60 &\necho $! > {tmp_path}/owner\n"
    )
    xclip.chmod(0o755)
    path = f"{tools}:/usr/bin:/bin"
    with workspace(tmp_path, ANSWER, DISPLAY=":0", PATH=path) as here:
        here.program.send("/copy" + ENTER)
        here.program.wait_for("characters) · xclip")
        assert (tmp_path / "clipboard").read_text() == ANSWER
        assert copied(here.program) == []

        here.program.send(CTRL_Q)
        assert here.program.wait_for_exit() == 0

    owner = int((tmp_path / "owner").read_text())
    assert Path(f"/proc/{owner}").exists()
    signal.pidfd_send_signal(os.pidfd_open(owner), signal.SIGKILL)


def test_the_conversation_is_edited_as_a_private_copy_and_the_screen_comes_back(
    tmp_path: Path,
) -> None:
    with workspace(tmp_path, ANSWER) as here:
        program = here.program
        program.send("/editor" + ENTER)
        program.wait_for("the editor is here")
        assert program.missing_resets() == []
        assert CELL_MOUSE in bytes(program.output)
        assert "-icanon" not in here.recorded("stty")

        program.send("typed into the editor" + ENTER)
        program.wait_for("changes to it are not read back")

        assert "question 0" in here.recorded("content")
        assert "echo hi" in here.recorded("content")
        assert here.recorded("mode").strip() == "600"
        assert here.recorded("line") == "typed into the editor\n"
        assert here.has_recorded("terminal")
        assert not Path(here.recorded("args").strip()).exists()
        program.wait_for("question 0")
        assert "typed into" not in program.screen_text()
        assert "the editor is here" not in program.screen_text()

        type_prompt(program, "and now?")
        program.wait_for("I have nothing more to say.")
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0
        assert program.is_restored()


def test_an_editor_that_fails_is_told_with_its_command(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER, code=3) as here:
        here.program.send("/editor" + ENTER)
        here.program.wait_for("the editor is here")
        here.program.send(ENTER)

        here.program.wait_for("The editor failed")
        here.program.wait_for("ended with exit code 3.")
        here.program.wait_for("Set VISUAL or EDITOR")


def test_a_terminal_that_the_editor_left_raw_is_put_right(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER, shell=A_SHELL) as here:
        here.editor.write_text("#!/bin/sh\nstty raw -echo\necho left raw\n")
        here.program.send("/editor" + ENTER)
        here.program.wait_for("changes to it are not read back")

        here.program.send(CTRL_Z)

        here.program.wait_for("the shell is back")
        assert here.program.attributes() == here.program.attributes_before
        here.program.send(ENTER)
        here.program.wait_for("question 0")
        here.program.wait_for(READY)


def test_the_editor_is_told_to_leave_so_that_it_can_save(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        saved = here.record / "saved"
        here.editor.write_text(
            f"#!/bin/sh\ntrap 'touch {saved}; exit' TERM\necho waiting\nsleep 60 &\nwait $!\n"
        )
        here.program.send("/editor" + ENTER)
        here.program.wait_for("waiting")

        here.program.kill(signal.SIGTERM)

        assert here.program.wait_for_exit() == 143
        assert saved.exists()


def test_an_editor_that_ignores_the_signal_is_killed_in_the_end(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        here.editor.write_text("#!/bin/sh\ntrap '' TERM\necho stubborn\nread line\n")
        here.program.send("/editor" + ENTER)
        here.program.wait_for("stubborn")

        here.program.kill(signal.SIGTERM)

        assert here.program.wait_for_exit() == 143
        assert here.program.is_restored()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_while_the_editor_runs_ends_both_and_restores_the_terminal(
    tmp_path: Path, number: int, code: int
) -> None:
    with workspace(tmp_path, ANSWER) as here:
        here.program.send("/editor" + ENTER)
        here.program.wait_for("the editor is here")

        here.program.kill(number)

        assert here.program.wait_for_exit() == code
        assert here.program.is_restored()
        assert not here.has_recorded("line")


def test_ctrl_c_in_the_editor_is_the_editors_own(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        here.program.send("/editor" + ENTER)
        here.program.wait_for("the editor is here")

        here.program.send("\x03")

        here.program.wait_for("ended with SIGINT")
        type_prompt(here.program, "still there?")
        here.program.wait_for("I have nothing more to say.")


def test_ctrl_z_on_the_screen_where_no_shell_waits_goes_on_at_once(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        here.program.send(CTRL_Z)
        here.program.wait_for("no shell is waiting")
        type_prompt(here.program, "still there?")

        here.program.wait_for("I have nothing more to say.")


def test_ctrl_z_where_no_shell_waits_stops_nothing_for_ever(tmp_path: Path) -> None:
    """As in a window that was opened for this program alone."""
    with workspace(tmp_path, ANSWER) as here:
        here.program.send("/editor" + ENTER)
        here.program.wait_for("the editor is here")
        here.program.send(CTRL_Z + ENTER)
        here.program.wait_for("changes to it are not read back")

        focus_transcript(here.program, "Look")
        here.program.send("[")
        here.program.wait_for("[Press Enter to return]")
        here.program.send(CTRL_Z + ENTER)
        here.program.wait_for(READY)


def test_the_conversation_stays_in_the_scrollback_of_the_normal_screen(tmp_path: Path) -> None:
    with workspace(tmp_path, "An \x1b[31manswer\x1b[0m.") as here:
        program = here.program
        focus_transcript(program, "An")
        program.send("[")
        program.wait_for("[Press Enter to return]")
        assert "␛[31manswer" in program.screen_text()
        assert program.missing_resets() == []

        program.send(ENTER)
        program.wait_for("question 0")
        program.wait_for(READY)
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0

        shown = program.screen_text()
        assert "question 0" in shown
        assert "␛[31manswer" in shown
        assert "Press Enter" not in shown


def test_a_signal_while_the_text_is_shown_leaves_in_order(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        focus_transcript(here.program, "Look")
        here.program.send("[")
        here.program.wait_for("[Press Enter to return]")

        here.program.kill(signal.SIGTERM)

        assert here.program.wait_for_exit() == 143
        assert here.program.is_restored()


def test_a_place_in_a_file_is_opened_in_the_editor_at_its_line(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        focus_transcript(here.program, "Look")
        here.program.send(ENTER)
        here.program.wait_for("the editor is here")

        assert here.recorded("args").splitlines() == ["+2", str(here.cwd / "notes.txt")]
        assert here.recorded("content") == "one\ntwo\n"

        here.program.resize(100, 30)
        here.program.send(ENTER)
        here.program.wait_for("question 0")
        here.program.wait_for(READY)
        here.program.wait_for(
            lambda: "? help" in here.program.line(29)
        )  # the new window's last row


def test_a_file_that_is_not_there_is_told_and_nothing_is_opened(tmp_path: Path) -> None:
    with workspace(tmp_path, "See [it](gone.txt:2).") as here:
        focus_transcript(here.program, "See")
        here.program.send(ENTER)
        here.program.wait_for("There is no file gone.txt:2")

        assert not here.has_recorded("args")


def test_the_turn_goes_on_while_the_editor_has_the_terminal(tmp_path: Path) -> None:
    with workspace(tmp_path, ANSWER) as here:
        type_prompt(here.program, "one more")
        here.program.send("/editor" + ENTER)
        here.program.wait_for("the editor is here")
        here.server.wait_for_requests(2)
        here.program.send(ENTER)

        here.program.wait_for("I have nothing more to say.")
