"""What is opened is what was checked, whoever exchanges it in between."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_tui.errors import PermissionDenied, ToolError
from agent_tui.protocol.permissions import PathLevel
from agent_tui.tools.files.disk import folder as folder_module
from agent_tui.tools.files.disk.folder import open_folder
from agent_tui.tools.files.disk.load_file import load_file, opened_file
from agent_tui.tools.files.disk.replace_file import delete_file, replace_file
from agent_tui.tools.files.target import Target
from tests.tools.fake_context import FakeContext
from tests.tools.files.calls import call, read


@pytest.fixture(params=["held folders", "compared paths"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is what systems do that cannot hold a folder open."""
    if request.param == "compared paths":
        monkeypatch.setattr(folder_module, "_CAN_WALK", False)


def target(path: Path) -> Target:
    return Target(os.path.realpath(path), path.name)


class Exchanging(FakeContext):
    """Right after the check, somebody exchanges what was checked."""

    def __init__(self, workspace: Path, exchange: Callable[[], None]) -> None:
        super().__init__(workspace)
        self._exchange = exchange
        self.is_exchanged = False

    def real_path(self, path: str, level: PathLevel) -> str:
        real = super().real_path(path, level)
        if not self.is_exchanged and path.endswith("notes.txt"):
            self.is_exchanged = True
            self._exchange()
        return real


def file_to_link(workspace: Path, secret: Path) -> None:
    (workspace / "sub" / "notes.txt").unlink()
    (workspace / "sub" / "notes.txt").symlink_to(secret / "notes.txt")


def folder_to_link(workspace: Path, secret: Path) -> None:
    (workspace / "sub").rename(workspace / "moved")
    (workspace / "sub").symlink_to(secret)


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("exchange", [file_to_link, folder_to_link])
@pytest.mark.parametrize("tool", ["read_file", "write_file", "edit_file"])
async def test_a_link_put_in_place_after_the_check_is_not_followed(
    tmp_path: Path, tool: str, exchange: Callable[[Path, Path], None]
) -> None:
    workspace, secret = tmp_path / "workspace", tmp_path / "secret"
    (workspace / "sub").mkdir(parents=True)
    secret.mkdir()
    (workspace / "sub" / "notes.txt").write_text("harmless")
    (secret / "notes.txt").write_text("password")
    context = Exchanging(workspace, lambda: exchange(workspace, secret))
    arguments = {
        "read_file": {},
        "write_file": {"content": "new"},
        "edit_file": {"old_text": "password", "new_text": "new"},
    }[tool]

    with pytest.raises(PermissionDenied, match="exchanged for a link"):
        await call(context, tool, path="sub/notes.txt", **arguments)

    assert (secret / "notes.txt").read_text() == "password"


@pytest.mark.usefixtures("_both_ways")
async def test_a_new_file_is_not_made_behind_a_link_put_in_place_after_the_check(
    tmp_path: Path,
) -> None:
    workspace, outside = tmp_path / "workspace", tmp_path / "outside"
    (workspace / "sub").mkdir(parents=True)
    outside.mkdir()
    context = Exchanging(workspace, lambda: folder_to_link(workspace, outside))

    with pytest.raises(PermissionDenied):
        await call(context, "write_file", path="sub/notes.txt", content="x")

    assert list(outside.iterdir()) == []


@pytest.mark.usefixtures("_both_ways")
def test_files_are_read_written_and_deleted_at_their_path(tmp_path: Path) -> None:
    path = target(tmp_path / "new" / "folder" / "x.txt")

    replace_file(path, b"one", former=None)
    replace_file(path, b"two", former=load_file(path))
    loaded = load_file(path)
    assert loaded is not None
    delete_file(path, former=loaded)

    assert loaded.data == b"two"
    assert list((tmp_path / "new" / "folder").iterdir()) == []


@pytest.mark.usefixtures("_both_ways")
def test_a_missing_file_is_none_and_a_missing_folder_too(tmp_path: Path) -> None:
    assert load_file(target(tmp_path / "x")) is None
    assert load_file(target(tmp_path / "no" / "x")) is None


@pytest.mark.usefixtures("_both_ways")
def test_a_file_in_the_place_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NotADirectoryError):
        open_folder(str(tmp_path / "file" / "x"))


def test_no_descriptor_stays_open_whatever_happens(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "x").write_text("x")
    before = len(os.listdir("/dev/fd"))

    for name in ("missing", "pipe", "no/x", "x/y", "link/x", "x"):
        try:
            with opened_file(Target(str(tmp_path / name), name)):
                pass
        except (ToolError, FileNotFoundError):
            pass

    assert len(os.listdir("/dev/fd")) == before


async def test_a_link_inside_the_workspace_is_followed_to_its_real_place(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "real.txt").write_text("one\n")
    (workspace / "link.txt").symlink_to("real.txt")
    await read(context, "link.txt")

    result = await call(context, "edit_file", path="link.txt", old_text="one", new_text="two")

    assert result.text.startswith("Changed real.txt (+1 -1 lines).")
    assert (workspace / "link.txt").is_symlink()
    assert (workspace / "real.txt").read_text() == "two\n"


async def test_a_folder_that_may_be_entered_but_not_listed_is_enough(
    unprivileged: FakeContext,
) -> None:
    sub = Path(unprivileged.workspace) / "sub"
    sub.mkdir()
    (sub / "x.txt").write_text("one")
    sub.chmod(0o311)

    assert await read(unprivileged, "sub/x.txt") == "     1\tone"
    await call(unprivileged, "write_file", path="sub/x.txt", content="two")

    assert (sub / "x.txt").read_text() == "two"


async def test_a_name_that_would_break_a_diff_is_shown_with_escapes(
    context: FakeContext, workspace: Path
) -> None:
    result = await call(context, "write_file", path="a\n+++ b/x\x1b[2J", content="x\n")

    assert "+++ b/a\\n+++ b/x\\x1b[2J\n" in result.diff
