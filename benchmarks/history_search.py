"""The search in past prompts, of which there are 100 000."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from agent_tui.protocol.past_prompts import PastPrompt
from benchmarks.command_line import run_alone
from benchmarks.model_program import TEXTUAL_DRIVER, agent_tui_argv
from benchmarks.options import Options
from benchmarks.rows import Judged, Row, in_ms
from benchmarks.terminal import TimedProgram

PROMPTS, ROUNDS = 100_000, 10
OPEN_LIMIT_MS, KEY_LIMIT_MS = 100.0, 50.0
_OPEN, _CLOSE = "\x12", "\x1b"
_TYPED = "number 7"
_UNREACHABLE = "http://127.0.0.1:9/v1"


def measure(options: Options) -> list[Row]:
    """Open the list, wait until all are read, type into it, close it."""
    count = options.amount(PROMPTS, short=1000)
    opened: list[float] = []
    keys: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder) / "prompts.jsonl", count)
        with TimedProgram(agent_tui_argv(_UNREACHABLE), data=Path(folder)) as program:
            program.wait_for(TEXTUAL_DRIVER)
            program.wait_until_quiet(2.0)
            for _ in range(options.runs_or(ROUNDS)):
                since = len(program.output)
                sent_s = program.send(_OPEN)
                opened.append(program.wait_for(f"number {count - 1} ", since=since) - sent_s)
                program.wait_until_quiet()
                for key in _TYPED:
                    since = len(program.output)
                    sent_s = program.send(key)
                    keys.append(program.wait_for_frame(since=since) - sent_s)
                    program.pump_for(0.05)
                program.send(_CLOSE)
                program.wait_until_quiet()
    return [
        Row(
            target="",
            what=f"history opened, {count} prompts",
            values=in_ms(opened),
            judged=Judged.P95,
            limit=OPEN_LIMIT_MS,
        ),
        Row(
            target="",
            what=f"key to screen while it filters {count} prompts",
            values=in_ms(keys),
            judged=Judged.P95,
            limit=KEY_LIMIT_MS,
        ),
    ]


def _write(path: Path, count: int) -> None:
    prompts = (
        PastPrompt(
            text=f"prompt number {number} asks for something in words that somebody typed",
            sent_at=1e9 + number,
            workspace=f"/projects/{number % 20}",
            session_id=f"{number // 10:08x}",
        )
        for number in range(count)
    )
    path.write_bytes(b"".join(msgspec.json.encode(prompt) + b"\n" for prompt in prompts))


if __name__ == "__main__":
    run_alone("history_search")
