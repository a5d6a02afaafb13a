from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from agent_tui.errors import ToolError
from agent_tui.protocol.pictures import picture_type
from agent_tui.tools.files.file_kinds import binary_kind
from agent_tui.tools.files.file_memory import (
    FileMemory,
    Fingerprint,
    check_known,
    fingerprint_of,
)
from agent_tui.tools.files.target import Target
from agent_tui.tools.files.worker_threads import in_thread
from tests.tools.fake_context import FakeContext
from tests.tools.files.calls import call, failure, read

TARGET = Target("/w/x", "x")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Fingerprint(3, 1, b"d"), Fingerprint(3, 1, b"d"), True),
        (Fingerprint(3, 1, b"d"), Fingerprint(3, 2, b"d"), True),
        (Fingerprint(3, 1, b"d"), Fingerprint(3, 1, b"e"), False),
        (Fingerprint(3, 1), Fingerprint(3, 1, b"d"), True),
        (Fingerprint(3, 1), Fingerprint(3, 2, b"d"), False),
        (Fingerprint(3, 1), Fingerprint(4, 1), False),
    ],
)
def test_content_decides_and_where_it_is_unknown_size_and_time(
    one: Fingerprint, other: Fingerprint, is_same: bool
) -> None:
    assert one.is_same(other) is is_same


def test_a_file_is_known_from_the_first_sight_until_it_is_gone(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    fingerprint = fingerprint_of((tmp_path / "x").stat(), b"abc")
    memory = FileMemory()

    with pytest.raises(ToolError, match="has not been read"):
        check_known(TARGET, memory.known("/w/x"), fingerprint)
    memory.remember("/w/x", fingerprint)
    check_known(TARGET, memory.known("/w/x"), fingerprint)
    memory.forget_file("/w/x")

    assert memory.known("/w/x") is None


async def test_sessions_do_not_share_what_they_have_read(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "x").write_text("one")
    await read(context, "x")
    other = FakeContext(workspace)

    text = await failure(other, "edit_file", path="x", old_text="one", new_text="two")

    assert "has not been read in this session" in text


async def test_a_range_of_a_file_is_enough_to_edit_it(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "x").write_text("1\n2\n3\n")
    await read(context, "x", offset=1, limit=1)

    await call(context, "edit_file", path="x", old_text="3", new_text="three")

    assert (workspace / "x").read_text() == "1\n2\nthree\n"


async def test_one_name_of_a_hard_link_does_not_make_the_other_known(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "one").write_text("text")
    (workspace / "other").hardlink_to(workspace / "one")
    await read(context, "one")

    text = await failure(context, "edit_file", path="other", old_text="text", new_text="new")

    assert "other has not been read" in text


def test_each_event_loop_has_threads_of_its_own() -> None:
    async def work() -> int:
        return await in_thread(lambda: 1, is_reading=True)

    assert anyio.run(work) + anyio.run(work) == 2


@pytest.mark.parametrize("start", [b"", b"GIF8", b"RIFF\0\0\0\0WAVE", b"\x89PN", b"text"])
def test_what_only_begins_like_a_picture_is_none(start: bytes) -> None:
    assert picture_type(start) == ""


def test_every_binary_kind_says_what_it_is_or_how_to_look_at_it() -> None:
    assert "pdftotext" in binary_kind(b"%PDF-1.4")
    assert "sqlite3" in binary_kind(b"SQLite format 3\0")
    assert "xxd" in binary_kind(b"\0\0\0\0")
