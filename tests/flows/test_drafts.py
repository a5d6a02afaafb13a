"""Drafts, the stash, large pastes and past prompts in a real terminal."""

from __future__ import annotations

import stat
from pathlib import Path

from tests.flows.chat_program import CTRL_Q, ENTER, READY, chat, type_prompt
from tests.flows.model_server import ModelServer, says
from tests.terminal.pty_program import AGENT_TUI, PtyProgram

CTRL_G, CTRL_R, CTRL_S, CTRL_U, UP = "\x07", "\x12", "\x13", "\x15", "\x1b[A"
LOG = "\n".join(f"line {number} of a log" for number in range(200))
CHIP = "[Pasted text #1 +200 lines]"
# Writes down what it was given and adds a line, as editors do.
EDITOR = """\
#!/bin/sh
cp "$1" {record}/given
stat -c %a "$1" > {record}/mode
echo "$1" > {record}/name
printf '\\nand please hurry\\n' >> "$1"
"""


def pasted(data: bytes) -> bytes:
    return b"\x1b[200~" + data + b"\x1b[201~"


def kept_on_disk(home: Path) -> str:
    drafts = (home / "data" / "sessions").glob("*/draft.*")
    return "".join(path.read_text() for path in drafts)


def test_draft_stash_and_chips_survive_kill_9_and_prompts_other_sessions(tmp_path: Path) -> None:
    with ModelServer(says("An answer.")) as server:
        with chat(server, tmp_path) as program:
            type_prompt(program, "asked once")
            program.wait_for("An answer.")
            program.send("put aside for later" + CTRL_S)
            program.wait_for("restores it")
            program.send(b"see " + pasted(LOG.encode()))
            program.wait_for(CHIP)
            program.wait_for(lambda: "line 199" in kept_on_disk(tmp_path))
            program.kill()

        with chat(server, tmp_path, "-c", is_ready=False) as program:
            program.wait_for(f"see {CHIP}")
            program.send(CTRL_U + CTRL_S)
            program.wait_for("put aside for later")

        (prompts,) = (tmp_path / "data").glob("prompts.jsonl")
        assert stat.S_IMODE(prompts.stat().st_mode) == 0o600
        with chat(server, tmp_path) as program:
            program.send(CTRL_R)
            program.wait_for("asked once")
            program.send("once" + ENTER + " more")
            program.wait_for("asked once more")


def test_sessions_that_are_not_saved_leave_no_prompts_behind(tmp_path: Path) -> None:
    with (
        ModelServer(says("An answer.")) as server,
        chat(server, tmp_path, "--set", "save_sessions=false") as program,
    ):
        type_prompt(program, "between us")
        program.wait_for("An answer.")
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0

    assert not list((tmp_path / "data").rglob("prompts.jsonl"))


def test_a_hostile_paste_of_1_mb_goes_through_the_editor_and_arrives_whole(tmp_path: Path) -> None:
    """Split over hundreds of reads, also inside of characters and sequences."""
    editor = tmp_path / "my-editor"
    editor.write_text(EDITOR.format(record=tmp_path))
    editor.chmod(0o755)
    unit = b"\x1b[31mred\x1b[0m \x00\x07\xed\xa0\x80 \xe6\xbc\xa2\r\nand \x1b]0;title\x07more\r"
    hostile = unit * 20_000 + b"x" * 100_000
    argv = (*AGENT_TUI, "--model", "model-a")
    with ModelServer(says("Read it all.")) as server:
        argv, env = (*argv, "--base-url", server.url), {"EDITOR": str(editor)}
        with PtyProgram(argv, home=tmp_path, env=env, is_warm=True) as program:
            program.wait_for(READY)
            program.send(b"look: " + pasted(hostile) + b" end")
            program.wait_for("[Pasted text #1 +40001 lines] end")

            program.send(CTRL_G)
            program.wait_for("and please hurry")
            program.wait_for("[Pasted text #1 +40001 lines] end")
            program.send(ENTER)
            program.wait_for("Read it all.")

        (request,) = server.requests
        sent = request["messages"][-1]["content"]
        given = (tmp_path / "given").read_text()
        assert sent == f"{given}\nand please hurry"
        assert given.startswith("look: red ")
        assert given.endswith("more\n" + "x" * 100_000 + " end\n")
        assert given.count("漢\nand more\n") == 20_000
        assert given.replace("\n", "").isprintable()
        assert (tmp_path / "mode").read_text().strip() == "600"
        name = Path((tmp_path / "name").read_text().strip())
        assert name.suffix == ".md"
        assert not name.exists()
