from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_tui.tools.search.ignore_patterns import IgnorePatterns
from tests.tools.search.trees import (
    files_of_git,
    make_repository,
    make_tree,
    needs_git,
    walked_files,
)

FILES = (
    "a.py",
    "a.log",
    "build/out.o",
    "build/keep/out.o",
    "src/build/deep.o",
    "src/a.log",
    "src/b.txt",
    "src/nested/a.log",
    "src/nested/b.txt",
    "src/nested/deeper/b.txt",
    "#hash",
    "!bang",
    "with space",
    "ends ",
    "[set]",
    "x-y",
    "ümlaut.txt",
    ".hidden/file",
    "A.LOG",
    "back\\slash",
)

IGNORE_FILES = [
    {".gitignore": "*.log\n"},
    {".gitignore": "build\n"},
    {".gitignore": "build/\n"},
    {".gitignore": "/build\n"},
    {".gitignore": "/build/\n!/build/keep/\n"},
    {".gitignore": "/build/*\n!/build/keep/\n"},
    {".gitignore": "build/**\n!build/keep/\n!build/keep/**\n"},
    {".gitignore": "src/build\n"},
    {".gitignore": "src/*/b.txt\n"},
    {".gitignore": "src/**/b.txt\n"},
    {".gitignore": "**/nested\n"},
    {".gitignore": "**/nested/*.log\n"},
    {".gitignore": "src/**\n"},
    {".gitignore": "*\n!*/\n!*.py\n"},
    {".gitignore": "/*\n!/src/\n/src/*\n!/src/nested/\n"},
    {".gitignore": "/*\n!src/\n"},
    {".gitignore": "**\n!a.py\n"},
    {".gitignore": "**/\n"},
    {".gitignore": "*/\n!src/\n"},
    {".gitignore": "/**\n!a.py\n"},
    {".gitignore": "*.log\n!a.log\nsrc/a.log\n"},
    {".gitignore": "*.log\n", "src/.gitignore": "!a.log\n"},
    {".gitignore": "*.log\n", "src/.gitignore": "!nested/a.log\nb.txt\n"},
    {"src/.gitignore": "/b.txt\n"},
    {"src/.gitignore": "*\n", "src/nested/.gitignore": "!b.txt\n"},
    {".gitignore": "# comment\n\\#hash\n\\!bang\n"},
    {".gitignore": "with\\ space\nends\\ \n"},
    {".gitignore": "with space   \n"},
    {".gitignore": "ends \n"},
    {".gitignore": "\\[set\\]\n"},
    {".gitignore": "[abx]?[xyz]\n"},
    {".gitignore": "[!a]*\n"},
    {".gitignore": "[^a]*\n"},
    {".gitignore": "[a-c].py\n"},
    {".gitignore": "x[--z]y\n"},
    {".gitignore": "[[]set]\n"},
    {".gitignore": "[z-a]\n*.py\n"},
    {".gitignore": "[unclosed\n*.py\n"},
    {".gitignore": "a.py\\\n*.log\n"},
    {".gitignore": "*.py\r\n*.log\r\n"},
    {".gitignore": "\ufeff*.py\n"},
    {".gitignore": "/\n!\n!/\n\n   \n*.py"},
    {".gitignore": "ümlaut.*\n"},
    {".gitignore": ".*\n!.gitignore\n"},
    {".gitignore": "a.*\n!a.p*\n"},
    {".gitignore": "s*c/b*\n"},
    {".gitignore": "src/nested/\n!src/nested/b.txt\n"},
    {".gitignore": "nested/deeper\n"},
    {".gitignore": "a**y\nsrc**b.txt\n"},
    {".gitignore": "back\\\\slash\n"},
    {".git/info/exclude": "*.log\nbuild/\n", ".gitignore": "!a.log\n"},
]


@needs_git
@pytest.mark.parametrize("ignore_files", IGNORE_FILES, ids=lambda files: repr(files)[:60])
def test_the_walk_sees_what_git_would_offer_to_add(
    ignore_files: Mapping[str, str], tmp_path: Path
) -> None:
    make_tree(tmp_path, dict.fromkeys(FILES, ""))
    make_tree(tmp_path, ignore_files)

    expected = files_of_git(tmp_path)

    assert walked_files(tmp_path) == expected


