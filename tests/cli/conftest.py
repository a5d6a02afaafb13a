"""The program in folders of its own: as a process, or in this one when nothing needs a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from agent_tui.cli.handover import Handover
from agent_tui.cli.main import main

TIMEOUT_S = 15


class Ran(NamedTuple):
    """What a call of the program left behind."""

    code: int
    out: str
    err: str


class Program:
    """Calls of agent-tui. Nothing of the user's own settings, sessions and keys reaches them."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.config_dir, self.data_dir = root / "config", root / "data"
        self.log_dir, self.cwd = root / "log", root / "work"
        self.cwd.mkdir()
        # A repository root: what stands above the temporary folder is not looked at.
        (self.cwd / ".git").mkdir()
        self.user_file = self.config_dir / "config.toml"
        self.project_file = self.cwd / ".agent-tui" / "config.toml"

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a call."""
        own = ("AGENT_TUI_", "OPENAI_")
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(own) and not name.endswith("_API_KEY")
        }
        folders = {
            "AGENT_TUI_CONFIG_DIR": str(self.config_dir),
            "AGENT_TUI_DATA_DIR": str(self.data_dir),
            "AGENT_TUI_LOG_DIR": str(self.log_dir),
        }
        return inherited | folders

    @property
    def command(self) -> list[str]:
        """The words that start the program."""
        return [sys.executable, "-m", "agent_tui"]

    def run(self, *argv: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> Ran:
        """A real process, without a terminal."""
        done = subprocess.run(
            [*self.command, *argv],
            input=stdin,
            capture_output=True,
            cwd=self.cwd,
            env=self.environ | dict(environ or {}),
            timeout=TIMEOUT_S,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def call(self, *argv: str, handover: Handover | None = None) -> Ran:
        """The same in this process: fast, but without streams and signals of its own."""
        code = main(argv, handover)
        captured = self._capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    def write(self, file: Path, text: str) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


@pytest.fixture
def program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Program:
    program = Program(tmp_path, capsys)
    for name in set(os.environ) - set(program.environ):
        monkeypatch.delenv(name)
    for name, value in program.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(program.cwd)
    return program
