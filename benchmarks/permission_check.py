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
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

GRANTS, RUNS = 1_000, 300
LIMIT_MS = 1.0
_BASELINE = "glob through all grants"
_COMMAND = "cd src && git log --oneline -5 | head -3 && npm run task{} -- --fast 2>&1"


def measure(options: Options) -> list[Row]:
    """Single checks, of a command that was never seen before among others."""
    runs = options.amount(RUNS, short=10)
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
        write = PathAccess(path=f"{workspace}/src/file7.py", level=PathLevel.WRITE)
        search = in_ms(_times(runs, lambda number: _searched(_COMMAND.format(number), rules)))
        checks: dict[str, Callable[[int], None]] = {
            "a command never seen before, parsed": lambda number: check(command(number)),
            "the same command again": lambda _: check(command(0)),
            "a path": lambda _: check(write),
            "a host": lambda _: check(DomainAccess(host="host7.example.com")),
        }
        times = {what: in_ms(_times(runs, work)) for what, work in checks.items()}
    return [
        Row(target="", what=f"{_BASELINE} of {GRANTS}", values=search),
        *(
            Row(
                target="",
                what=f"permission check: {what}",
                values=values,
                judged=Judged.P95,
                limit=LIMIT_MS,
                baseline=_BASELINE,
                baseline_values=search,
                ratio_limit=1.0,
            )
            for what, values in times.items()
        ),
    ]


def _rules() -> list[str]:
    quarter = range(GRANTS // 4)
    return [
        *(f"run(npm run task{number} *)" for number in quarter),
        *(f"run(tool{number} --exact {number})" for number in quarter),
        *(f"write(src/file{number}.py)" for number in quarter),
        *(f"fetch(host{number}.example.com)" for number in quarter),
    ]


def _times(runs: int, work: Callable[[int], None]) -> list[float]:
    times = []
    for number in range(runs):
        started = time.perf_counter()
        work(number)
        times.append(time.perf_counter() - started)
    return times


def _searched(command: str, rules: list[str]) -> None:
    """What a plain list of patterns costs, and it looks at one part of the command only."""
    any(fnmatchcase(command, rule[4:-1]) for rule in rules)


if __name__ == "__main__":
    run_alone("permission_check")
