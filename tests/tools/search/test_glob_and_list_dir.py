from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import anyio
import msgspec
import pytest

from agent_tui.errors import PermissionDenied, ToolError
from agent_tui.protocol.permissions import PathAccess, PathLevel
from agent_tui.tools.glob import Glob
from agent_tui.tools.list_dir import ListDir
from tests.tools.fake_context import FakeContext
from tests.tools.search.trees import make_deep_tree, make_repository, make_tree


async def called(tool: Glob | ListDir, workspace: Path, **arguments: object) -> str:
    encoded = msgspec.json.encode(arguments).decode()
    context = FakeContext(workspace)
    if isinstance(tool, Glob):
        return (await tool.run(tool.parsed(encoded), context)).text
    return (await tool.run(tool.parsed(encoded), context)).text


def set_ages(root: Path, ages_s: Mapping[str, int]) -> None:
    for name, age_s in ages_s.items():
        os.utime(root / name, (1_000_000 - age_s, 1_000_000 - age_s), follow_symlinks=False)


async def test_found_files_come_most_recently_changed_first(tmp_path: Path) -> None:
    make_tree(
        tmp_path, {"old.py": "", "sub/new.py": "", "same1.py": "", "same2.py": "", "a.txt": ""}
    )
    set_ages(tmp_path, {"old.py": 90, "sub/new.py": 1, "same1.py": 50, "same2.py": 50})

    text = await called(Glob(), tmp_path, pattern="*.py")

    assert text.splitlines() == ["sub/new.py", "same1.py", "same2.py", "old.py"]


async def test_too_many_found_files_are_counted(tmp_path: Path) -> None:
    make_tree(tmp_path, dict.fromkeys([f"f{n:03}" for n in range(250)], ""))

    lines = (await called(Glob(), tmp_path, pattern="f*")).splitlines()

    assert len(lines) == 202
    assert lines[-1].startswith("200 of 250 files are shown, most recently changed first.")


async def test_glob_leaves_out_what_git_ignores_unless_asked_for(tmp_path: Path) -> None:
    make_repository(tmp_path)
    make_tree(
        tmp_path, {".gitignore": "out/\n", "out/a.py": "", ".git/x.py": "", ".hidden/b.py": ""}
    )

    assert await called(Glob(), tmp_path, pattern="*.py") == ".hidden/b.py"
    assert "1 entry that .gitignore names were left out" in await called(
        Glob(), tmp_path, pattern="out/*.py"
    )
    assert await called(Glob(), tmp_path, pattern="out/*.py", include_ignored=True) == "out/a.py"


async def test_a_pattern_with_a_slash_at_the_end_finds_folders(tmp_path: Path) -> None:
    make_tree(tmp_path, {"src/tests/a": "", "tests": ""})

    assert await called(Glob(), tmp_path, pattern="tests/") == "src/tests/"
    assert await called(Glob(), tmp_path, pattern="tests") == "tests"


async def test_links_are_found_by_name_and_never_followed(tmp_path: Path) -> None:
    make_tree(tmp_path, {"work/a.py": "", "outside/b.py": ""})
    (tmp_path / "work/out").symlink_to("../outside")
    (tmp_path / "work/circle").symlink_to(".")
    (tmp_path / "work/link.py").symlink_to("../outside/b.py")
    set_ages(tmp_path, {"work/a.py": 5, "work/link.py": 9, "work/out": 10, "work/circle": 20})

    text = await called(Glob(), tmp_path / "work", pattern="**")

    assert text.splitlines() == ["a.py", "link.py", "out", "circle"]


@pytest.mark.parametrize("tool", [Glob(), ListDir()], ids=["glob", "list_dir"])
async def test_places_that_cannot_be_searched_are_told(
    tool: Glob | ListDir, tmp_path: Path
) -> None:
    make_tree(tmp_path, {"file": ""})
    pattern = {"pattern": "*"} if isinstance(tool, Glob) else {}

    with pytest.raises(ToolError, match="file is a file, not a folder"):
        await called(tool, tmp_path, path="file", **pattern)
    with pytest.raises(ToolError, match="no file or folder missing"):
        await called(tool, tmp_path, path="missing", **pattern)


