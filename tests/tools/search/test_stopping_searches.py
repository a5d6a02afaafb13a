"""A search that is no longer wanted leaves nothing running."""

from __future__ import annotations

import os
import time
from pathlib import Path

import anyio
import pytest

from agent_tui.errors import ToolError
from agent_tui.tools.grep import Grep
from tests.tools.fake_context import FakeContext
from tests.tools.search.plain_processes import PlainProcesses
from tests.tools.search.trees import make_tree

FOR_EVER = '{"pattern": "(a+)+$"}'  # on "aaa…b", Python needs longer than the universe has


def a_trap(root: Path) -> None:
    make_tree(root, {"a": "first aaa\n", "b": "a" * 60 + "b\n"})


async def until(condition: object, limit_s: float = 15.0) -> None:
    assert callable(condition)
    ends_at = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < ends_at
        await anyio.sleep(0.01)


async def test_a_pattern_that_takes_for_ever_is_stopped_and_what_was_found_is_kept(
    tmp_path: Path, context: FakeContext, processes: PlainProcesses
) -> None:
    a_trap(tmp_path)
    make_tree(tmp_path, {f"a{n}": "aaa\n" for n in range(3)})
    grep = Grep(ripgrep="", longest_s=1.0)

    result = await grep.run(grep.parsed(FOR_EVER), context)

    assert result.text.splitlines()[:2] == ["a:1: first aaa", "a0:1: aaa"]
    assert "The search was stopped after 1 s" in result.text
    assert not processes.processes[0].is_running


async def test_a_cancelled_search_leaves_no_process(
    tmp_path: Path, context: FakeContext, processes: PlainProcesses
) -> None:
    a_trap(tmp_path)
    grep = Grep(ripgrep="")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(grep.run, grep.parsed(FOR_EVER), context)
        await until(lambda: processes.processes)
        tasks.cancel_scope.cancel()

    await until(lambda: not processes.processes[0].is_running)


async def test_a_cancelled_ripgrep_is_ended_with_the_shell_around_it(
    tmp_path: Path, context: FakeContext, processes: PlainProcesses
) -> None:
    slow = tmp_path / "rg"
    make_tree(tmp_path, {"rg": "#!/bin/sh\necho $$ > pid\nexec sleep 60\n", "work/a": ""})
    os.chmod(slow, 0o755)
    grep, pid_file = Grep(ripgrep=str(slow)), tmp_path / "work/pid"

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(grep.run, grep.parsed('{"pattern": "x", "path": "work"}'), context)
        await until(lambda: pid_file.exists() and pid_file.read_text().strip())
        tasks.cancel_scope.cancel()

    pid = int(pid_file.read_text())
    await until(lambda: _is_gone(pid))


async def test_a_search_program_that_crashes_is_an_error_and_no_empty_result(
    tmp_path: Path, context: FakeContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_tree(tmp_path, {"python": "#!/bin/sh\necho broken\nexit 70\n"})
    os.chmod(tmp_path / "python", 0o755)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    grep = Grep(ripgrep="")

    with pytest.raises(ToolError, match="The search failed: broken"):
        await grep.run(grep.parsed('{"pattern": "x"}'), context)


def _is_gone(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[0] == b"Z"
    except FileNotFoundError:
        return True
