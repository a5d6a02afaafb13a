"""Which rows are forgotten first."""

from __future__ import annotations

import tracemalloc

import pytest

from agent_tui.ui.markdown import warm_up
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.rows_cache import MOST_BYTES, RowsCache

ROW_BYTES = 401  # what a row of one cell without segments is taken for


def _rows(count: int) -> list[SourceRow]:
    return [SourceRow([], 1)] * count


def test_the_item_that_was_not_looked_at_for_longest_goes_first() -> None:
    cache = RowsCache(most_bytes=10 * ROW_BYTES)
    cache.put(1, _rows(5))
    cache.put(2, _rows(5))
    cache.get(1)
    cache.put(3, _rows(3))

    assert cache.get(2) is None
    assert cache.get(1) is not None
    assert cache.byte_count == 8 * ROW_BYTES


def test_an_item_larger_than_the_cache_is_kept_while_it_is_the_newest() -> None:
    cache = RowsCache(most_bytes=10 * ROW_BYTES)
    cache.put(1, _rows(50))

    assert cache.get(1) is not None
    assert cache.byte_count == 50 * ROW_BYTES


def test_new_rows_of_an_item_replace_its_old_ones() -> None:
    cache = RowsCache(most_bytes=10 * ROW_BYTES)
    cache.put(1, _rows(5))
    cache.put(1, _rows(2))
    cache.drop(7)

    assert cache.byte_count == 2 * ROW_BYTES


@pytest.mark.parametrize(
    "text",
    [
        "Some **bold** and `code` in a sentence that goes on for a while. " * 8,
        "```python\ndef f(x: int) -> int:\n    return x + 1\n```\n" * 5,
        "- one\n- two\n  - three, which is longer\n" * 5,
    ],
)
def test_the_bound_is_about_what_the_rows_really_take(text: str) -> None:
    warm_up()
    palette = palette_from({}, dark=True)
    AnswerItem(text).rows(80, palette)  # what is made once does not count
    cache = RowsCache(MOST_BYTES)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(30):
        cache.put(number, AnswerItem(text).rows(80, palette))
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert 0.5 < cache.byte_count / taken < 2
