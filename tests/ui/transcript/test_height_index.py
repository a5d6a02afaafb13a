"""The height index agrees with adding up by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent_tui.ui.transcript.height_index import HeightIndex

_HEIGHTS = st.lists(st.integers(0, 9), max_size=40)
_CHANGES = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 9)), max_size=10)


def _index(heights: list[int], *, built: bool) -> HeightIndex:
    index = HeightIndex()
    if built:
        index.rebuild(heights)
    else:
        for height in heights:
            index.append(height)
    return index


@given(_HEIGHTS, _CHANGES, st.booleans())
def test_starts_are_the_sums_of_the_heights_above(
    heights: list[int], changes: list[tuple[int, int]], built: bool
) -> None:
    index = _index(heights, built=built)
    for item, height in changes:
        if item < len(heights):
            index.set(item, height)
            heights[item] = height

    assert [index.start(item) for item in range(len(heights) + 1)] == [
        sum(heights[:item]) for item in range(len(heights) + 1)
    ]
    assert index.total == sum(heights)


@given(_HEIGHTS, st.booleans())
def test_every_row_is_found_in_the_item_that_holds_it(heights: list[int], built: bool) -> None:
    index = _index(heights, built=built)
    rows = [(item, row) for item, height in enumerate(heights) for row in range(height)]

    assert [index.find(row) for row in range(len(rows))] == rows


def test_a_row_below_everything_belongs_to_the_last_item() -> None:
    index = _index([2, 3], built=True)

    assert index.find(7) == (1, 5)


def test_a_tree_that_was_built_goes_on_growing() -> None:
    index = _index([1, 2, 3], built=True)
    index.append(4)

    assert [index.start(item) for item in range(5)] == [0, 1, 3, 6, 10]
