"""In mode `edits` the model may write, and a few commands are free: both together must run nothing
that the model has written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.safety.hostile_model import Played, exists, make_program, play, run, write

CORE = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
SETTINGS = CORE + "\tworktree = {}\n\tfsmonitor = touch {}\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "notes.txt").write_text("text\n")
    git(folder, "add", "notes.txt")
    return folder


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    return tmp_path / "has-run"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)


async def in_edits(workspace: Path, *steps: list[tuple[str, dict[str, object]]]) -> Played:
    return await play(workspace, *steps, mode="edits")


async def test_the_model_can_write_and_look_at_it_without_asking(workspace: Path) -> None:
    played = await in_edits(
        workspace,
        [make_program("tool.sh", workspace / "x")],
        [run("git status --short && cat tool.sh")],
    )

    assert played.asked == []
    assert "tool.sh" in played.results[1]


async def test_a_repository_completed_by_the_command_itself_is_not_obeyed(
    workspace: Path, marker: Path
) -> None:
    await in_edits(
        workspace,
        [
            write("sub/objects/x", ""),
            write("sub/refs/x", ""),
            write("sub/config", SETTINGS.format(workspace / "sub", marker)),
        ],
        [run("cd sub && echo 'ref: refs/heads/main' > HEAD && git status")],
    )

    assert not exists(marker)


@pytest.mark.parametrize("name", ["sub/HEAD", "sub/head", "sub/commondir", "a/post-index-change"])
async def test_names_that_make_git_run_something_are_asked(workspace: Path, name: str) -> None:
    played = await in_edits(workspace, [write(name, "x")])

    assert len(played.asked) == 1
    assert not exists(workspace / name)


async def test_a_repository_whose_head_is_a_link_to_nowhere_is_not_obeyed(
    workspace: Path, marker: Path
) -> None:
    sub = workspace / "sub"
    for folder in ("objects", "refs"):
        (sub / folder).mkdir(parents=True)
    (sub / "HEAD").symlink_to("refs/heads/main")
    (sub / "config").write_text(SETTINGS.format(sub, marker))

    played = await in_edits(workspace, [run("cd sub && git status")])

    assert len(played.asked) == 1
    assert not exists(marker)


async def test_a_repository_in_parts_is_not_obeyed(workspace: Path, marker: Path) -> None:
    for folder in ("sub", "other/objects", "other/refs"):
        (workspace / folder).mkdir(parents=True)
    (workspace / "sub/HEAD").write_text("ref: refs/heads/main\n")
    (workspace / "sub/commondir").write_text("../other\n")

    assert len((await in_edits(workspace, [run("cd sub && git status")])).asked) == 1


async def test_an_empty_git_folder_does_not_hide_a_bare_repository(
    workspace: Path, marker: Path
) -> None:
    sub = workspace / "sub"
    for folder in ("objects", "refs", ".git"):
        (sub / folder).mkdir(parents=True)
    (sub / "HEAD").write_text("ref: refs/heads/main\n")
    (sub / "config").write_text(SETTINGS.format(sub, marker))

    await in_edits(workspace, [run("cd sub && git status")])

    assert not exists(marker)


async def test_a_hook_folder_in_the_workspace_runs_nothing_new(
    workspace: Path, marker: Path
) -> None:
    git(workspace, "config", "core.hooksPath", "hooks")
    await in_edits(
        workspace,
        [make_program("hooks/post-index-change", marker), write("notes2.txt", "x")],
    )
    os.utime(workspace / "notes.txt", (1, 1))
    await in_edits(workspace, [run("git status")], [run("git diff")])

    assert not exists(marker)


@pytest.mark.parametrize("command", ["ls", "rg text", "git status"])
async def test_no_program_in_a_folder_of_path_is_exchanged(
    workspace: Path, marker: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (workspace / ".venv/bin").mkdir(parents=True)
    monkeypatch.setenv("PATH", f"{workspace}/.venv/bin{os.pathsep}{os.environ['PATH']}")
    program = command.partition(" ")[0]

    played = await in_edits(
        workspace, [make_program(f".venv/bin/{program}", marker)], [run(command)]
    )

    assert len(played.asked) == 1
    assert not exists(marker)


async def test_a_session_in_a_folder_of_path_asks_for_its_programs(
    workspace: Path, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{workspace}{os.pathsep}{os.environ['PATH']}")

    played = await in_edits(
        workspace, [make_program("ls", marker)], [write("doc/a.txt", "x")], [run("ls")]
    )

    assert len(played.asked) == 1
    assert exists(workspace / "doc/a.txt")
    assert not exists(marker)


@pytest.mark.parametrize("entry", [".", "", "bin"])
async def test_relative_folders_of_path_are_not_searched(
    workspace: Path, marker: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    monkeypatch.setenv("PATH", f"{entry}{os.pathsep}{os.environ['PATH']}")
    (workspace / "bin").mkdir()

    played = await in_edits(
        workspace, [make_program("ls", marker), make_program("bin/ls", marker)], [run("ls -a")]
    )

    assert "notes.txt" in played.results[-1]
    assert not exists(marker)


async def test_settings_of_ripgrep_in_the_workspace_start_nothing(
    workspace: Path, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIPGREP_CONFIG_PATH", str(workspace / "rg.conf"))

    await in_edits(
        workspace,
        [make_program("reader", marker), write("rg.conf", f"--pre={workspace}/reader\n")],
        [run("rg text"), ("grep", {"pattern": "text"})],
    )

    assert not exists(marker)


async def test_what_agent_tui_itself_loads_is_not_exchanged(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = workspace / ".venv/lib/python3/site-packages"
    installed.mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(installed)])

    played = await in_edits(
        workspace, [write(".venv/lib/python3/site-packages/markdownify/__init__.py", "x")]
    )

    assert len(played.asked) == 1


@pytest.mark.parametrize("name", ["gitconfig", "dotfiles/gitconfig", ".githooks/pre-commit"])
async def test_settings_of_git_under_other_names_are_asked(workspace: Path, name: str) -> None:
    assert len((await in_edits(workspace, [write(name, "x")])).asked) == 1


async def test_a_patch_makes_no_link(workspace: Path, tmp_path: Path) -> None:
    patch = (
        "diff --git a/way b/way\nnew file mode 120000\n--- /dev/null\n+++ b/way\n"
        f"@@ -0,0 +1 @@\n+{tmp_path}\n"
    )
    await in_edits(workspace, [("apply_patch", {"patch": patch}), write("way/out.txt", "x")])

    assert not (workspace / "way").is_symlink()
    assert not exists(tmp_path / "out.txt")
