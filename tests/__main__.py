"""The one check command, `python -m tests`: format, lint, types, import rules, then the tests.

Arguments go to pytest: `python -m tests -k resume`. Stops at the first check that fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent

CHECKS = (
    ("format", [sys.executable, "-m", "ruff", "format", "--check", "."]),
    ("lint", [sys.executable, "-m", "ruff", "check", "."]),
    ("types", [sys.executable, "-m", "mypy"]),
    ("import rules", [str(SCRIPTS / "lint-imports")]),
)


def main() -> int:
    """Run all checks in the project's folder; the exit code of the first that fails, else
    pytest's."""
    for name, command in CHECKS:
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        if code := subprocess.run(command, cwd=PROJECT, check=False).returncode:
            sys.stdout.write(f"{name} failed. Nothing after it was run.\n")
            return code
    sys.stdout.write("== tests\n")
    sys.stdout.flush()
    # Most tests wait for a terminal or a process, so some more at a time than there are cores.
    workers = str(min((os.cpu_count() or 1) + 3, 8))
    # Hundreds of tests start the program: it is compiled once, not by each of them.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    _compile(environment)
    parallel = ["-n", workers, "--dist", "worksteal"]
    tests = [sys.executable, "-m", "pytest", *parallel, *sys.argv[1:]]
    return subprocess.run(tests, cwd=PROJECT, env=environment, check=False).returncode


def _compile(environment: dict[str, str]) -> None:
    """In a fresh clone each of pytest's workers would compile all tests, and Hypothesis read all
    modules for constants, and make tables of Unicode; two halves are enough."""
    if any((PROJECT / "tests").glob("__pycache__/*pytest*.pyc")):
        return
    rooms = sorted(path for path in (PROJECT / "tests").iterdir() if path.is_dir())
    # All are collected, and one of each half is run that Hypothesis makes examples for.
    one = "test_any_bytes_with_any_header or test_starts_are_the_sums_of_the_heights"
    collect = [sys.executable, "-m", "pytest", "-qq", "-p", "no:cacheprovider", "-k", one]
    halves = [room for room in rooms if room.name != "ui"], [PROJECT / "tests" / "ui"]
    running = [
        subprocess.Popen(
            [*collect, *map(str, half)], cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL
        )
        for half in halves
    ]
    for process in running:
        process.wait()


if __name__ == "__main__":
    raise SystemExit(main())
