from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.protocol.permissions import PathAccess, PathLevel
from agent_tui.tools.edit_file import EditFile, EditFileArguments
from tests.tools.fake_context import FakeContext
from tests.tools.files.calls import TOOLS, call, failure, preview, read, tree

CODE = "def one():\n    return 1\n\n\ndef two():\n    return 2\n"


async def a_read_file(context: FakeContext, text: str = CODE) -> Path:
    path = Path(context.workspace) / "code.py"
    path.write_bytes(text.encode())
    await read(context, "code.py")
    return path


async def edit_failure(context: FakeContext, old: str, new: str = "new") -> str:
    return await failure(context, "edit_file", path="code.py", old_text=old, new_text=new)


async def test_an_edit_tells_what_changed_and_shows_the_place(context: FakeContext) -> None:
    path = await a_read_file(context)

    result = await call(
        context, "edit_file", path="code.py", old_text="return 2", new_text="return 22"
    )

    assert path.read_text() == CODE.replace("return 2", "return 22")
    assert result.text == (
        "Changed code.py (+1 -1 lines).\n"
        "     3\t\n     4\t\n     5\tdef two():\n     6\t    return 22"
    )
    assert result.diff == (
        "--- a/code.py\n+++ b/code.py\n@@ -3,4 +3,4 @@\n \n \n def two():\n"
        "-    return 2\n+    return 22\n"
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a\r\nb\r\nc\r\n", b"a\r\nB\r\nD\r\nc\r\n"),
        (b"a\rb\rc", b"a\rB\rD\rc"),
        (b"a\nb\r\nc\r\n", b"a\nB\r\nD\r\nc\r\n"),
        (b"\xef\xbb\xbfa\nb\nc", b"\xef\xbb\xbfa\nB\nD\nc"),
        ("é\nb\nc\n".encode("utf-16"), "é\nB\nD\nc\n".encode("utf-16")),
        ("é\nb\nc\n".encode("cp1252"), "é\nB\nD\nc\n".encode("cp1252")),
    ],
)
async def test_line_ends_encoding_and_mark_stay(
    context: FakeContext, workspace: Path, data: bytes, expected: bytes
) -> None:
    (workspace / "x").write_bytes(data)
    await read(context, "x")

    await call(context, "edit_file", path="x", old_text="b\n", new_text="B\nD\n")

    assert (workspace / "x").read_bytes() == expected


async def test_several_places_are_refused_with_their_lines_and_replaced_on_demand(
    context: FakeContext,
) -> None:
    path = await a_read_file(context)

    text = await edit_failure(context, "return")
    await call(
        context,
        "edit_file",
        path="code.py",
        old_text="return",
        new_text="yield",
        replace_all=True,
    )

    assert "stands 2 times in code.py, at lines 2, 6." in text
    assert path.read_text() == CODE.replace("return", "yield")


async def test_overlapping_places_are_several_and_are_replaced_one_after_the_other(
    context: FakeContext,
) -> None:
    path = await a_read_file(context, "aaaaa\n")

    assert "4 times" in await edit_failure(context, "aa")
    await call(context, "edit_file", path="code.py", old_text="aa", new_text="b", replace_all=True)

    assert path.read_text() == "bba\n"


@pytest.mark.parametrize(
    ("text", "old", "expected"),
    [
        (CODE, "def one():\n  return 1", "Line 2 differs only in indentation:\n     1\tdef one()"),
        (CODE, "\tdef two():\n\treturn 2", "Lines 5, 6 differ only in indentation:"),
        ("a  \nb\n", "a\nb", "Line 1 differs only in the spaces at the end:"),
        ("f(a, b)\n", "f(a,b)", "Line 1 differs only in white space:"),
        ("say “hi” – ok\n", 'say "hi" - ok', "Line 1 differs only in look-alike characters"),
        ("Value = 1\n", "value = 1", "Line 1 differs only in upper and lower case:"),
        (CODE, "     5\tdef two():\n     6\t    return 2", "contains the line numbers"),
        ("a\nb", "b\n", "ends there without a line break"),
        (CODE, "\n\n\n\ndef two():", "at line 5 without the line breaks around it"),
        ("a\n\tb\n", "a\\n\\tb", "escaped once too often"),
        (CODE, "def one():\n    return 7\n", "The nearest is at line 1:\n     1\tdef one():"),
        ("alpha = 100\n", "alpha = 10l", "The nearest is at line 1:\n     1\talpha = 100"),
        (CODE, "something else", "Nothing in the file resembles it."),
        (CODE, " " * 9, "only white space"),
    ],
)
async def test_what_is_not_found_is_answered_with_what_comes_nearest(
    context: FakeContext, text: str, old: str, expected: str
) -> None:
    path = await a_read_file(context, text)

    answer = await edit_failure(context, old)

    assert answer.startswith("old_text is not in code.py. ")
    assert expected in answer
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("", "x", "old_text is empty"), ("a", "a", "are the same"), ("a\r\n", "a\n", "are the same")],
)
async def test_edits_without_sense_are_refused(
    context: FakeContext, old: str, new: str, expected: str
) -> None:
    await a_read_file(context, "a\n")

    assert expected in await edit_failure(context, old, new)


async def test_a_file_that_was_never_read_is_not_edited(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "code.py").write_text(CODE)

    text = await edit_failure(context, "one")

    assert text == ("code.py has not been read in this session. Read it first with read_file.")


