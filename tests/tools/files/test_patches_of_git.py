"""Patches that git makes, with and without lines around the changes, do what git meant."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_tui.tools.files.patches.parse_patch import parse_patch
from agent_tui.tools.files.patches.place_hunks import patched

texts = st.lists(st.sampled_from(["", "a", "b", "c", "-- a", "++ b"]), max_size=25).map("\n".join)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@settings(max_examples=40, deadline=None)
@given(before=texts, after=texts, context=st.sampled_from([0, 1, 3]))
def test_a_patch_of_git_gives_the_text_that_git_compared(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str, context: int
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "old").write_text(before)
    (folder / "new").write_text(after)

    patch = git_diff(folder, context)

    if patch:
        (file,) = parse_patch(patch)
        assert patched(before, file.hunks, newline="\n", name="x") == after
    else:
        assert before == after


def git_diff(folder: Path, context: int) -> str:
    found = subprocess.run(
        ["git", "diff", "--no-index", f"-U{context}", "old", "new"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    # git compares two files here; for a patch of one, they need one name.
    return (
        found.stdout.replace("diff --git a/old b/new", "diff --git a/x b/x")
        .replace("--- a/old", "--- a/x")
        .replace("+++ b/new", "+++ b/x")
    )
