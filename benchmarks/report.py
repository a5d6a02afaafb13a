"""Rows as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.rows import Judged, Row, p95, statistic

_HEADINGS = ("", "what", "median", "p95", "max", "n", "limit", "ratio", "limit", "", "to")
_LEFT = {0, 1, 9, 10}


def table(rows: Iterable[Row]) -> str:
    """One line for each row."""
    lines = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in _LEFT else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def write_json(path: Path, rows: Sequence[Row], skipped: Mapping[str, str]) -> None:
    """All values and what follows from them. skipped: benchmark to reason."""
    content = {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "skipped": dict(skipped),
        "rows": [_as_json(row) for row in rows],
    }
    path.write_text(json.dumps(content, indent=1) + "\n")


def _cells(row: Row) -> tuple[str, ...]:
    met = {True: "met", False: "missed", None: ""}[row.is_met]
    limit = "" if row.limit is None else f"{_number(row.limit)} {_short(row.judged)}".strip()
    return (
        row.target,
        row.what,
        f"{_number(statistic(row.values, Judged.MEDIAN))} {row.unit}",
        _number(p95(row.values)),
        _number(max(row.values)),
        str(len(row.values)),
        limit,
        "" if row.ratio is None else f"{row.ratio:.2f} x",
        "" if row.ratio_limit is None else f"{row.ratio_limit:.2f}",
        met,
        row.baseline,
    )


def _short(judged: Judged) -> str:
    return "" if judged is Judged.MEDIAN else judged.value


def _number(value: float) -> str:
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    return f"{value:.{digits}f}"


def _as_json(row: Row) -> dict[str, object]:
    return {
        "target": row.target,
        "what": row.what,
        "unit": row.unit,
        "values": row.values,
        "median": statistic(row.values, Judged.MEDIAN),
        "p95": p95(row.values),
        "max": max(row.values),
        "judged": row.judged.value,
        "limit": row.limit,
        "baseline": row.baseline,
        "baseline_values": row.baseline_values,
        "ratio": row.ratio,
        "ratio_limit": row.ratio_limit,
        "is_met": row.is_met,
    }
