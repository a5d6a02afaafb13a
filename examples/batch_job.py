"""Many prompts, a few at a time, under one rate limit; the answers as JSONL.

    python examples/batch_job.py prompts.txt answers.jsonl               # the demo model
    python examples/batch_job.py prompts.txt answers.jsonl --provider openai --per-minute 60

`prompts.txt` has one prompt a line. Each answer is written when it is there, and the file is put
into the order of the prompts at the end. Stopped and started again, the job does what is missing,
and what failed once more. The exit code is 1 when something failed.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import anyio

from agent_tui import Agent, AgentTuiError, EngineWorker, Provider, RateLimiter, Settings

Row = dict[str, object]


class Batch:
    """Answers prompts, each by an agent of its own: no prompt sees the history of another.

    jobs: so many at a time. limiter: what the requests of all of them wait for. provider: None
    means what the settings say.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        jobs: int,
        limiter: RateLimiter,
        provider: Provider | None = None,
    ) -> None:
        self._settings, self._jobs = settings, jobs
        self._limiter, self._provider = limiter, provider

    async def run(self, prompts: Sequence[str], path: Path) -> list[Row]:
        """Answer what has no answer in this file yet; returns all rows, in order."""
        rows = read_rows(path)
        open_ones = [
            (index, prompt)
            for index, prompt in enumerate(prompts)
            if (rows.get(index, {}).get("prompt"), rows.get(index, {}).get("status"))
            != (prompt, "ok")
        ]
        write_rows(path, rows)
        waiting = iter(open_ones)

        async def work() -> None:
            for index, prompt in waiting:  # whoever is free takes the next one
                rows[index] = {"index": index, "prompt": prompt, **await self._answer(prompt)}
                print(json.dumps(rows[index], ensure_ascii=False), file=file, flush=True)

        with path.open("a", encoding="utf-8") as file:
            async with EngineWorker() as self._worker, anyio.create_task_group() as tasks:
                for _ in range(self._jobs):
                    tasks.start_soon(work)
        write_rows(path, rows)
        return [rows[index] for index in sorted(rows)]

    async def _answer(self, prompt: str) -> Row:
        try:
            async with Agent(
                self._settings,
                provider=self._provider,
                worker=self._worker,
                rate_limiter=self._limiter,
            ) as agent:
                result = await agent.run_turn(prompt)
        except AgentTuiError as error:  # there was no turn: no key, for example
            return {"status": "error", "error": f"{error.title}: {error}"}
        row: Row = {"status": result.status.value, "text": result.text}
        if result.error is not None:
            row["error"] = f"{result.error.title}: {result.error.text}"
        return row


def read_rows(path: Path) -> dict[int, Row]:
    """What an earlier run wrote, by index; the last row of an index counts."""
    rows: dict[int, Row] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            row = json.loads(line)
        except ValueError:
            continue  # half a line: that run was killed
        rows[row["index"]] = row
    return rows


def write_rows(path: Path, rows: dict[int, Row]) -> None:
    """Replace the file by these rows, in order, as a whole or not at all."""
    lines = [json.dumps(rows[index], ensure_ascii=False) + "\n" for index in sorted(rows)]
    beside = path.with_name(f"{path.name}.new")
    beside.write_text("".join(lines), encoding="utf-8")
    os.replace(beside, path)


def main() -> int:
    """Read the command line, run the batch, name what failed."""
    parser = argparse.ArgumentParser(description="Answers many prompts.")
    parser.add_argument("prompts", type=Path, help="one prompt a line")
    parser.add_argument("answers", type=Path, help="JSONL; with those of an earlier run")
    parser.add_argument("--provider", default="demo", help="a preset, as openai or ollama")
    parser.add_argument("--model", default="", help="the provider's own when not given")
    parser.add_argument("--jobs", type=int, default=4, help="so many at a time")
    parser.add_argument("--per-minute", type=float, default=600, help="requests of all jobs")
    options = parser.parse_args()

    settings = Settings(provider=options.provider, model=options.model)
    limiter = RateLimiter(requests_per_minute=options.per_minute, burst=options.jobs)
    batch = Batch(settings, jobs=options.jobs, limiter=limiter)
    prompts = [line for line in options.prompts.read_text(encoding="utf-8").splitlines() if line]
    rows = anyio.run(batch.run, prompts, options.answers)
    failed = [row for row in rows if row["status"] != "ok"]
    for row in failed:
        print(
            f"{row['prompt']}: {row.get('error', row['status'])}",
            file=sys.stderr,
        )
    print(f"{len(rows) - len(failed)} of {len(rows)} answered", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
