"""That the benchmarks run and say what they measured; how fast anything is, no test says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.catalogue import BENCHMARKS, chosen

ROOT = Path(__file__).resolve().parents[2]
# No benchmarks: what they are made of, and the programs that they run.
PARTS = {"rows", "options", "catalogue", "report", "command_line", "terminal", "keys"} | {
    "model_program",
    "soak_chat",
    "sse_server",
    "stored_sessions",
    "many_sessions",
    "bare_chat",
    "bare_composer",
    "bare_hello",
    "bare_markdown",
    "collecting_program",
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_every_benchmark_is_in_the_catalogue_and_every_target_has_one() -> None:
    files = {path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py")}

    assert {each.name for each in BENCHMARKS} == files - PARTS
    targets = [target for each in BENCHMARKS for target in each.targets]
    assert targets == [f"P{number}" for number in range(1, 15)]


def test_a_benchmark_is_chosen_by_its_name_or_by_a_target() -> None:
    assert [each.name for each in chosen(["P9", "startup"])] == ["startup", "memory"]
    assert chosen([]) == BENCHMARKS


def test_a_word_that_names_no_benchmark_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"no benchmark p99; there are p1 to p14, startup"):
        chosen(["p1", "p99"])


@pytest.mark.timeout(60)
def test_a_short_run_prints_a_table_and_writes_every_row_as_json(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"

    done = run("p1", "permission_check", "p14", "--short", "--json", str(file))

    assert done.returncode == 0, done.stderr
    written = json.loads(file.read_text())
    assert written["skipped"] == {"installed_size": "a short run installs nothing"}
    rows = written["rows"]
    assert {"P1", "P2", "P3"} <= {row["target"] for row in rows}
    assert len([row for row in rows if row["what"].startswith("permission check")]) == 4
    for row in rows:
        assert row["median"] <= row["p95"] <= row["max"]
        assert row["what"] in done.stdout
        assert (row["ratio"] is None) == (row["baseline"] == "")
