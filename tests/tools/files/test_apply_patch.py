from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent_tui.errors import PermissionDenied, ToolArgumentsInvalid
from agent_tui.protocol.permissions import PathAccess, PathLevel
from agent_tui.tools.apply_patch import ApplyPatch, ApplyPatchArguments
from tests.tools.fake_context import FakeContext
from tests.tools.files.calls import call, failure, preview, read, tree

NUMBERS = "".join(f"{number}\n" for number in range(1, 21))


def change(name: str, hunks: str) -> str:
    return f"--- a/{name}\n+++ b/{name}\n{hunks}"


async def files(context: FakeContext, **contents: str | bytes) -> None:
    """Files that the model has read. "_" in a name stands for a dot."""
    for name, content in contents.items():
        path = Path(context.workspace) / name.replace("_", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        await read(context, path.name)


async def test_several_files_are_changed_made_deleted_and_renamed_in_one_call(
    context: FakeContext, workspace: Path
) -> None:
    await files(context, x_txt=NUMBERS, gone_txt="a\nb\n", old_txt="first\nsecond\n")

    result = await call(
        context,
        "apply_patch",
        patch=change(
            "x.txt", "@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n@@ -19,2 +19,3 @@\n 19\n 20\n+21\n"
        )
        + "--- /dev/null\n+++ b/sub/new.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n"
        + "--- a/gone.txt\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n"
        + "diff --git a/old.txt b/renamed.txt\nrename from old.txt\nrename to renamed.txt\n"
        + "--- a/old.txt\n+++ b/renamed.txt\n@@ -1,2 +1,2 @@\n first\n-second\n+2nd\n",
    )

    assert tree(workspace) == {
        "x.txt": (NUMBERS.replace("2\n", "two\n", 1) + "21\n").encode(),
        "sub/new.txt": b"one\ntwo\n",
        "renamed.txt": b"first\n2nd\n",
    }
    told = [line for line in result.text.split("\n") if not line.startswith(" ")]
    assert told == [
        "Changed x.txt (+2 -1 lines).",
        "Created sub/new.txt (+2 lines).",
        "Deleted gone.txt (-2 lines).",
        "Renamed old.txt to renamed.txt (+1 -1 lines).",
    ]
    assert "rename from old.txt\nrename to renamed.txt\n--- a/old.txt\n" in result.diff
    assert "--- a/gone.txt\n+++ /dev/null\n" in result.diff


@pytest.mark.parametrize(
    ("before", "hunks", "after"),
    [
        ("a\nb\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", "a\nB\nc\n"),
        # drifted: the line numbers are off
        ("new\n" * 5 + "a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n+B\n", "new\n" * 5 + "a\nB\n"),
        ("a\nb\n", "@@ -40,2 +40,2 @@\n a\n-b\n+B\n", "a\nB\n"),
        # the nearest of several places
        ("x\n" * 9, "@@ -4,1 +4,1 @@\n-x\n+X\n", "x\n" * 3 + "X\n" + "x\n" * 5),
        # no line numbers
        ("a\nb\nc\n", "@@\n b\n+B\n", "a\nb\nB\nc\n"),
        # insertion without lines around it
        ("a\nb\n", "@@ -1,0 +2 @@\n+new\n", "a\nnew\nb\n"),
        ("a\n", "@@ -0,0 +1 @@\n+new\n", "new\na\n"),
        ("", "@@ -0,0 +1 @@\n+new\n", "new\n"),
        # the second hunk moves with the first
        (NUMBERS, "@@ -1,1 +1,3 @@\n 1\n+x\n+y\n@@ -9,1 +11,1 @@\n-9\n+z\n",
         NUMBERS.replace("1\n", "1\nx\ny\n", 1).replace("9\n", "z\n", 1)),
        # line ends
        ("a\r\nb\r\n", "@@ -1,2 +1,3 @@\n a\n-b\n+B\n+C\n", "a\r\nB\r\nC\r\n"),
        ("a\nb\n", "@@ -1,2 +1,2 @@\r\n a\r\n-b\r\n+B\r\n", "a\nB\n"),
        ("a\nb\r\nc\r\n", "@@ -1,3 +1,3 @@\n a\n b\n-c\n+C\n", "a\nb\r\nC\r\n"),
        ("\ufeffa\nb\n", "@@ -1,2 +1,2 @@\n-a\n+A\n b\n", "\ufeffA\nb\n"),
        # the end of the file
        ("a\nb", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n", "a\nB\n"),
        ("a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n+B\n\\ No newline at end of file\n", "a\nB"),
        ("a\nb", "@@ -1,2 +1,2 @@\n a\n-b\n+B\n", "a\nB"),
        ("a\r\nb", "@@ -1,2 +1,3 @@\n a\n b\n\\ No newline at end of file\n+c\n", "a\r\nb\r\nc"),
        ("a\nb", "@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n", "A\nb"),
    ],
)  # fmt: skip
async def test_hunks_find_their_place_and_keep_what_they_do_not_change(
    context: FakeContext, workspace: Path, before: str, hunks: str, after: str
) -> None:
    await files(context, x_txt=before)

    await call(context, "apply_patch", patch=change("x.txt", hunks))

    assert (workspace / "x.txt").read_bytes() == after.encode()


@pytest.mark.parametrize(
    ("hunks", "expected"),
    [
        (
            "@@ -1,2 +1,2 @@\n 1\n-zwei\n+2\n",
            "Hunk 1 of 1 for x.txt (@@ -1,2 +1,2 @@) does not fit",
        ),
        ("@@ -1,2 +1,2 @@\n 1\n-zwei\n+2\n", "stands there already, at line 1: it was applied"),
        ("@@ -1,2 +1,2 @@\n 1\n-2 \n+b\n", "Line 2 differs only in the spaces at the end:"),
        ("@@ -5,2 +5,2 @@\n 5\n-six\n+b\n", "The nearest is at line 5:\n     5\t5\n     6\t6"),
        ("@@ -9 +9 @@\n-9\n+n\n@@ -2 +2 @@\n-2\n+t\n", "Hunk 2 of 2"),
        ("@@ -9 +9 @@\n-9\n+n\n@@ -2 +2 @@\n-2\n+t\n", "in the order of their lines"),
        ("@@\n+new\n", "neither a line number nor lines that stay"),
    ],
)
async def test_a_hunk_that_does_not_fit_is_named_with_the_reason(
    context: FakeContext, workspace: Path, hunks: str, expected: str
) -> None:
    await files(context, x_txt=NUMBERS)

    text = await failure(context, "apply_patch", patch=change("x.txt", hunks))

    assert expected in text
    assert "Nothing was changed." in text
    assert tree(workspace) == {"x.txt": NUMBERS.encode()}


@pytest.mark.parametrize("header", ["@@", "@@ -2 +2 @@"])
async def test_a_hunk_that_fits_at_two_places_alike_is_refused(
    context: FakeContext, header: str
) -> None:
    await files(context, x_txt="a\nb\na\n")

    text = await failure(context, "apply_patch", patch=change("x.txt", f"{header}\n-a\n+A\n"))

    assert "fits equally well at lines 1, 3" in text


async def test_when_one_file_does_not_fit_no_file_is_changed(
    context: FakeContext, workspace: Path
) -> None:
    await files(context, x_txt="a\n", y_txt="b\n")
    before = tree(workspace)

    await failure(
        context,
        "apply_patch",
        patch="--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+n\n"
        + change("x.txt", "@@ -1 +1 @@\n-a\n+A\n")
        + change("y.txt", "@@ -1 +1 @@\n-c\n+C\n"),
    )

    assert tree(workspace) == before


async def test_when_the_disk_refuses_half_way_everything_is_put_back(
    context: FakeContext, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await files(context, x_txt="a\n", y_txt="b\n")
    (workspace / "x.txt").chmod(0o751)
    before = tree(workspace)
    replace, calls = os.replace, []

    def refuse_the_third(*names: str, **folders: Any) -> None:
        calls.append(names)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        replace(*names, **folders)

    monkeypatch.setattr(os, "replace", refuse_the_third)
    text = await failure(
        context,
        "apply_patch",
        patch="--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+n\n"
        + change("x.txt", "@@ -1 +1 @@\n-a\n+A\n")
        + change("y.txt", "@@ -1 +1 @@\n-b\n+B\n"),
    )

    assert "is full" in text
    assert text.endswith("No file of the patch was changed.")
    assert tree(workspace) == before
    assert stat.S_IMODE((workspace / "x.txt").stat().st_mode) == 0o751


async def test_files_that_cannot_be_put_back_are_named(
    context: FakeContext, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await files(context, x_txt="a\n", y_txt="b\n")
    replace, calls = os.replace, []

    def refuse_all_but_the_first(*names: str, **folders: Any) -> None:
        calls.append(names)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        replace(*names, **folders)

    monkeypatch.setattr(os, "replace", refuse_all_but_the_first)
    text = await failure(
        context,
        "apply_patch",
        patch=change("x.txt", "@@ -1 +1 @@\n-a\n+A\n") + change("y.txt", "@@ -1 +1 @@\n-b\n+B\n"),
    )

    assert text.endswith("These files could not be put back and are changed: x.txt.")
    assert tree(workspace) == {"x.txt": b"A\n", "y.txt": b"b\n"}


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ("--- /dev/null\n+++ b/x.txt\n@@ -0,0 +1 @@\n+b\n", "x.txt exists already. Nothing"),
        ("--- /dev/null\n+++ b/x.txt\n@@ -0,0 +1 @@\n+a\n", "the patch was applied before"),
        ("--- /dev/null\n+++ b/n\n@@ -1 +1,2 @@\n a\n+b\n", "Every line of a new file starts"),
        ("--- a/x.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n", "does not fit"),
        ("--- a/no.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n", "no.txt does not exist"),
        ("--- a/two.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "does not contain all its lines"),
        ("diff --git a b\nrename from x.txt\nrename to two.txt\n", "which exists already"),
        ("diff --git a b\nrename from no.txt\nrename to n.txt\n", "no.txt does not exist"),
        ("diff --git a b\nrename from link\nrename to n.txt\n", "is a link"),
        ("--- a/link\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "is a link"),
        (change("unread.txt", "@@ -1 +1 @@\n-a\n+b\n"), "has not been read"),
        ("--- a/unread.txt\n+++ /dev/null\n", "has not been read"),
        (change("bin", "@@ -1 +1 @@\n-a\n+b\n"), "has not been read"),
    ],
)
async def test_what_does_not_agree_with_the_disk_is_refused(
    context: FakeContext, workspace: Path, patch: str, expected: str
) -> None:
    await files(context, x_txt="a\n", two_txt="a\nb\n")
    (workspace / "unread.txt").write_text("a\n")
    (workspace / "bin").write_bytes(b"a\0")
    (workspace / "link").symlink_to("x.txt")
    before = tree(workspace)

    assert expected in await failure(context, "apply_patch", patch=patch)

    assert tree(workspace) == before


async def test_a_file_that_changed_on_disk_is_not_patched(
    context: FakeContext, workspace: Path
) -> None:
    await files(context, x_txt="a\n")
    (workspace / "x.txt").write_text("a\nmore\n")

    text = await failure(context, "apply_patch", patch=change("x.txt", "@@ -1 +1 @@\n-a\n+b\n"))

    assert "has changed on disk" in text


async def test_later_parts_of_a_patch_see_what_earlier_ones_made(
    context: FakeContext, workspace: Path
) -> None:
    await files(context, x_txt="a\n", y_txt="q\n")

    await call(
        context,
        "apply_patch",
        patch=change("x.txt", "@@ -1 +1 @@\n-a\n+b\n")
        + change("x.txt", "@@ -1 +1 @@\n-b\n+c\n")
        + "diff --git a b\nrename from x.txt\nrename to z.txt\n"
        + "diff --git a b\nrename from y.txt\nrename to x.txt\n",
    )

    assert tree(workspace) == {"z.txt": b"c\n", "x.txt": b"q\n"}


async def test_a_rename_keeps_mode_and_bytes_and_the_file_stays_unread(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "run.sh").write_bytes(b"\0binary")
    (workspace / "run.sh").chmod(0o755)

    result = await call(
        context, "apply_patch", patch="diff --git a b\nrename from run.sh\nrename to bin/run\n"
    )

    assert tree(workspace) == {"bin/run": b"\0binary"}
    assert stat.S_IMODE((workspace / "bin" / "run").stat().st_mode) == 0o755
    assert result.text == "Renamed run.sh to bin/run."


async def test_a_renamed_file_that_was_not_read_may_still_not_be_overwritten(
    context: FakeContext, workspace: Path
) -> None:
    (workspace / "x").write_text("precious")
    await call(context, "apply_patch", patch="diff --git a b\nrename from x\nrename to y\n")

    assert "has not been read" in await failure(context, "write_file", path="y", content="")


async def test_the_executable_bit_can_be_set_by_a_patch(
    context: FakeContext, workspace: Path
) -> None:
    await files(context, x_sh="a\n")

    await call(
        context,
        "apply_patch",
        patch="diff --git a/x.sh b/x.sh\nold mode 100644\nnew mode 100755\n"
        "diff --git a/new b/new\nnew file mode 100755\n--- /dev/null\n+++ b/new\n"
        "@@ -0,0 +1 @@\n+n\n",
    )

    assert os.access(workspace / "x.sh", os.X_OK)
    assert (workspace / "new").stat().st_mode & 0o100


async def test_what_a_patch_made_is_known_afterwards(context: FakeContext, workspace: Path) -> None:
    await call(context, "apply_patch", patch="--- /dev/null\n+++ b/n.txt\n@@ -0,0 +1 @@\n+one\n")
    await call(context, "edit_file", path="n.txt", old_text="one", new_text="two")

    assert tree(workspace) == {"n.txt": b"two\n"}


async def test_a_preview_is_the_diff_of_the_run_and_needs_permission_to_read(
    context: FakeContext, workspace: Path
) -> None:
    await files(context, x_txt="a\n")
    patch = change("x.txt", "@@ -1 +1 @@\n-a\n+b\n")

    shown = await preview(context, "apply_patch", patch=patch)
    impossible = await preview(context, "apply_patch", patch=patch.replace("-a", "-z"))
    context.denied.add(context.real_path("x.txt", PathLevel.READ))

    assert shown == patch.replace("@@ -1 +1 @@", "@@ -1,1 +1,1 @@")
    assert impossible == ""
    assert await preview(context, "apply_patch", patch=patch) == ""
    assert tree(workspace) == {"x.txt": b"a\n"}


def test_every_name_of_a_patch_needs_permission_wherever_it_leads() -> None:
    patch = (
        change("../out.txt", "@@ -1 +1 @@\n-a\n+b\n")
        + "--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n"
        + "diff --git a b\nrename from x\nrename to y\n"
        + "--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+n\n"
    )
    tool, arguments = ApplyPatch(), ApplyPatchArguments(patch=patch)

    accesses = tool.accesses(arguments, "/w")

    paths = ["/w/../out.txt", "/etc/passwd", "/w/x", "/w/y", "/w/n"]
    assert accesses == tuple(PathAccess(path=path, level=PathLevel.WRITE) for path in paths)
    assert tool.summary(arguments) == "Patch ../out.txt, /etc/passwd and 3 more files"


async def test_one_file_that_is_not_permitted_stops_the_whole_patch(
    workspace: Path,
) -> None:
    (workspace / "secret").write_text("a\n")
    context = FakeContext(workspace, denied=[workspace / "secret"])
    await files(context, x_txt="a\n")

    with pytest.raises(PermissionDenied):
        await call(
            context,
            "apply_patch",
            patch=change("x.txt", "@@ -1 +1 @@\n-a\n+b\n")
            + change("secret", "@@ -1 +1 @@\n-a\n+b\n"),
        )

    assert (workspace / "x.txt").read_text() == "a\n"


def test_a_patch_of_no_file_is_refused_before_anything_runs() -> None:
    with pytest.raises(ToolArgumentsInvalid, match="changes no file"):
        ApplyPatch().parsed(msgspec.json.encode({"patch": "hello"}).decode())
