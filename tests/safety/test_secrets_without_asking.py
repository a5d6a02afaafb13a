"""What is free to read shows no file that holds secrets by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.engine.permissions.policy import PermissionPolicy, VerdictEffect
from agent_tui.protocol.permissions import CommandAccess, PathAccess, PathLevel, PermissionMode
from tests.safety.hostile_model import Mode, play, run, write

SECRET = "hunter2"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name in ("work/.env", "work/src/.env", "outside.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"KEY={SECRET}\n")
    (tmp_path / "work/a.txt").write_text("KEY=\n")
    (tmp_path / "work/src/b.txt").write_text("KEY=1\n")
    (tmp_path / "work/way").symlink_to(tmp_path)
    return tmp_path / "work"


@pytest.mark.parametrize("mode", ["plan", "ask"])
@pytest.mark.parametrize(
    "command",
    [
        "rg -g .env KEY",
        "rg -g.env KEY",
        "rg -ig .env KEY",
        "rg -g '*' KEY",
        "rg -g '*env' KEY",
        "rg -g '.e*' KEY",
        "rg --glob '**/.env' KEY",
        "rg --glob='*' KEY",
        "rg --iglob .ENV KEY",
        "rg -g '*.py' -g .env KEY",
        "diff -N . src",
        "diff -rN . src",
        "diff . src",
        "diff src .",
        "diff a.txt way",
        "cat .env",
        "cat way/outside.txt",
        "cat src/../.env",
        "cat ./.ENV < .env",
        "grep KEY way/outside.txt",
        "rg KEY way",
        "head -c 99 /proc/self/environ",
    ],
)
async def test_a_free_command_shows_no_secret(workspace: Path, mode: Mode, command: str) -> None:
    played = await play(workspace, [run(command)], mode=mode)

    assert SECRET not in played.results[0]


@pytest.mark.parametrize(
    "command",
    [
        "rg -g '*.py' KEY",
        "rg -g 'src/*.txt' KEY",
        "rg -g '!*.min.js' KEY",
        "rg -tpy KEY",
        "rg --files",
        "rg -i KEY src",
        "diff a.txt src/b.txt",
        "diff -u a.txt src/b.txt",
    ],
)
async def test_ordinary_looks_stay_free(workspace: Path, command: str) -> None:
    played = await play(workspace, [run(command)])

    assert played.asked == []
    assert SECRET not in played.results[0]


@pytest.mark.parametrize(
    "call",
    [
        ("grep", {"pattern": "KEY"}),
        ("grep", {"pattern": "KEY", "glob": ".env"}),
        ("grep", {"pattern": "KEY", "glob": "**/*", "include_ignored": True}),
        ("grep", {"pattern": "KEY", "path": "way"}),
        ("grep", {"pattern": "KEY", "path": ".env"}),
        ("read_file", {"path": ".env"}),
        ("read_file", {"path": "src/./../.env"}),
        ("read_file", {"path": "way/outside.txt"}),
        ("read_file", {"path": "/proc/self/cwd/.env"}),
        ("read_file", {"path": "/proc/self/environ"}),
        ("apply_patch", {"patch": "--- a/.env\n+++ b/c.txt\n@@ -1 +1 @@\n-KEY=x\n+KEY=y\n"}),
    ],
)
async def test_no_tool_shows_a_secret(workspace: Path, call: tuple[str, dict[str, object]]) -> None:
    played = await play(workspace, [call], mode="edits")

    assert SECRET not in played.results[0]


@pytest.mark.parametrize("name", [".ignore", "src/.rgignore"])
async def test_hidden_files_are_not_brought_back_unasked(workspace: Path, name: str) -> None:
    played = await play(workspace, [write(name, "!.env\n")], [run("rg KEY")], mode="edits")

    assert len(played.asked) == 1
    assert SECRET not in played.results[1]


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("/proc/self/environ", PathLevel.READ),
        ("/proc/self/maps", PathLevel.READ),
        ("/dev/sda", PathLevel.READ),
        ("/dev/tcp/192.0.2.1/80", PathLevel.WRITE),
        ("/sys/kernel/uevent_helper", PathLevel.WRITE),
    ],
)
def test_a_workspace_at_the_root_holds_no_devices_and_processes(
    path: str, level: PathLevel
) -> None:
    policy = PermissionPolicy(workspace="/")
    grants = policy.compile(())
    command = f"cat < {path}" if level is PathLevel.READ else f"echo x > {path}"
    for access in (PathAccess(path=path, level=level), CommandAccess(command=command, cwd="/")):
        verdict = policy.check([access], mode=PermissionMode.EDITS, grants=grants)

        assert verdict.effect is VerdictEffect.ASK, access