@pytest.mark.parametrize("tool", [Glob(), ListDir()], ids=["glob", "list_dir"])
async def test_looking_needs_permission_for_the_whole_folder(
    tool: Glob | ListDir, tmp_path: Path
) -> None:
    make_tree(tmp_path, {"sub/a": ""})
    encoded = '{"pattern": "*", "path": "sub"}' if isinstance(tool, Glob) else '{"path": "sub"}'
    context = FakeContext(tmp_path, denied=[tmp_path / "sub"])
    access = PathAccess(path="/proj/sub", level=PathLevel.READ, is_tree=True)

    if isinstance(tool, Glob):
        assert tool.accesses(tool.parsed(encoded), "/proj") == (access,)
        with pytest.raises(PermissionDenied):
            await tool.run(tool.parsed(encoded), context)
    else:
        assert tool.accesses(tool.parsed(encoded), "/proj") == (access,)
        with pytest.raises(PermissionDenied):
            await tool.run(tool.parsed(encoded), context)


@pytest.mark.parametrize("tool", [Glob(), ListDir()], ids=["glob", "list_dir"])
async def test_folders_that_cannot_be_read_are_named(tool: Glob | ListDir, tmp_path: Path) -> None:
    make_deep_tree(tmp_path, 22)
    deep = "/".join(f"{level:03}" + "d" * 197 for level in range(17))
    given = {"pattern": "*"} if isinstance(tool, Glob) else {"depth": 10}

    assert "Cannot be read (File name too long)" in await called(tool, tmp_path, path=deep, **given)


async def test_names_without_text_or_with_control_characters_stay_on_one_line(
    tmp_path: Path,
) -> None:
    make_tree(tmp_path, {"a\nb.py": "", "c\x1b[2J.py": "", "d\udcff.py": "", "--e.py": ""})

    found = await called(Glob(), tmp_path, pattern="*.py")
    listed = await called(ListDir(), tmp_path)

    assert sorted(found.splitlines()) == ["--e.py", "a\\nb.py", "c\\x1b[2J.py", "d\\xff.py"]
    assert [line.split("  ")[1] for line in listed.splitlines()[1:]] == [
        "--e.py",
        "a\\nb.py",
        "c\\x1b[2J.py",
        "d\\xff.py",
    ]


async def test_a_folder_is_listed_with_folders_first_and_marks(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            "b/x": "",
            "a/": "",
            "z.txt": "12345",
            "A.bin": b"0" * 1_234_567,
            "run.sh": "#!",
            ".env": "s",
        },
    )
    os.chmod(tmp_path / "run.sh", 0o755)
    (tmp_path / "link").symlink_to("b/x")
    (tmp_path / "out").symlink_to("/nowhere\n")

    assert (await called(ListDir(), tmp_path)).splitlines() == [
        "./",
        "  a/",
        "  b/",
        "  .env  1 B",
        "  A.bin  1.2 MB",
        "  link -> b/x",
        "  out -> /nowhere\\n",
        "  run.sh*  2 B",
        "  z.txt  5 B",
    ]


async def test_deeper_levels_are_indented(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a/b/c/d": "", "a/b/file": "", "a/file": "", "file": ""})

    assert (await called(ListDir(), tmp_path, depth=2, path="a")).splitlines() == [
        "a/",
        "  b/",
        "    c/",
        "    file  0 B",
        "  file  0 B",
    ]


async def test_an_empty_folder_and_an_outer_one_have_names(tmp_path: Path) -> None:
    make_tree(tmp_path, {"work/empty/": "", "other/": ""})

    assert await called(ListDir(), tmp_path / "work", path="empty") == "empty/\n  (empty)"
    assert await called(ListDir(), tmp_path / "work", path="../other") == (
        f"{tmp_path}/other/\n  (empty)"
    )


async def test_the_upper_levels_are_shown_when_there_is_too_much(tmp_path: Path) -> None:
    make_tree(tmp_path, {f"many/{n:03}": "" for n in range(600)} | {"other/a": "", "last": ""})

    lines = (await called(ListDir(), tmp_path, depth=2)).splitlines()

    assert lines[:3] == ["./", "  many/", "    000  0 B"]
    assert lines[-4:] == ["    … 103 more entries", "  other/", "    … 1 more entry", "  last  0 B"]


async def test_list_dir_counts_what_git_ignores(tmp_path: Path) -> None:
    make_repository(tmp_path)
    make_tree(tmp_path, {".gitignore": "*.log\n", "a.log": "", "b.log": "", "c": ""})

    normal = await called(ListDir(), tmp_path)
    everything = await called(ListDir(), tmp_path, include_ignored=True)

    assert "2 entries that .gitignore names left out" in normal
    assert "a.log" not in normal
    assert "a.log" in everything
    assert ".git/" not in everything


async def test_a_cancelled_walk_ends_at_once(tmp_path: Path) -> None:
    make_tree(tmp_path, {f"{n % 40}/{n}": "" for n in range(2000)})

    with anyio.CancelScope() as scope:
        scope.cancel()
        await called(Glob(), tmp_path, pattern="**")

    assert scope.cancelled_caught
