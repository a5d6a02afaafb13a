"""The reaper as it works where there is no Linux: by process group."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import anyio
import pytest

from agent_tui.lifecycle.processes import launch
from tests.lifecycle.processes.real_processes import Marked, a_supervisor, ran, until

_ELSEWHERE = (
    "import sys; sys.path.append(sys.argv[1]); import reaper; reaper.IS_LINUX = False; "
    "reaper.CWD_FD = 97; reaper.main()"
)


@pytest.fixture
def _elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "_REAPER", _ELSEWHERE)
    script = launch._SCRIPT.replace(launch._CWD_TARGET, "&97")
    monkeypatch.setattr(launch, "_SCRIPT", script)


@pytest.mark.usefixtures("_elsewhere")
async def test_output_end_and_folder_are_told(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        output, status = await ran(supervisor, "echo a; cd /; exit 3", tmp_path)

    assert (output, status.code, status.cwd) == ("a\n", 3, "/")


@pytest.mark.usefixtures("_elsewhere")
@pytest.mark.parametrize("left", ["sleep 300 &", "(trap '' TERM; sleep 300; sleep 300) &"])
async def test_the_process_group_ends_with_the_command(left: str) -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        process = await supervisor.start(
            f"{left} sleep 0.05", cwd="/", environment=marked.environment
        )
        status = await process.wait()
        # Nobody is told of the end of orphans here.
        await until(lambda: marked.pids() == [], within_s=10.0)

    assert (status.code, status.left_over) == (0, 1)


@pytest.mark.usefixtures("_elsewhere")
async def test_the_process_group_is_stopped_and_then_killed() -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        process = await supervisor.start(
            "trap '' TERM; sleep 300 & echo ready; sleep 300; sleep 300",
            cwd="/",
            environment=marked.environment,
        )
        assert await process.read() == b"ready\n"
        before_s = time.monotonic()
        process.stop()
        with anyio.fail_after(10):
            status = await process.wait()
        await until(lambda: marked.pids() == [], within_s=10.0)

    assert status.signal == "SIGKILL"
    assert time.monotonic() - before_s > 1.9


async def test_without_bash_the_plain_shell_is_used(tmp_path: Path) -> None:
    plain = shutil.which("dash") or shutil.which("sh")
    assert plain is not None
    (tmp_path / "bin").mkdir()
    os.symlink(plain, tmp_path / "bin" / "sh")
    async with a_supervisor() as supervisor:
        process = await supervisor.start(
            'echo "$0 $#"; cd bin; cat() { exit 4; }; cat',
            cwd=str(tmp_path),
            environment={"PATH": str(tmp_path / "bin")},
        )
        output = await process.read()
        status = await process.wait()

    assert output == b"sh 0\n"
    assert status.code == 4
    assert status.cwd.endswith("/bin")
