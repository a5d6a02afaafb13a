"""Real Vim beside the engine: what differs, and the smallest case that shows it."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from agent_tui.ui.vim.keys import parsed
from tests.oracle import engine_run, real_vim
from tests.oracle.case import Case, Outcome
from tests.oracle.deviations import deviation_of

# What is left of a case must not be about commands that the engine does not know: those of windows,
# tags and files, and selections of the size of a selection before.
_MISLEADING = re.compile(r"gg[hHdDs\]@fFtTxVQ]|\d[vV]|\d<C-v>|['`]\"|Z|K")


class Difference(Struct, frozen=True):
    """ours: None when the engine raised; trouble says what."""

    case: Case
    real: Outcome
    ours: Outcome | None
    trouble: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """What differs."""
        if self.ours is None:
            return ("crash",)
        return _differing(self.real, self.ours)

    def __str__(self) -> str:
        lines = [f"keys {self.case.keys!r}, cursor {self.case.cursor}, text {self.case.text!r}"]
        if self.case.width:
            lines.append(f"  width {self.case.width}")
        if self.ours is None:
            lines.append(f"  raised: {self.trouble}")
            return "\n".join(lines)
        for field in self.fields:
            lines.append(f"  {field}: Vim  {getattr(self.real, field)!r}")
            lines.append(f"  {' ' * len(field)}  ours {getattr(self.ours, field)!r}")
        return "\n".join(lines)


def _differing(real: Outcome, ours: Outcome) -> tuple[str, ...]:
    fields = [field for field in structs.asdict(real) if field != "is_escaped"]
    return tuple(field for field in fields if getattr(real, field) != getattr(ours, field))


def difference(case: Case, real: Outcome) -> Difference | None:
    """What the engine does otherwise than real Vim did; None when it does the same."""
    try:
        ours = engine_run.outcome(case, is_escaped=real.is_escaped)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is to be seen
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        return Difference(case, real, None, f"{type(error).__name__}: {error} ({where})")
    return Difference(case, real, ours) if _differing(real, ours) else None


class Comparison(Struct):
    """cases: how many were compared. differences: those that no deviation explains. deviations:
    how often each documented one was met. unanswered: cases that real Vim did not come to an end
    with."""

    cases: int
    differences: list[Difference]
    deviations: Counter[str]
    unanswered: int


def compared(cases: Sequence[Case], answers: Iterable[Outcome | None]) -> Comparison:
    """The engine beside real Vim's answers."""
    found = Comparison(len(cases), [], Counter(), 0)
    for case, real in zip(cases, answers, strict=True):
        if real is None:
            found.unanswered += 1
        elif differs := difference(case, real):
            if deviation := deviation_of(differs.case, real, differs.fields):
                found.deviations[deviation] += 1
            else:
                found.differences.append(differs)
    return found


def minimised(differs: Difference) -> Difference:
    """The same kind of difference with fewer keys, lines and characters."""
    smallest = differs
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for make in (_fewer_keys, _fewer_lines, _fewer_characters):
            found = _first_that_differs(make(smallest.case), _kind(differs))
            if found:
                smallest, is_smaller = found, True
                break
    return smallest


def _kind(differs: Difference) -> str:
    return differs.trouble if differs.ours is None else " ".join(differs.fields)


def _first_that_differs(candidates: list[Case], kind: str) -> Difference | None:
    candidates = [case for case in candidates if not _MISLEADING.search(case.keys)]
    for case, real in zip(candidates, real_vim.outcomes(candidates), strict=True):
        found = difference(case, real) if real else None
        if found and _kind(found) == kind and not deviation_of(case, found.real, found.fields):
            return found
    return None


def _fewer_keys(case: Case) -> list[Case]:
    keys = parsed(case.keys)
    return [
        structs.replace(case, keys="".join(keys[:start] + keys[start + size :]))
        for size in sorted({len(keys) // 2, len(keys) // 4, 4, 3, 2, 1}, reverse=True)
        if 0 < size < len(keys)
        for start in range(len(keys) - size + 1)
    ]


def _fewer_lines(case: Case) -> list[Case]:
    lines = case.text.split("\n")
    row, column = case.cursor
    return [
        structs.replace(
            case,
            text="\n".join(lines[:gone] + lines[gone + 1 :]),
            cursor=(row - (gone < row), column),
        )
        for gone in range(len(lines))
        if gone != row
    ]


def _fewer_characters(case: Case) -> list[Case]:
    row, column = case.cursor
    lines = case.text.split("\n")
    found = []
    for at, line in enumerate(lines):
        for size in sorted({len(line) // 2, 4, 2, 1}, reverse=True):
            for start in range(len(line) - size + 1 if size else 0):
                shorter = line[:start] + line[start + size :]
                moved = column
                if at == row and column >= start:
                    moved = max(start, column - size)
                    moved = max(0, min(moved, len(shorter) - 1))
                text = "\n".join([*lines[:at], shorter, *lines[at + 1 :]])
                found.append(structs.replace(case, text=text, cursor=(row, moved)))
    return found
