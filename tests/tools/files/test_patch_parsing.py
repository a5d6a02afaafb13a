from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.tools.files.patches.file_patch import FilePatch
from agent_tui.tools.files.patches.parse_patch import parse_patch

HUNK = "@@ -1 +1 @@\n-a\n+b\n"


def names(patch: str) -> list[tuple[str, str]]:
    return [(file.old, file.new) for file in parse_patch(patch)]


def only(patch: str) -> FilePatch:
    (file,) = parse_patch(patch)
    return file


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("--- a/x\n+++ b/x\n", ("x", "x")),
        ("--- x\n+++ x\n", ("x", "x")),
        ("--- a/x\n+++ x\n", ("x", "x")),
        ("--- x\n+++ b/x\n", ("x", "x")),
        ("--- b/x\n+++ a/x\n", ("x", "x")),
        ("--- a/x\n+++ a/x\n", ("a/x", "a/x")),
        ("--- i/x\n+++ w/x\n", ("x", "x")),
        ("--- a/x\t2020-01-01 10:00:00\n+++ b/x\t2020-01-02\n", ("x", "x")),
        ("--- a/with space\t\n+++ b/with space\t\n", ("with space", "with space")),
        ('--- "a/na\\303\\257ve\\t"\n+++ "b/na\\303\\257ve\\t"\n', ("naïve\t", "naïve\t")),
        ("--- /dev/null\n+++ b/x\n", ("", "x")),
        ("--- a/x\n+++ /dev/null\n", ("x", "")),
        ("--- /tmp/x\n+++ /tmp/x\n", ("/tmp/x", "/tmp/x")),
        ("--- a/../x\n+++ b/../x\n", ("../x", "../x")),
        ("diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n", ("x", "x")),
        ("diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n", ("", "x")),
        ("diff --git a/x b/y\nrename from x\nrename to y\n--- a/x\n+++ b/y\n", ("x", "y")),
    ],
)
def test_headers_of_all_makes_name_the_file(headers: str, expected: tuple[str, str]) -> None:
    assert names(headers + HUNK) == [expected]


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", ("x", "y")),
        ("diff --git a/e b/e\nnew file mode 100644\nindex 0..e\n", ("", "e")),
        ("diff --git a/a b b/a b\ndeleted file mode 100644\nindex e..0\n", ("a b", "")),
        ("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n", ("x", "x")),
        ('diff --git "a/\\"" "b/\\""\nnew file mode 100644\n', ("", '"')),
        ("diff --git x x\nnew file mode 100644\n", ("", "x")),
        ("--- /dev/null\n+++ b/empty\n", ("", "empty")),
        ("--- a/gone\n+++ /dev/null\n", ("gone", "")),
    ],
)
def test_changes_without_hunks_are_understood(patch: str, expected: tuple[str, str]) -> None:
    assert names(patch) == [expected]


@pytest.mark.parametrize(
    "headers",
    [
        "diff --git a/x b/y\nrename from x\nrename to y\n",
        "diff --git a/m b/m\nold mode 100644\nnew mode 100755\n",
    ],
)
def test_a_plain_diff_after_git_headers_without_hunks_is_of_its_own_file(headers: str) -> None:
    first, second = parse_patch(f"{headers}--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+n\n")

    assert first.hunks == ()
    assert (second.old, second.new, len(second.hunks)) == ("", "n", 1)


def test_the_executable_bit_is_read() -> None:
    header = "diff --git a/x b/x\n"

    assert only(header + "old mode 100644\nnew mode 100755\n").is_executable is True
    assert only(header + "old mode 100755\nnew mode 100644\n").is_executable is False
    assert only(header + "new file mode 100755\n").is_executable is True
    assert only(header + "new file mode 100644\n").is_executable is None


def test_text_around_a_patch_is_skipped() -> None:
    patch = (
        "From 123 Mon Sep 17\nSubject: [PATCH] two files\n\n---\n x | 2 +-\n\n"
        f"diff --git a/x b/x\n--- a/x\n+++ b/x\n{HUNK}"
        f"Index: y\n=====\n--- y\n+++ y\n{HUNK}-- \n2.40.1\n"
    )

    assert names(f"```diff\n{patch}```\n") == [("x", "x"), ("y", "y")]


