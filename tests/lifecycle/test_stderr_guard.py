"""What others write to standard error while the screen is up."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.terminal.pty_program import PtyProgram

PROGRAM = """
import os, sys
from pathlib import Path
from agent_tui.lifecycle.stderr_guard import stderr_to

with stderr_to(Path(sys.argv[1]), lambda text: text.replace("the key", "[hidden]")):
    os.write(2, b"a library says the key aloud")
os.write(2, b"on the screen again")
"""


def test_it_goes_to_a_file_without_secrets_and_never_to_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "logs" / "stderr.log"
    argv = (sys.executable, "-c", PROGRAM, str(file))

    with PtyProgram(argv, home=tmp_path) as program:
        assert program.wait_for_exit() == 0
        program.wait_for("on the screen again")
        assert "aloud" not in program.screen_text()

    assert file.read_text() == "a library says [hidden] aloud"
