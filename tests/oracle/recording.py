"""Real Vim's answers, kept in the repository for machines without Vim."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from tests.oracle import real_vim
from tests.oracle.case import Case, Outcome
from tests.oracle.picked_cases import picked_cases
from tests.oracle.random_cases import random_cases

FILE = Path(__file__).with_name("recorded") / "answers.jsonl.gz"
RANDOM_COUNT, RANDOM_SEED = 3_000, 1


class Recorded(msgspec.Struct, frozen=True):
    """A case, and what became of it in real Vim."""

    case: Case
    answer: Outcome


@cache
def recorded() -> tuple[Recorded, ...]:
    """What is kept."""
    lines = gzip.decompress(FILE.read_bytes()).splitlines()
    return tuple(msgspec.json.decode(line, type=Recorded) for line in lines)


def record() -> int:
    """Ask real Vim again, write its answers and say how many there are."""
    picked = [each.case for each in picked_cases()]
    cases = list(dict.fromkeys([*picked, *random_cases(RANDOM_COUNT, RANDOM_SEED)]))
    answers = real_vim.outcomes(cases)
    pairs = [Recorded(case, answer) for case, answer in zip(cases, answers, strict=True) if answer]
    FILE.parent.mkdir(exist_ok=True)
    # Nothing in the file but what was answered: the same answers make the same file.
    FILE.write_bytes(gzip.compress(_lines(pairs), mtime=0))
    return len(pairs)


def _lines(pairs: Sequence[Recorded]) -> bytes:
    return b"".join(msgspec.json.encode(pair) + b"\n" for pair in pairs)
