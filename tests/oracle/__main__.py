"""`python -m tests.oracle`: real Vim beside the engine, with counts. `--help` says what else."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from tests.oracle import comparing, real_vim, recording
from tests.oracle.case import Case
from tests.oracle.picked_cases import picked_cases
from tests.oracle.random_cases import SUITE_COUNT, SUITE_SEED, random_cases


def main() -> int:
    """Compare and print; 1 when anything differs that no deviation explains."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--record", action="store_true", help="keep real Vim's answers and end")
    parser.add_argument("--count", type=int, default=SUITE_COUNT, help="made-up cases for a seed")
    parser.add_argument("--seed", type=int, nargs="*", default=[SUITE_SEED], help="which ones")
    parser.add_argument("--show", type=int, default=10, help="differences to make small and show")
    arguments = parser.parse_args()
    if why := real_vim.missing():
        sys.stderr.write(f"{why}\n")
        return 2
    if arguments.record:
        sys.stdout.write(f"{recording.record()} answers in {recording.FILE.name}\n")
        return 0
    picked = picked_cases()
    commands = len({each.command for each in picked})
    sys.stdout.write(f"{len(picked)} picked cases of {commands} commands\n")
    differing = _compare("picked", [each.case for each in picked], arguments.show)
    for seed in arguments.seed:
        cases = random_cases(arguments.count, seed)
        differing += _compare(f"seed {seed}", cases, arguments.show)
    return 1 if differing else 0


def _compare(name: str, cases: Sequence[Case], show: int) -> int:
    started_s = time.perf_counter()
    answers = real_vim.outcomes(cases)
    asked_s = time.perf_counter()
    found = comparing.compared(cases, answers)
    ended_s = time.perf_counter()
    sys.stdout.write(
        f"{name}: {found.cases} cases, {len(found.differences)} differences, "
        f"{sum(found.deviations.values())} deviations {dict(found.deviations)}, "
        f"{found.unanswered} unanswered; Vim {asked_s - started_s:.1f} s, "
        f"engine {ended_s - asked_s:.1f} s\n"
    )
    for each in found.differences[:show]:
        sys.stdout.write(f"{comparing.minimised(each)}\n")
    return len(found.differences)


if __name__ == "__main__":
    raise SystemExit(main())