async def test_a_file_that_changed_on_disk_is_not_edited_until_it_is_read_again(
    context: FakeContext,
) -> None:
    path = await a_read_file(context)
    path.write_text(CODE + "# by somebody else\n")

    text = await edit_failure(context, "one")
    await read(context, "code.py")
    await call(context, "edit_file", path="code.py", old_text="one", new_text="uno")

    assert "has changed on disk" in text
    assert path.read_text() == CODE.replace("one", "uno") + "# by somebody else\n"


async def test_a_change_of_the_same_length_and_time_is_noticed(context: FakeContext) -> None:
    path = await a_read_file(context)
    status = path.stat()
    path.write_text(CODE.replace("one", "eno"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert "has changed on disk" in await edit_failure(context, "two")


async def test_a_new_time_alone_is_no_change(context: FakeContext) -> None:
    path = await a_read_file(context)
    os.utime(path, (1, 1))

    await call(context, "edit_file", path="code.py", old_text="one", new_text="uno")

    assert path.read_text() == CODE.replace("one", "uno")


async def test_edits_follow_each_other_without_reading_again(context: FakeContext) -> None:
    path = await a_read_file(context)

    await call(context, "edit_file", path="code.py", old_text="one", new_text="uno")
    await call(context, "edit_file", path="code.py", old_text="uno", new_text="eins")

    assert path.read_text() == CODE.replace("one", "eins")


async def test_a_missing_file_is_answered_with_the_nearest_name(context: FakeContext) -> None:
    await a_read_file(context)

    text = await failure(context, "edit_file", path="coed.py", old_text="a", new_text="b")

    assert "Did you mean code.py?" in text


async def test_binary_and_too_large_files_are_refused(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "bin").write_bytes(b"a\0b")
    with (workspace / "large").open("wb") as file:
        file.truncate(17 << 20)

    binary = await failure(context, "edit_file", path="bin", old_text="a", new_text="b")
    large = await failure(context, "edit_file", path="large", old_text="a", new_text="b")

    assert "binary file" in binary
    assert "too large to be changed here (17.0 MB; the limit is 16.0 MB)" in large


async def test_a_character_that_the_encoding_lacks_stops_the_edit(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "code.py").write_bytes(b"caf\xe9\n")
    await read(context, "code.py")

    assert "has no '→'" in await edit_failure(context, "caf", "→")


async def test_a_preview_is_the_diff_of_the_run_and_writes_nothing(context: FakeContext) -> None:
    path = await a_read_file(context)
    arguments = {"path": "code.py", "old_text": "one", "new_text": "uno"}

    shown = await preview(context, "edit_file", **arguments)

    assert path.read_text() == CODE
    assert shown == (await call(context, "edit_file", **arguments)).diff


async def test_there_is_no_preview_of_what_may_not_be_read_or_cannot_be_done(
    context: FakeContext,
) -> None:
    path = await a_read_file(context)
    arguments = {"path": "code.py", "old_text": "one", "new_text": "uno"}

    impossible = await preview(context, "edit_file", **{**arguments, "old_text": "not there"})
    context.denied.add(str(path.resolve()))

    assert impossible == ""
    assert await preview(context, "edit_file", **arguments) == ""


def test_an_edit_writes_and_says_so() -> None:
    tool = EditFile()
    arguments = EditFileArguments(path="x.py", old_text="a", new_text="b")

    assert tool.accesses(arguments, "/w") == (PathAccess(path="/w/x.py", level=PathLevel.WRITE),)
    assert tool.summary(arguments) == "Edit x.py"
    assert not tool.is_read_only


async def a_multi_edit(context: FakeContext, *edits: tuple[str, str]) -> str:
    changes = [{"old_text": old, "new_text": new} for old, new in edits]
    return (await call(context, "multi_edit", path="code.py", edits=changes)).text


async def test_several_edits_are_made_in_their_order(context: FakeContext) -> None:
    path = await a_read_file(context)

    text = await a_multi_edit(context, ("one", "three"), ("three", "four"), ("return 2", "pass"))

    assert path.read_text() == CODE.replace("one", "four").replace("return 2", "pass")
    assert text.startswith("Changed code.py (+2 -2 lines).\n     1\tdef four():")


async def test_when_one_edit_fails_none_is_made_and_its_number_is_told(
    context: FakeContext, workspace: Path
) -> None:
    await a_read_file(context)
    before = tree(workspace)
    edits = [
        {"old_text": "one", "new_text": "three"},
        {"old_text": "one", "new_text": "four"},
    ]

    text = await failure(context, "multi_edit", path="code.py", edits=edits)

    assert text.startswith("Edit 2 of 2: old_text is not in code.py.")
    assert text.endswith("Nothing was changed.")
    assert tree(workspace) == before


@pytest.mark.parametrize("arguments", ['{"path": "x", "edits": []}', '{"path": "x"}'])
def test_a_multi_edit_without_edits_is_refused_before_it_runs(arguments: str) -> None:
    with pytest.raises(ToolArgumentsInvalid):
        TOOLS["multi_edit"].parsed(arguments)


async def test_edits_that_undo_each_other_write_nothing(context: FakeContext) -> None:
    path = await a_read_file(context)
    before = path.stat().st_ino

    text = await a_multi_edit(context, ("one", "1"), ("def 1", "def one"))

    assert text == "code.py has this content already; nothing was changed."
    assert path.stat().st_ino == before
