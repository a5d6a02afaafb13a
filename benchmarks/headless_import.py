"""What `from agent_tui import Agent` costs a program, and what it must not load."""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms

RUNS = 9
_NOTHING, _SDK = "python -c pass", "from openai import AsyncOpenAI"
_AGENT = "from agent_tui import Agent"
_UNWANTED = ("textual", "rich", "openai", "httpx2", "pydantic")


def measure(options: Options) -> list[Row]:
    """Interleaved starts of each program, after one warm-up."""
    rounds = [
        tuple(_seconds(statement) for statement in ("pass", _SDK, "import agent_tui", _AGENT))
        for _ in range(options.runs_or(RUNS) + 1)
    ]
    nothing, sdk, package, agent = (in_ms(times) for times in zip(*rounds[1:], strict=True))
    return [
        Row(target="", what=_NOTHING, values=nothing),
        Row(
            target="",
            what="import agent_tui",
            values=package,
            baseline=_NOTHING,
            baseline_values=nothing,
            ratio_limit=1.5,
        ),
        Row(
            target="",
            what=_AGENT,
            values=agent,
            baseline=_SDK,
            baseline_values=sdk,
            ratio_limit=0.6,
        ),
        Row(
            target="",
            what=f"of {', '.join(_UNWANTED)}, loaded by it",
            values=(float(len(_loaded(_AGENT).intersection(_UNWANTED))),),
            unit="packages",
            judged=Judged.MAX,
            limit=0.0,
        ),
    ]


def _seconds(statement: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - started


def _loaded(statement: str) -> set[str]:
    """Top-level packages in `sys.modules` of a fresh interpreter behind the statement."""
    code = f"{statement}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(shown.stdout.split())


if __name__ == "__main__":
    run_alone("headless_import")
