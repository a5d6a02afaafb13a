"""What stays of a history when another one is wanted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.engine.editing.history_change import common_count, truncating
from agent_tui.protocol.history_errors import HistoryInvalid


@given(st.lists(st.integers(0, 2), max_size=12), st.lists(st.integers(0, 2), max_size=12))
def test_the_common_beginning_is_as_long_as_it_can_be(one: list[int], other: list[int]) -> None:
    count = common_count(tuple(one), tuple(other))

    assert one[:count] == other[:count]
    assert one[: count + 1] != other[: count + 1] or count == min(len(one), len(other))


def test_less_than_nothing_cannot_stay() -> None:
    with pytest.raises(HistoryInvalid, match="not -1"):
        truncating(-1)
