"""Palette, help, hints and the bare `exit` in a true terminal."""

from __future__ import annotations

from pathlib import Path

from tests.flows.chat_program import ENTER, ESC, READY, chat, type_prompt
from tests.flows.model_server import ModelServer, says

CTRL_P, F1 = "\x10", "\x1bOP"


def test_whoever_is_new_finds_around_by_palette_help_and_hints_and_leaves(tmp_path: Path) -> None:
    with ModelServer(says("Hello.")) as server, chat(server, tmp_path) as program:
        program.wait_for("/ lists commands")
        type_prompt(program, "hi there")
        program.wait_for("Hello.")
        program.wait_for(READY)

        program.send(CTRL_P + "version" + ENTER)  # in one burst
        program.wait_for("Version")
        program.send(F1)
        program.wait_for("type to find")
        program.send("yolo")
        program.wait_for("Let the agent do everything unasked")
        program.send(ESC)
        program.wait_for("Version")

        program.send("/theme" + ENTER)
        program.wait_for("Enter chooses")
        program.send(ESC)
        program.wait_for(lambda: "Enter chooses" not in program.screen_text())
        program.send("exit" + ENTER)
        assert program.wait_for_exit() == 0

    assert (tmp_path / "data" / "hints.json").stat().st_mode & 0o777 == 0o600
