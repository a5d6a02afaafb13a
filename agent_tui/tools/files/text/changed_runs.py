"""Which lines of two texts are the same; quick also for long texts that differ in few places."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

# difflib is quadratic at worst. Above the first size it leaves frequent lines out of its search,
# above the second it is not asked.
_EXACT_LINES = 2_000
_COMPARED_LINES = 20_000


class Run(Struct, frozen=True):
    """old[old_start:old_end] became new[new_start:new_end]; or, is_equal, is the same."""

    is_equal: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def changed_runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Runs in order; together they cover both texts."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < shorter - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_end, new_end = len(old) - tail, len(new) - tail
    runs = [
        Run(True, 0, start, 0, start),
        *_compared(old, new, start, old_end, new_end),
        Run(True, old_end, len(old), new_end, len(new)),
    ]
    return [run for run in runs if run.old_end > run.old_start or run.new_end > run.new_start]


def _compared(
    old: Sequence[str], new: Sequence[str], start: int, old_end: int, new_end: int
) -> list[Run]:
    longer = max(old_end, new_end) - start
    if start in (old_end, new_end):
        return [Run(False, start, old_end, start, new_end)]
    if longer > _COMPARED_LINES:
        if old_end == new_end:
            return _side_by_side(old, new, start, old_end)
        return [Run(False, start, old_end, start, new_end)]
    import difflib  # late: only edits need it

    matcher = difflib.SequenceMatcher(
        None, old[start:old_end], new[start:new_end], autojunk=longer > _EXACT_LINES
    )
    return [
        Run(tag == "equal", start + a, start + b, start + c, start + d)
        for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _side_by_side(old: Sequence[str], new: Sequence[str], start: int, end: int) -> list[Run]:
    runs: list[Run] = []
    for index in range(start, end):
        is_equal = old[index] == new[index]
        is_more = bool(runs) and runs[-1].is_equal == is_equal
        first = runs.pop().old_start if is_more else index
        runs.append(Run(is_equal, first, index + 1, first, index + 1))
    return runs
