"""Which rows are forgotten first."""

from __future__ import annotations

from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.rows_cache import RowsCache


def _rows(count: int) -> list[SourceRow]:
    return [SourceRow([], 1)] * count


def test_the_item_that_was_not_looked_at_for_longest_goes_first() -> None:
    cache = RowsCache(most_rows=10)
    cache.put(1, _rows(5))
    cache.put(2, _rows(5))
    cache.get(1)
    cache.put(3, _rows(3))

    assert cache.get(2) is None
    assert cache.get(1) is not None
    assert cache.row_count == 8


def test_an_item_larger_than_the_cache_is_kept_while_it_is_the_newest() -> None:
    cache = RowsCache(most_rows=10)
    cache.put(1, _rows(50))

    assert cache.get(1) is not None
    assert cache.row_count == 50


def test_new_rows_of_an_item_replace_its_old_ones() -> None:
    cache = RowsCache(most_rows=10)
    cache.put(1, _rows(5))
    cache.put(1, _rows(2))
    cache.drop(7)

    assert cache.row_count == 2
