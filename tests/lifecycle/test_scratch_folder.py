"""The temporary folder is made by whoever needs it and does not stay."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from agent_tui.lifecycle.scratch_folder import ScratchFolder


def test_a_folder_that_nobody_made_leaves_nothing(tmp_path: Path) -> None:
    scratch = ScratchFolder(tmp_path)

    scratch.remove()

    assert list(tmp_path.iterdir()) == []


def test_a_used_folder_is_removed_with_all_that_is_in_it(tmp_path: Path) -> None:
    scratch = ScratchFolder(tmp_path)
    scratch.path.mkdir()
    (scratch.path / "file").touch()

    scratch.remove()
    scratch.remove()

    assert list(tmp_path.iterdir()) == []


def test_only_old_folders_of_dead_processes_are_removed_with_it(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = {
        "stale": f"agent-tui-{dead.pid}-abc",
        "of this process": f"agent-tui-{os.getpid()}-abc",
        "of something else": "agent-tui-abc",
        "young": f"agent-tui-{dead.pid}-young",
    }
    for name in names.values():
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
        os.utime(tmp_path / name, (0, 0))
    os.utime(tmp_path / names["young"])
    scratch = ScratchFolder(tmp_path)
    scratch.path.mkdir()

    scratch.remove()

    assert {path.name for path in tmp_path.iterdir()} == set(names.values()) - {names["stale"]}
