from __future__ import annotations

import json
from pathlib import Path

from tests.flows.chat_program import ENTER, chat
from tests.flows.model_server import ModelServer, says

TAB, DOWN = "\t", "\x1b[B"


def test_a_file_is_found_taken_sent_and_shown_as_attached(tmp_path: Path) -> None:
    workspace = tmp_path / "work"
    (workspace / "src/deep").mkdir(parents=True)
    (workspace / "src/deep/parser.py").write_text("needle = 1\n")
    (workspace / "src/other.py").write_text("")
    with (
        ModelServer(says("I have read it.")) as server,
        chat(server, tmp_path, "-C", str(workspace)) as program,
    ):
        program.send("look at @prs")
        program.wait_for("❯ src/deep/parser.py")
        program.send(ENTER)
        program.wait_for("@src/deep/parser.py")
        program.send("please" + ENTER)
        program.wait_for("I have read it.")

        assert any("attached: src/deep/parser.py" in line for line in program.lines())
        sent = json.dumps(server.requests[-1])
        assert "look at @src/deep/parser.py please" in sent
        assert "needle = 1" in sent
