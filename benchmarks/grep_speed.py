"""P19: searching 50 000 files, to ripgrep alone; and finding files by name among them."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anyio

from agent_tui.lifecycle.processes.supervisor import Supervisor
from agent_tui.tools.glob import Glob
from agent_tui.tools.grep import Grep
from agent_tui.tools.list_dir import ListDir
from agent_tui.tools.typed_tool import TypedTool
from benchmarks.figures import print_figure, print_ratio, print_times, print_title
from tests.tools.fake_context import FakeContext

FOLDERS, FILES_IN_EACH, LINES = 1000, 50, 30
RUNS = 11
NEEDLE = "needle_function"  # in every five hundredth file


def main() -> None:
    """Print the times of `RUNS` interleaved searches after one warm-up of each kind."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name).resolve()
        _make_tree(root)
        anyio.run(_measure, root)


async def _measure(root: Path) -> None:
    rg = shutil.which("rg")
    supervisor = Supervisor()
    context = FakeContext(root, processes=supervisor)
    search = f'{{"pattern": "{NEEDLE}"}}'
    kinds: dict[str, tuple[TypedTool[Any], str]] = {
        "our own search": (Grep(ripgrep=""), search),
        "glob **/*.py": (Glob(), '{"pattern": "**/*.py"}'),
        "list_dir, 3 levels": (ListDir(), '{"depth": 3}'),
    }
    if rg:
        kinds["P19 grep with ripgrep"] = (Grep(ripgrep=rg), search)
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    plain: list[float] = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        for run in range(RUNS + 1):
            if rg:
                plain.append(_plain_ripgrep_s(rg, root))
            for kind, (tool, arguments) in kinds.items():
                started_s = time.perf_counter()
                await tool.run(tool.parsed(arguments), context)
                times[kind].append(time.perf_counter() - started_s)
            if run == 0:
                plain.clear()
                for values in times.values():
                    values.clear()
        await supervisor.aclose()
    _print(times, plain)


def _print(times: dict[str, list[float]], plain: Sequence[float]) -> None:
    print_title(f"{FOLDERS * FILES_IN_EACH} files")
    if plain:
        print_times("ripgrep alone", plain)
    for kind, values in times.items():
        print_times(kind, values)
    if not plain:
        print_figure("P19", "ripgrep is not installed")
        return
    print_ratio("P19 grep to ripgrep alone", times["P19 grep with ripgrep"], plain, 1.5)
    for kind in ("our own search", "glob **/*.py"):
        print_ratio(f"{kind} to ripgrep alone", times[kind], plain, 10.0)


def _plain_ripgrep_s(rg: str, root: Path) -> float:
    started_s = time.perf_counter()
    subprocess.run([rg, NEEDLE, "./"], cwd=root, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - started_s


def _make_tree(root: Path) -> None:
    choose = random.Random(1).choices
    words = [f"word{number}" for number in range(2000)]
    number = 0
    for folder in range(FOLDERS):
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
    main()