@pytest.mark.parametrize(
    "header", ["@@ -1,3 +1,3 @@", "@@ -1,9 +1,9 @@", "@@ -1,1 +1,1 @@", "@@ ... @@", "@@"]
)
@pytest.mark.parametrize("rest", ["", "\n", "--- a/y\n+++ b/y\n@@ -1 +1 @@\n-p\n+q\n"])
def test_wrong_counts_do_not_matter(header: str, rest: str) -> None:
    patch = f"--- a/x\n+++ b/x\n{header} def f():\n a\n-b\n+c\n d\n{rest}"

    file = parse_patch(patch)[0]

    assert [hunk.lines for hunk in file.hunks] == [((" ", "a"), ("-", "b"), ("+", "c"), (" ", "d"))]


def test_an_empty_line_in_a_hunk_is_an_empty_line_of_the_file() -> None:
    (hunk,) = only("--- a/x\n+++ b/x\n@@ -1,4 +1,3 @@\n a\n\n-b\n c\n\n").hunks

    assert hunk.old == ["a", "", "b", "c"]


def test_lines_that_look_like_headers_are_lines_where_the_counts_say_so() -> None:
    (hunk,) = only("--- a/q.sql\n+++ b/q.sql\n@@ -1,2 +1,2 @@\n--- old\n+++ new\n z\n").hunks

    assert hunk.lines == (("-", "-- old"), ("+", "++ new"), (" ", "z"))


@pytest.mark.parametrize(
    ("body", "old_is_open", "new_is_open"),
    [
        ("-a\n\\ No newline at end of file\n+b\n", True, False),
        ("-a\n+b\n\\ No newline at end of file\n", False, True),
        ("-a\n\\ No newline\n+b\n\\ No newline\n", True, True),
        ("+b\n a\n\\ No newline at end of file\n", True, True),
    ],
)
@pytest.mark.parametrize("header", ["@@ -1 +1 @@", "@@ -1 +1,2 @@", "@@ -9,9 +9,9 @@"])
def test_a_missing_line_end_is_read_for_each_side(
    header: str, body: str, old_is_open: bool, new_is_open: bool
) -> None:
    (hunk,) = only(f"--- a/x\n+++ b/x\n{header}\n{body}").hunks

    assert (hunk.old_is_open, hunk.new_is_open) == (old_is_open, new_is_open)
    assert all(sign in " +-" for sign, _ in hunk.lines)


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ("", "changes no file"),
        ("just words", "changes no file"),
        ("@@ -1 +1 @@\n-a\n+b\n", "a hunk of no file"),
        ("*** Begin Patch\n*** Update File: x\n", "not a unified diff"),
        ("--- a/x\n+++ b/x\n", "no hunks for x"),
        ("--- a/x\n+++ b/y\n" + HUNK, "names two files"),
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n a\n", "changes nothing"),
        ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\nforgot the space\n", "Line 6 of the patch"),
        ("--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n+a\n", "combined diff"),
        ("--- /dev/null\n+++ /dev/null\n" + HUNK, "name of the file is missing"),
        ("--- a/\0\n+++ b/\0\n" + HUNK, "name of the file is missing"),
        ("diff --git a/x b/x\nGIT binary patch\n", "binary files"),
        ("diff --git a/x b/x\nnew file mode 120000\n", "cannot make links"),
        ("diff --git a/x b/y\ncopy from x\ncopy to y\n", "Copies are not supported"),
        ("diff --git a/x b/y\nnew mode 100755\n", "name of the file is missing"),
    ],
)
def test_what_is_no_usable_patch_is_refused_with_a_reason(patch: str, expected: str) -> None:
    with pytest.raises(ToolArgumentsInvalid, match=expected):
        parse_patch(patch)


@given(
    st.lists(
        st.sampled_from(
            [
                "--- a/x",
                "+++ b/x",
                "@@ -1 +1 @@",
                "@@",
                "-a",
                "+b",
                " c",
                "",
                "\\",
                "?",
                "diff --git a",
            ]
        ),
        max_size=15,
    )
)
def test_any_lines_are_a_patch_or_refused(lines: list[str]) -> None:
    try:
        files = parse_patch("\n".join(lines))
    except ToolArgumentsInvalid:
        return

    assert all(file.old or file.new for file in files)
