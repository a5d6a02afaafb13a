from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.protocol.permissions import PathAccess, PathLevel
from agent_tui.tools.write_file import WriteFile, WriteFileArguments
from tests.tools.fake_context import FakeContext
from tests.tools.files.calls import call, failure, preview, read, tree


async def test_a_new_file_is_made_with_its_folders(context: FakeContext, workspace: Path) -> None:
    result = await call(context, "write_file", path="a/b/c.txt", content="é\nzwei\n")

    assert tree(workspace) == {"a/b/c.txt": "é\nzwei\n".encode()}
    assert result.text == "Created a/b/c.txt (+2 lines)."
    assert result.diff == "--- /dev/null\n+++ b/a/b/c.txt\n@@ -0,0 +1,2 @@\n+é\n+zwei\n"


@pytest.mark.parametrize("content", ["", "a", "a\r\nb", "a\rb\n"])
async def test_a_new_file_has_exactly_the_given_content(
    context: FakeContext, workspace: Path, content: str
) -> None:
    await call(context, "write_file", path="x", content=content)

    assert (workspace / "x").read_bytes() == content.encode()


async def test_an_existing_file_must_have_been_read(context: FakeContext, workspace: Path) -> None:
    (workspace / "x").write_text("precious")

    text = await failure(context, "write_file", path="x", content="new")
    await read(context, "x")
    await call(context, "write_file", path="x", content="new")

    assert "Read it first" in text
    assert tree(workspace) == {"x": b"new"}


async def test_an_empty_file_may_be_written_unread(context: FakeContext, workspace: Path) -> None:
    (workspace / "x").touch()

    await call(context, "write_file", path="x", content="new")

    assert tree(workspace) == {"x": b"new"}


async def test_a_file_that_the_model_wrote_itself_is_known(
    context: FakeContext, workspace: Path
) -> None:
    await call(context, "write_file", path="x", content="one\n")
    await call(context, "write_file", path="x", content="two\n")
    await call(context, "edit_file", path="x", old_text="two", new_text="three")

    assert tree(workspace) == {"x": b"three\n"}


async def test_a_file_that_changed_on_disk_is_not_overwritten(
    context: FakeContext, workspace: Path
) -> None:
    await call(context, "write_file", path="x", content="one")
    (workspace / "x").write_text("by somebody else")

    text = await failure(context, "write_file", path="x", content="two")

    assert "has changed on disk" in text
    assert tree(workspace) == {"x": b"by somebody else"}


@pytest.mark.parametrize(
    ("former", "content", "expected"),
    [
        (b"a\r\nb\r\n", "a\nc\n", b"a\r\nc\r\n"),
        (b"a\rb\r", "a\nc\n", b"a\rc\r"),
        (b"a\nb\r\nc\r\n", "a\nb\nd\n", b"a\nb\r\nd\r\n"),
        (b"a\nb\n", "a\r\nb\r\n", b"a\r\nb\r\n"),
        (b"\xef\xbb\xbfa\n", "b\n", b"\xef\xbb\xbfb\n"),
        (b"\xef\xbb\xbfa\n", "\ufeffb\n", b"\xef\xbb\xbfb\n"),
        ("é".encode("utf-16"), "è", "è".encode("utf-16")),
        ("é".encode("cp1252"), "è", "è".encode("cp1252")),
        (b"a\n", "b", b"b"),
    ],
)
async def test_the_form_of_an_overwritten_file_stays(
    context: FakeContext, workspace: Path, former: bytes, content: str, expected: bytes
) -> None:
    (workspace / "x").write_bytes(former)
    await read(context, "x")

    await call(context, "write_file", path="x", content=content)

    assert tree(workspace) == {"x": expected}


async def test_content_that_an_old_encoding_lacks_makes_the_file_utf8_and_says_so(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "x").write_bytes(b"\xe9")
    await read(context, "x")

    result = await call(context, "write_file", path="x", content="→")

    assert "It is UTF-8 now: cp1252 lacks some of its characters." in result.text
    assert tree(workspace) == {"x": "→".encode()}


async def test_a_binary_file_is_not_overwritten(context: FakeContext, workspace: Path) -> None:
    (workspace / "x").write_bytes(b"a\0b")

    assert "is a binary file" in await failure(context, "write_file", path="x", content="new")


async def test_the_same_content_again_writes_nothing(context: FakeContext) -> None:
    await call(context, "write_file", path="x", content="one")

    result = await call(context, "write_file", path="x", content="one")

    assert result.text == "x has this content already; nothing was changed."
    assert result.diff == ""


async def test_a_preview_shows_a_new_file_without_making_it(
    context: FakeContext, workspace: Path
) -> None:
    shown = await preview(context, "write_file", path="sub/x", content="one\n")

    assert shown == "--- /dev/null\n+++ b/sub/x\n@@ -0,0 +1,1 @@\n+one\n"
    assert tree(workspace) == {}


def test_a_write_needs_permission_for_its_path_as_given() -> None:
    arguments = WriteFileArguments(path="../x", content="")

    accesses = WriteFile().accesses(arguments, "/w")

    assert accesses == (PathAccess(path="/w/../x", level=PathLevel.WRITE),)


async def test_a_file_outside_the_workspace_is_named_by_its_whole_path(
    context: FakeContext,
) -> None:
    result = await call(context, "write_file", path="../x", content="one\n")

    outside = context.real_path("../x", PathLevel.READ)
    assert result.text == f"Created {outside} (+1 lines)."
    assert f"+++ {outside}\n" in result.diff
