"""Where the tests' stores lie, and programs that use them from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from agent_tui.storage.session_store import FileSessionStore


def store_in(data_dir: Path) -> FileSessionStore:
    return FileSessionStore(data_dir / "sessions", data_dir / "index.db", app_version="1.2.3")


def journal_of(data_dir: Path, session_id: str) -> Path:
    return data_dir / "sessions" / session_id / "journal.jsonl"


_PROGRAM_START = """
import sys
from pathlib import Path
from tests.contracts.session_builders import a_prompt, an_info
from tests.storage.places import store_in
store = store_in(Path(sys.argv[1]))
"""


def start_program(code: str, data_dir: Path) -> subprocess.Popen[str]:
    """Another process with `store` (on `data_dir`), `a_prompt` and `an_info` at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM_START + code, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