_LINES = st.lists(
    st.builds(
        lambda *parts: "".join(parts),
        st.sampled_from(["", "", "!", "/", "!/"]),
        st.sampled_from(["a", "b", "*", "a*", "**", "?", "[ab]", "*.x"]),
        st.sampled_from(["", "/a", "/*", "/**", "/**/b", "/b.x"]),
        st.sampled_from(["", "", "/"]),
    ),
    max_size=5,
)
_SMALL = ("a", "b/a", "b/b.x", "ab/a/b", "ab/a.x", "c/a/b/a", "c/a/b/b.x", "d.x", "bb/b/b/b")


@needs_git
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(top=_LINES, lower=_LINES)
def test_any_ignore_files_mean_to_us_what_they_mean_to_git(
    top: list[str], lower: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = make_tree(tmp_path_factory.mktemp("tree"), dict.fromkeys(_SMALL, ""))
    make_tree(root, {".gitignore": "\n".join(top), "c/.gitignore": "\n".join(lower)})
    expected = files_of_git(root)

    assert walked_files(root) == expected


def test_rules_come_from_above_up_to_the_repository_and_no_further(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            ".gitignore": "*.txt\n",
            "repo/.gitignore": "*.log\n/sub/deep/\n",
            "repo/sub/.gitignore": "*.tmp\n",
            "repo/sub/a.log": "",
            "repo/sub/a.tmp": "",
            "repo/sub/a.txt": "",
            "repo/sub/deep/a.py": "",
            "repo/sub/inner/a.py": "",
            "repo/sub/inner/a.tmp": "",
        },
    )
    make_repository(tmp_path / "repo")

    assert walked_files(tmp_path / "repo/sub") == {"a.txt", "inner/a.py"}
    assert walked_files(tmp_path / "repo/sub/inner") == {"a.py"}


def test_without_a_repository_only_ignore_files_from_the_start_on_count(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {".gitignore": "*.py\n", "sub/.gitignore": "*.log\n", "sub/a.py": "", "sub/a.log": ""},
    )

    assert walked_files(tmp_path / "sub") == {"a.py"}


def test_a_folder_that_is_ignored_itself_is_walked_whole_when_asked_for(tmp_path: Path) -> None:
    make_tree(
        tmp_path, {".gitignore": "vendor/\n*.log\n", "vendor/lib/a.py": "", "vendor/a.log": ""}
    )
    make_repository(tmp_path)

    assert walked_files(tmp_path / "vendor") == {"lib/a.py", "a.log"}
    assert walked_files(tmp_path / "vendor/lib") == {"a.py"}


def test_a_repository_inside_another_has_rules_of_its_own(tmp_path: Path) -> None:
    make_tree(
        tmp_path, {".gitignore": "*.log\n", "inner/a.log": "", "inner/a.tmp": "", "a.log": ""}
    )
    make_repository(tmp_path)
    make_repository(tmp_path / "inner")
    make_tree(tmp_path, {"inner/.git/info/exclude": "*.tmp\n"})

    assert walked_files(tmp_path) == {"inner/a.log"}


@needs_git
def test_a_worktree_has_the_exclude_file_of_its_repository(tmp_path: Path) -> None:
    main = make_tree(tmp_path / "main", {"a.py": ""})
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(main)]
    for arguments in (
        ("init", "-q"),
        ("add", "."),
        ("commit", "-qm", "a"),
        ("worktree", "add", "-q", str(tmp_path / "tree")),
    ):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    make_tree(main, {".git/info/exclude": "*.log\n"})
    make_tree(tmp_path / "tree", {"a.log": ""})

    assert walked_files(tmp_path / "tree") == {"a.py"}


def test_an_ignore_file_that_is_a_link_or_a_pipe_is_not_read(tmp_path: Path) -> None:
    make_tree(tmp_path, {"outside": "*.py\n", "root/a.py": "", "root/sub/b.py": ""})
    (tmp_path / "root/.gitignore").symlink_to(tmp_path / "outside")
    os.mkfifo(tmp_path / "root/sub/.gitignore")

    assert walked_files(tmp_path / "root") == {"a.py", "sub/b.py"}


@pytest.mark.parametrize("line", ["*a" * 30 + "b", "**/a/" * 20 + "b"])
def test_a_line_that_is_made_to_take_for_ever_is_left_out(line: str) -> None:
    patterns = IgnorePatterns(f"{line}\n*.py\n")
    path = "a/" * 200 + "a" * 250

    assert patterns.verdict(path, "a" * 250, is_folder=False) is None
    assert patterns.verdict("x.py", "x.py", is_folder=False) is True
