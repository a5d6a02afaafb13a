from __future__ import annotations

import pytest

from agent_tui.ui.render.marked_runs import marked_runs


@pytest.mark.parametrize(
    ("text", "places", "runs"),
    [
        ("", {0}, []),
        ("main", set(), [("main", False)]),
        ("main", {0, 1, 3}, [("ma", True), ("i", False), ("n", True)]),
        ("漢字", {1, 9}, [("漢", False), ("字", True)]),
    ],
)
def test_a_text_is_cut_where_marks_begin_and_end(
    text: str, places: set[int], runs: list[tuple[str, bool]]
) -> None:
    assert list(marked_runs(text, places)) == runs
