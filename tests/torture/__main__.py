"""`python -m tests.torture --kills 200 --seed 1`: kills the program so often and prints a table of
what was lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.torture import Outcome, torture


def main() -> int:
    """Run it; 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcomes = torture(options.kills, options.seed, Path(folder), tell=_tell)
    print(_table(outcomes))
    print(f"seed {options.seed}, {time.monotonic() - started_s:.0f} s")
    bad = [line for outcome in outcomes.values() for line in outcome.losses + outcome.invalid]
    for line in bad:
        print(f"- {line}")
    return 1 if bad else 0


def _tell(line: str) -> None:
    print(line.splitlines()[0], file=sys.stderr, flush=True)


def _table(outcomes: dict[str, Outcome]) -> str:
    lines = [
        "| moment | kills | resumes | losses | invalid requests | missing, at most so old |",
        "|---|---|---|---|---|---|",
    ]
    everything = Outcome()
    for name, outcome in outcomes.items():
        lines.append(_row(name, outcome))
        everything.kills += outcome.kills
        everything.resumes += outcome.resumes
        everything.losses += outcome.losses
        everything.invalid += outcome.invalid
        everything.missing_s += outcome.missing_s
    return "\n".join((*lines, _row("all", everything)))


def _row(name: str, outcome: Outcome) -> str:
    missing = f"{1000 * max(outcome.missing_s):.0f} ms" if outcome.missing_s else "-"
    facts = (outcome.kills, outcome.resumes, len(outcome.losses), len(outcome.invalid), missing)
    return f"| {name} | {' | '.join(str(fact) for fact in facts)} |"


if __name__ == "__main__":
    raise SystemExit(main())
