"""The valid name that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest_name(name: str, candidates: Iterable[str]) -> str:
    """The candidate with the fewest typing errors, "" when none is near; case does not count."""
    lowered = name.lower()
    allowed = max(1, len(name) // 3)
    ranked = sorted((_edits(lowered, candidate.lower()), candidate) for candidate in candidates)
    return ranked[0][1] if ranked and ranked[0][0] <= allowed else ""


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """A question to append to a sentence, " Did you mean model?", or ""."""
    nearest = nearest_name(name, candidates)
    return f" Did you mean {nearest}?" if nearest else ""


def _edits(left: str, right: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn one into the other."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, 1):
        before, former, row = row, before, [i]
        for j, other in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, former[j - 2] + 1)
            row.append(cost)
    return row[-1]
