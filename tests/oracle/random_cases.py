"""Made-up cases, the same ones for the same seed."""

from __future__ import annotations

from random import Random

from tests.oracle.case import Case
from tests.oracle.random_buffers import random_text
from tests.oracle.random_keys import random_keys

SUITE_SEED, SUITE_COUNT = 20261121, 20_000


def random_cases(count: int, seed: int, *, start: int = 0) -> list[Case]:
    """Numbers `start` to `start + count` of those that a seed stands for."""
    return [_random_case(Random(f"{seed}/{number}")) for number in range(start, start + count)]


def _random_case(random: Random) -> Case:
    text = random_text(random)
    lines = text.split("\n")
    row = random.randrange(len(lines))
    column = random.randrange(max(1, len(lines[row])))
    return Case(text, random_keys(random), (row, column))
