"""The engine does what real Vim did when it was asked: without Vim."""

from __future__ import annotations

import pytest

from tests.oracle import comparing
from tests.oracle.picked_cases import picked_cases
from tests.oracle.recording import RANDOM_COUNT, recorded

CHUNKS = 8


def test_the_answers_to_all_picked_cases_are_kept() -> None:
    kept = {each.case for each in recorded()}
    unknown = [each.case.name for each in picked_cases() if each.case not in kept]

    assert not unknown, "run: python -m tests.oracle --record"


def test_answers_to_made_up_cases_are_kept_beside_them() -> None:
    kept = [each.case for each in recorded()]

    assert len(kept) >= len({each.case for each in picked_cases()}) + RANDOM_COUNT * 0.99


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_engine_does_what_vim_did(chunk: int) -> None:
    pairs = recorded()[chunk::CHUNKS]
    found = comparing.compared([pair.case for pair in pairs], [pair.answer for pair in pairs])

    assert not found.differences, "\n".join(map(str, found.differences))
