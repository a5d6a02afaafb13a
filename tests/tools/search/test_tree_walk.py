from __future__ import annotations

import itertools
from pathlib import Path

from agent_tui.tools.search.tree_walk import TreeWalk
from tests.tools.search.trees import make_deep_tree, make_tree


def paths(walk: TreeWalk) -> list[str]:
    return [path for path, _ in walk]


def test_a_walk_goes_in_the_order_of_names(tmp_path: Path) -> None:
    make_tree(tmp_path, {"b/x": "", "b/a": "", "a": "", "c": ""})

    assert paths(TreeWalk(str(tmp_path))) == ["a", "b", "b/a", "b/x", "c"]


def test_a_walk_stops_at_its_limits_and_says_so(tmp_path: Path) -> None:
    make_tree(tmp_path, {str(n): "" for n in range(1000)})
    few = TreeWalk(str(tmp_path), most_entries=10)
    short = TreeWalk(str(tmp_path), most_seconds=0)
    asked = itertools.count()
    stopped = TreeWalk(str(tmp_path), is_stopped=lambda: next(asked) > 0)

    assert len(paths(few)) == 10
    assert few.stopped_by == "10 entries"
    assert len(paths(short)) < 1000
    assert short.stopped_by == "0 seconds"
    assert len(paths(stopped)) < 1000
    assert stopped.stopped_by


def test_a_very_deep_tree_is_walked_as_far_as_paths_go(tmp_path: Path) -> None:
    make_deep_tree(tmp_path, 22)
    walk = TreeWalk(str(tmp_path))

    assert sum(path.endswith("/file") for path in paths(walk)) >= 15
    assert [reason for _, reason in walk.unreadable] == ["File name too long"]


def test_a_folder_that_is_gone_is_noted(tmp_path: Path) -> None:
    walk = TreeWalk(str(tmp_path / "gone"))

    assert paths(walk) == []
    assert walk.unreadable == [("", "No such file or directory")]
