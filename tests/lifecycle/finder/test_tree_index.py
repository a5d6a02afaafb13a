from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_tui.lifecycle.finder.tree_index import TreeIndex


def made(root: Path, *files: str) -> Path:
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    return root


def walked(root: Path, former: TreeIndex | None = None, **limits: float) -> TreeIndex:
    index = TreeIndex(str(root), former, **limits)  # type: ignore[arg-type]
    while not index.is_done:
        index.walk(0)  # as little at a time as there is
    return index


def aged(root: Path) -> None:
    """As if everything had been there for a while."""
    for folder, _, _ in os.walk(root):
        os.utime(folder, ns=(1, 1))


def test_files_and_folders_are_found_nearer_ones_first(tmp_path: Path) -> None:
    index = walked(made(tmp_path, "deep/er/a.py", "b.py"))

    assert sorted(index.visible.targets[:2]) == ["b.py", "deep/"]
    assert index.visible.targets[2:] == ["deep/er/", "deep/er/a.py"]


def test_what_is_hidden_stands_apart_and_git_is_left_out(tmp_path: Path) -> None:
    index = walked(made(tmp_path, ".github/ci.yml", ".git/HEAD", "a.py", "src/.env"))

    assert index.visible.targets == ["a.py", "src/"] or index.visible.targets == ["src/", "a.py"]
    assert sorted(index.hidden.targets) == [".github/", ".github/ci.yml", "src/.env"]


def test_ignore_files_count_also_nested_ones_and_without_git(tmp_path: Path) -> None:
    made(tmp_path, "a.log", "a.py", "src/b.log", "src/c.tmp", "src/d.py", "build/out.py")
    (tmp_path / ".gitignore").write_text("*.log\nbuild/\n")
    (tmp_path / "src/.gitignore").write_text("*.tmp\n!b.log\n")

    found = set(walked(tmp_path).visible.targets)

    assert found == {"a.py", "src/", "src/b.log", "src/d.py"}


def test_the_exclude_file_of_the_repository_counts(tmp_path: Path) -> None:
    made(tmp_path, "a.py", "secret.py", ".git/info/exclude")
    (tmp_path / ".git/info/exclude").write_text("secret.py\n")

    assert walked(tmp_path).visible.targets == ["a.py"]


def test_links_are_found_by_name_and_never_followed(tmp_path: Path) -> None:
    made(tmp_path, "src/a.py")
    (tmp_path / "src/loop").symlink_to(tmp_path)

    assert set(walked(tmp_path).visible.targets) == {"src/", "src/a.py", "src/loop"}


def test_strange_names_are_kept_as_they_are(tmp_path: Path) -> None:
    names = ["with blank", "new\nline", 'quo"te', "Ümlaut"]
    made(tmp_path, *names)
    with open(os.fsencode(tmp_path) + b"/no\xfftext", "w"):
        pass

    assert set(walked(tmp_path).visible.targets) == {*names, "no\udcfftext"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    made(tmp_path, "shut/a.py", "b.py")
    (tmp_path / "shut").chmod(0)

    assert set(walked(tmp_path).visible.targets) == {"shut/", "b.py"}


def test_a_root_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert len(walked(tmp_path / "gone")) == 0


def test_a_walk_ends_at_its_limits_and_says_so(tmp_path: Path) -> None:
    made(tmp_path, *(f"{number}/a" for number in range(300)))

    by_count = walked(tmp_path, most_entries=200)

    assert 200 <= len(by_count) < 600
    assert "200 entries" in by_count.note
    ticks = iter(range(10_000))
    by_time = TreeIndex(str(tmp_path), most_seconds=5, clock=lambda: float(next(ticks)))
    while not by_time.is_done:
        by_time.walk(2)
    assert "5 seconds" in by_time.note


def test_a_second_walk_reads_only_the_folders_that_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "a/1", "b/1", "c/d/1")
    aged(tmp_path)
    first = walked(tmp_path)
    made(tmp_path, "b/2")
    read: list[str] = []
    scandir = os.scandir

    def noted(path: str) -> object:
        read.append(os.path.relpath(path, tmp_path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", noted)

    second = walked(tmp_path, first)

    assert read == ["b"]
    assert set(second.visible.targets) == {*first.visible.targets, "b/2"}
    assert not second.has_same_names(first)


def test_a_changed_ignore_file_is_seen_by_the_second_walk_and_below_it(tmp_path: Path) -> None:
    made(tmp_path, "src/deep/a.log", "src/deep/a.py")
    (tmp_path / ".gitignore").write_text("*.py\n")
    aged(tmp_path)
    first = walked(tmp_path)
    (tmp_path / ".gitignore").write_text("*.log\n")
    aged(tmp_path)

    assert "src/deep/a.log" in first.visible.targets
    assert "src/deep/a.py" in walked(tmp_path, first).visible.targets
    assert "src/deep/a.log" not in walked(tmp_path, first).visible.targets


TREES = st.dictionaries(
    st.sampled_from(["a.py", "b.log", "src/a.py", "src/b.log", "src/x/c.py", "x/b.log", "x/y/d"]),
    st.just(""),
    min_size=1,
)
IGNORED = st.lists(
    st.sampled_from(["*.log", "/src", "x/", "!b.log", "src/*", "**/c.py", "[ab].py", "y"])
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES, IGNORED)
def test_the_same_files_are_found_as_git_finds(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], ignored: list[str]
) -> None:
    root = made(tmp_path_factory.mktemp("tree"), *files)
    (root / ".gitignore").write_text("\n".join(ignored))
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")

    found = [target for target in walked(root).visible.targets if not target.endswith("/")]

    assert sorted(found) == sorted(name for name in listed if name and not name.startswith("."))
