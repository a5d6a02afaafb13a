"""Permission checks with a thousand grants, beside a search through them one by one."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

from agent_tui.engine.permissions.policy import PermissionPolicy
from agent_tui.engine.permissions.shell_reading import read_script
from agent_tui.protocol.permissions import (
    Access,
    CommandAccess,
    DomainAccess,
    Grant,
    PathAccess,
    PathLevel,
    PermissionMode,
)
from benchmarks.figures import p95, print_figure, print_ratio, print_times, print_title

GRANTS, RUNS = 1_000, 300
TARGET_MS = 1.0
_COMMAND = "cd src && git log --oneline -5 | head -3 && npm run task{} -- --fast 2>&1"


def main() -> None:
    """Print the times of single checks, each of a command that was never seen before."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = str(Path(folder).resolve())
        (Path(workspace) / "src").mkdir()
        policy = PermissionPolicy(workspace=workspace)
        rules = _rules()
        grants = policy.compile([Grant(id=str(i), rule=rule) for i, rule in enumerate(rules)])

        def check(access: Access) -> None:
            policy.check([access], mode=PermissionMode.ASK, grants=grants)

        def command(number: int) -> CommandAccess:
            return CommandAccess(command=_COMMAND.format(number), cwd=workspace)

        check(command(RUNS))  # loads the grammar
        read_script.cache_clear()
        fresh = _times(lambda number: check(command(number)))
        again = _times(lambda _: check(command(0)))
        write = PathAccess(path=f"{workspace}/src/file7.py", level=PathLevel.WRITE)
        path = _times(lambda _: check(write))
        host = _times(lambda _: check(DomainAccess(host="host7.example.com")))
        search = _times(lambda number: _searched(_COMMAND.format(number), rules))
    print_title(f"permission checks, {GRANTS} grants")
    print_times("glob through all grants (baseline)", search)
    print_times("a command never seen before, parsed", fresh)
    print_times("the same command again", again)
    print_times("a path", path)
    print_times("a host", host)
    worst_ms = 1000 * max(p95(times) for times in (fresh, again, path, host))
    verdict = "met" if worst_ms < TARGET_MS else "missed"
    print_figure("slowest p95", f"{worst_ms:.3f} ms (target {TARGET_MS:.1f} ms: {verdict})")
    print_ratio("new command to the baseline", fresh, search, 1.0)


def _rules() -> list[str]:
    quarter = range(GRANTS // 4)
    return [
        *(f"run(npm run task{number} *)" for number in quarter),
        *(f"run(tool{number} --exact {number})" for number in quarter),
        *(f"write(src/file{number}.py)" for number in quarter),
        *(f"fetch(host{number}.example.com)" for number in quarter),
    ]


def _times(work: Callable[[int], None]) -> list[float]:
    times = []
    for number in range(RUNS):
        started = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - started)
    return times


def _searched(command: str, rules: list[str]) -> None:
    """What a plain list of patterns costs, and it looks at one part of the command only."""
    any(fnmatchcase(command, rule[4:-1]) for rule in rules)


if __name__ == "__main__":
    main()
