"""Searching 50 000 files, beside ripgrep alone; and finding files by name among them."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import anyio

from agent_tui.lifecycle.processes.supervisor import Supervisor
from agent_tui.tools.glob import Glob
from agent_tui.tools.grep import Grep
from agent_tui.tools.list_dir import ListDir
from agent_tui.tools.typed_tool import TypedTool
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms
from tests.tools.fake_context import FakeContext

FOLDERS, FILES_IN_EACH, LINES = 1000, 50, 30
RUNS = 11
NEEDLE = "needle_function"  # in every five hundredth file
_RATIO_LIMITS = {"grep with ripgrep": 1.5, "grep without ripgrep": 10.0, "glob **/*.py": 10.0}


def measure(options: Options) -> list[Row]:
    """Interleaved searches after one warm-up of each kind."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        _make_tree(root, options.amount(FOLDERS, short=20))
        return anyio.run(_measure, root, options.runs_or(RUNS))


async def _measure(root: Path, runs: int) -> list[Row]:
    rg = shutil.which("rg")
    supervisor = Supervisor()
    context = FakeContext(root, processes=supervisor)
    search = f'{{"pattern": "{NEEDLE}"}}'
    kinds: dict[str, tuple[TypedTool[Any], str]] = {
        "grep without ripgrep": (Grep(ripgrep=""), search),
        "glob **/*.py": (Glob(), '{"pattern": "**/*.py"}'),
        "list_dir, 3 levels": (ListDir(), '{"depth": 3}'),
    }
    if rg:
        kinds["grep with ripgrep"] = (Grep(ripgrep=rg), search)
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    plain: list[float] = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        for _ in range(runs + 1):
            if rg:
                plain.append(_plain_ripgrep_s(rg, root))
            for kind, (tool, arguments) in kinds.items():
                started_s = time.perf_counter()
                await tool.run(tool.parsed(arguments), context)
                times[kind].append(time.perf_counter() - started_s)
        await supervisor.aclose()
    return [
        Row(
            target="",
            what=kind,
            values=in_ms(values[1:]),
            baseline="ripgrep alone" if plain else "",
            baseline_values=in_ms(plain[1:]),
            ratio_limit=_RATIO_LIMITS.get(kind),
        )
        for kind, values in times.items()
    ]


def _plain_ripgrep_s(rg: str, root: Path) -> float:
    started_s = time.perf_counter()
    subprocess.run([rg, NEEDLE, "./"], cwd=root, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - started_s


def _make_tree(root: Path, folders: int) -> None:
    choose = random.Random(1).choices
    words = [f"word{number}" for number in range(2000)]
    number = 0
    for folder in range(folders):
        path = root / f"part{folder // 20}" / f"folder{folder % 20}"
        path.mkdir(parents=True)
        for file in range(FILES_IN_EACH):
            lines = [" ".join(choose(words, k=8)) for _ in range(LINES)]
            if number % 500 == 0:
                lines.append(f"def {NEEDLE}(x): ...")
            (path / f"file{file}.py").write_text("\n".join(lines))
            number += 1
    (root / ".git/info").mkdir(parents=True)
    (root / ".gitignore").write_text("*.pyc\nnode_modules/\n/build\n*.egg-info\n.venv\n")
    (root / ".env").write_text("secret")


if __name__ == "__main__":
    run_alone("grep_speed")
