from __future__ import annotations

import errno
import os
import stat
import threading
from functools import partial
from pathlib import Path

import anyio
import anyio.to_thread
import pytest

from agent_tui.errors import ToolError
from agent_tui.tools.files.disk import folder as disk_folder
from agent_tui.tools.files.disk.folder import open_folder
from agent_tui.tools.files.disk.load_file import load_file
from agent_tui.tools.files.disk.replace_file import delete_file, replace_file
from agent_tui.tools.files.target import Target
from tests.tools.fake_context import FakeContext
from tests.tools.files.calls import call, failure, read, tree


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("mode", [0o644, 0o755, 0o600, 0o666, 0o640, 0o4755])
def test_the_mode_of_a_file_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "script.sh"
    path.write_text("old")
    path.chmod(mode)
    target = Target(str(path), "script.sh")

    replace_file(target, b"new", former=load_file(target))

    assert mode_of(path) == mode
    assert path.read_text() == "new"


def seen_while_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What lies in the folder when the new content of a file is complete, but not yet in place."""
    (folder / "a").write_text("old")
    seen: list[str] = []
    fsync = os.fsync

    def look(fd: int) -> None:
        seen.extend(os.listdir(folder) if not seen else ())
        fsync(fd)

    monkeypatch.setattr(os, "fsync", look)
    target = Target(str(folder / "a"), "a")
    replace_file(target, b"new", former=load_file(target))
    assert (folder / "a").read_text() == "new"
    assert os.listdir(folder) == ["a"]
    return seen


@pytest.mark.skipif(not disk_folder._NAMELESS, reason="files without a name: Linux only")
def test_who_is_killed_while_writing_leaves_nothing_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_folder(str(tmp_path)) as folder:
        fd = folder.open_nameless(0o600)
    if fd is None:
        pytest.skip("this disk knows no files without a name")
    os.close(fd)

    assert seen_while_writing(tmp_path, monkeypatch) == ["a"]


def test_where_files_need_a_name_another_one_is_used_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_folder, "_NAMELESS", 0)

    assert len(seen_while_writing(tmp_path, monkeypatch)) == 2


def test_a_new_file_and_its_folders_follow_the_umask(tmp_path: Path) -> None:
    former = os.umask(0o027)
    try:
        replace_file(Target(str(tmp_path / "a" / "b"), "a/b"), b"x", former=None)
    finally:
        os.umask(former)

    assert mode_of(tmp_path / "a" / "b") == 0o640
    assert mode_of(tmp_path / "a") == 0o750


@pytest.mark.parametrize(
    ("mode", "is_executable", "expected"),
    [(0o644, True, 0o755), (0o640, True, 0o750), (0o755, False, 0o644), (0o755, None, 0o755)],
)
def test_the_executable_bit_goes_to_those_who_may_read(
    tmp_path: Path, mode: int, is_executable: bool | None, expected: int
) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(mode)
    target = Target(str(path), "x")

    replace_file(target, b"new", former=load_file(target), is_executable=is_executable)

    assert mode_of(path) == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    os.chown(path, 1234, 2345)
    target = Target(str(path), "x")

    replace_file(target, b"new", former=load_file(target))

    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes here")
def test_extended_attributes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    try:
        os.setxattr(path, "user.origin", b"somewhere")
    except OSError:
        pytest.skip("this file system has none")
    target = Target(str(path), "x")

    replace_file(target, b"new", former=load_file(target))

    assert os.getxattr(path, "user.origin") == b"somewhere"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
async def test_a_disk_that_refuses_is_named_and_the_file_is_as_it_was(
    context: FakeContext, workspace: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (workspace / "x.txt").write_text("old")
    await read(context, "x.txt")
    before = tree(workspace)

    def refuse(fd: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    text = await failure(context, "write_file", path="x.txt", content="new")

    assert "disk at /" in text
    assert text.endswith("The file is as it was.")
    assert tree(workspace) == before


async def test_a_write_protected_file_is_not_replaced(unprivileged: FakeContext) -> None:
    path = Path(unprivileged.workspace) / "x.txt"
    path.write_text("old")
    path.chmod(0o444)
    await read(unprivileged, "x.txt")

    text = await failure(unprivileged, "write_file", path="x.txt", content="new")

    assert "no permission" in text
    assert path.read_text() == "old"


async def test_a_read_only_folder_is_told_in_plain_words(unprivileged: FakeContext) -> None:
    sub = Path(unprivileged.workspace) / "sub"
    sub.mkdir()
    sub.chmod(0o555)

    assert "no permission" in await failure(
        unprivileged, "write_file", path="sub/x.txt", content="new"
    )


async def test_the_other_name_of_a_hard_link_keeps_its_content_and_the_model_is_told(
    context: FakeContext, workspace: Path, tmp_path: Path
) -> None:
    """Permission was given for one name only; the other may lie outside the workspace."""
    (tmp_path / "outside.txt").write_text("old\n")
    os.link(tmp_path / "outside.txt", workspace / "inside.txt")
    await read(context, "inside.txt")

    result = await call(context, "edit_file", path="inside.txt", old_text="old", new_text="new")

    assert (tmp_path / "outside.txt").read_text() == "old\n"
    assert (workspace / "inside.txt").read_text() == "new\n"
    assert "hard links" in result.text


async def test_a_write_that_has_begun_ends_and_is_remembered_when_the_call_is_cancelled(
    context: FakeContext, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await call(context, "write_file", path="x.txt", content="one\n")
    sync, has_begun, may_go_on = os.fsync, threading.Event(), threading.Event()

    def slow_sync(fd: int) -> None:
        has_begun.set()
        may_go_on.wait(5)
        sync(fd)

    monkeypatch.setattr(os, "fsync", slow_sync)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(partial(call, context, "write_file", path="x.txt", content="two\n"))
        await anyio.to_thread.run_sync(has_begun.wait, 5)
        tasks.cancel_scope.cancel()
        may_go_on.set()
    await call(context, "edit_file", path="x.txt", old_text="two", new_text="three")

    assert tree(workspace) == {"x.txt": b"three\n"}


@pytest.mark.parametrize("place", ["pipe", "folder", "/dev/null"])
async def test_only_regular_files_are_written(
    context: FakeContext, workspace: Path, place: str
) -> None:
    os.mkfifo(workspace / "pipe")
    (workspace / "folder").mkdir()

    text = await failure(context, "write_file", path=place, content="x")

    assert " is a " in text


def test_a_file_changed_between_preparing_and_writing_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    target = Target(str(path), "x")
    former = load_file(target)
    assert former is not None
    path.write_text("changed by somebody else")

    with pytest.raises(ToolError, match="changed by somebody else"):
        replace_file(target, b"new", former=former)
    with pytest.raises(ToolError, match="changed by somebody else"):
        delete_file(target, former=former)

    assert tree(tmp_path) == {"x": b"changed by somebody else"}


def test_a_file_that_appears_or_vanishes_meanwhile_stops_the_writing(tmp_path: Path) -> None:
    path = tmp_path / "x"
    target = Target(str(path), "x")
    path.write_text("new here")
    former = load_file(target)
    assert former is not None

    with pytest.raises(ToolError, match="in this very moment"):
        replace_file(target, b"mine", former=None)
    path.unlink()
    with pytest.raises(ToolError, match="in this very moment"):
        replace_file(target, b"mine", former=former)
    with pytest.raises(ToolError, match="in this very moment"):
        delete_file(target, former=former)

    assert tree(tmp_path) == {}
