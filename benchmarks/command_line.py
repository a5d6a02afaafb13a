"""`python -m benchmarks [NAME ...]`, and the same for one benchmark by `python -m benchmarks.NAME`.

Nothing else should run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.catalogue import Benchmark, Skipped, chosen
from benchmarks.options import SHORT_SIZES, SIZES, Options
from benchmarks.report import table, write_json
from benchmarks.rows import Row


def run(arguments: Sequence[str]) -> int:
    """Measure what the arguments name, print tables; the exit code."""
    parsed = _parser().parse_args(arguments)
    try:
        benchmarks = chosen(parsed.names)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    options = Options(runs=parsed.runs, sizes=_sizes(parsed), is_short=parsed.short)
    rows, skipped = _measured(benchmarks, options)
    if parsed.json is not None:
        write_json(parsed.json, rows, skipped)
    return 0


def run_alone(name: str) -> None:
    """What a benchmark's module does when it is run itself."""
    raise SystemExit(run([name, *sys.argv[1:]]))


def _measured(
    benchmarks: Sequence[Benchmark], options: Options
) -> tuple[list[Row], dict[str, str]]:
    rows: list[Row] = []
    skipped: dict[str, str] = {}
    for benchmark in benchmarks:
        print(f"\n{' '.join((benchmark.name, *benchmark.targets))}", flush=True)
        try:
            found = benchmark.measure(options)
        except Skipped as reason:
            skipped[benchmark.name] = str(reason)
            print(f"skipped: {reason}")
            continue
        print(table(found), flush=True)
        rows += found
    return rows, skipped


def _sizes(parsed: argparse.Namespace) -> tuple[int, ...]:
    if parsed.sizes:
        return tuple(sorted(int(size) for size in parsed.sizes.split(",")))
    return SHORT_SIZES if parsed.short else SIZES


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="targets (p1 to p14) or names; all for none")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all values there, too")
    parser.add_argument("--runs", type=int, default=0, metavar="N", help="repetitions")
    parser.add_argument("--sizes", metavar="N,N", help=f"messages in a session; {SIZES}")
    parser.add_argument("--short", action="store_true", help="only see that it runs")
    return parser
