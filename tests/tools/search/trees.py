"""Folders full of files for tests of searching."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from agent_tui.tools.search.tree_walk import TreeWalk

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def make_tree(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes the files; a name that ends with a slash makes an empty folder."""
    for name, content in files.items():
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def make_deep_tree(root: Path, levels: int) -> None:
    """Folders with names of 200 letters in each other, each with a file; deeper than a path can be
    from 20 levels on."""
    here = os.open(root, os.O_RDONLY)
    for level in range(levels):
        name = f"{level:03}" + "d" * 197
        os.mkdir(name, dir_fd=here)
        above, here = here, os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(above)
        file = os.open("file", os.O_WRONLY | os.O_CREAT, dir_fd=here)
        os.write(file, b"needle\n")
        os.close(file)
    os.close(here)


def make_repository(root: Path) -> None:
    """As much of one as ripgrep and we look at."""
    (root / ".git/info").mkdir(parents=True)


def walked_files(root: Path) -> set[str]:
    """What our own walk finds, but for the ignore files themselves."""
    return {
        path
        for path, entry in TreeWalk(str(root))
        if not entry.is_dir(follow_symlinks=False) and entry.name != ".gitignore"
    }


def files_of_git(root: Path) -> set[str]:
    """The same by git's own word; the folder becomes a repository."""
    git = ["git", "-c", "core.excludesFile=", "-c", "init.defaultBranch=main", "-C", str(root)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    listed = subprocess.run(
        [*git, "ls-files", "--others", "--exclude-standard", "-z"], check=True, capture_output=True
    )
    names = listed.stdout.decode("utf-8", "surrogateescape").split("\0")
    return {name for name in names if name and name.rpartition("/")[2] != ".gitignore"}
