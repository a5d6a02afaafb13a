"""None of a command's processes outlives it, or the program, in whatever way either ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import pytest

from agent_tui.lifecycle.processes.supervisor import Supervisor
from tests.lifecycle.processes.escapes import ESCAPES, STUBBORN
from tests.lifecycle.processes.real_processes import Marked, a_supervisor, output_of, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ALL = {**ESCAPES, **STUBBORN}
_PROGRAM = """
import sys, anyio
from agent_tui.lifecycle.processes.supervisor import Supervisor
from tests.lifecycle.processes.escapes import ESCAPES, STUBBORN
from tests.lifecycle.processes.real_processes import MARK

async def main():
    supervisor = Supervisor()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        for command in (*ESCAPES.values(), *STUBBORN.values()):
            process = await supervisor.start(
                f"{command}\\necho ready; sleep 300; :", cwd="/", environment={MARK: sys.argv[1]}
            )
            await process.read()
        print("ready", flush=True)
        await anyio.sleep(300)

anyio.run(main)
"""


@contextmanager
def a_program_with_every_escape(marked: Marked) -> Iterator[subprocess.Popen[bytes]]:
    # The mark in its arguments makes the program itself a marked process, too.
    arguments = [sys.executable, "-c", _PROGRAM, marked.mark]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, start_new_session=True) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline() == b"ready\n"
            yield program
        finally:
            program.kill()


async def started(supervisor: Supervisor, command: str, marked: Marked, count: int = 3) -> int:
    """Start the command and wait until so many processes of it live; its number."""
    process = await supervisor.start(
        f"{command}\necho ready; sleep 300; :", cwd="/", environment=marked.environment
    )
    assert await process.read() == b"ready\n"
    await until(lambda: len(marked.pids()) >= count)
    return process.id


@pytest.mark.parametrize("escape", ALL.values(), ids=ALL)
async def test_nothing_survives_the_normal_end_of_a_command(escape: str) -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        process = await supervisor.start(
            f"{escape}\nsleep 0.05", cwd="/", environment=marked.environment
        )
        status = await process.wait()
        survivors = marked.pids()

    assert survivors == []
    assert status.code == 0
    assert status.left_over >= 1


@pytest.mark.parametrize("escape", ESCAPES.values(), ids=ESCAPES)
async def test_nothing_survives_a_stop(escape: str) -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        process = supervisor.find(await started(supervisor, escape, marked))
        assert process is not None
        process.stop()
        with anyio.fail_after(10):
            status = await process.wait()
        survivors = marked.pids()

    assert survivors == []
    assert status.signal == "SIGTERM"


async def test_what_does_not_end_by_term_is_killed_two_seconds_after_a_stop() -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        numbers = [await started(supervisor, command, marked) for command in STUBBORN.values()]
        processes = [supervisor.find(number) for number in numbers]
        stopped_s = time.monotonic()
        for process in processes:
            assert process is not None
            process.stop()
            process.stop()
        for process in processes:
            assert process is not None
            await process.wait()
        survivors = marked.pids()

    assert survivors == []
    assert time.monotonic() - stopped_s > 1.9


async def test_the_end_of_the_supervisor_ends_everything() -> None:
    marked = Marked()
    supervisor = Supervisor()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        for command in ALL.values():
            await started(supervisor, command, marked)
        with anyio.fail_after(10):
            await supervisor.aclose()

    assert marked.pids() == []
    assert await supervisor.snapshot() == ()
    await supervisor.aclose()


async def test_a_cancelled_supervisor_kills_at_once() -> None:
    marked = Marked()
    supervisor = Supervisor()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)
        for command in ALL.values():
            await started(supervisor, command, marked)
        cancelled_s = time.monotonic()
        tasks.cancel_scope.cancel()
    took_s = time.monotonic() - cancelled_s

    assert marked.pids() == []
    assert took_s < 1.9  # a stop in peace waits 2 s


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGSEGV], ids=str
)
async def test_nothing_survives_the_death_of_the_program(number: signal.Signals) -> None:
    marked = Marked()
    with a_program_with_every_escape(marked) as program:
        assert len(marked.pids()) > len(ALL)
        program.send_signal(number)
        program.wait()

        await until(lambda: marked.pids() == [])


@pytest.mark.parametrize("blow", ["kill -9 $PPID", "kill -9 $PPID; sleep 300"])
async def test_a_command_that_kills_its_reaper_takes_nothing_along(
    blow: str, tmp_path: Path
) -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        process = await supervisor.start(
            f"sleep 300 & setsid sleep 300 &\n{blow}",
            cwd=str(tmp_path),
            environment=marked.environment,
        )
        status = await process.wait()
        survivors = marked.pids()
        other = await supervisor.start("echo alive", cwd=str(tmp_path))

        assert await output_of(other) == "alive\n"
    assert survivors == []
    assert "killed" in status.problem


async def test_a_reaper_that_was_stopped_still_obeys() -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        process = supervisor.find(await started(supervisor, "kill -STOP $PPID", marked, 2))
        assert process is not None
        process.stop()
        with anyio.fail_after(10):
            await process.wait()

    assert marked.pids() == []


async def test_a_command_that_kills_its_process_group_is_told_as_killed(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start("echo before; kill -9 0", cwd=str(tmp_path))

        assert await output_of(process) == "before\n"
        assert (await process.wait()).signal == "SIGKILL"


async def test_a_background_command_goes_on_as_long_as_its_own_process() -> None:
    marked = Marked()
    async with a_supervisor() as supervisor:
        process = supervisor.find(await started(supervisor, "sleep 300 &", marked))
        assert process is not None
        process.keep_in_background()
        await anyio.sleep(0.3)

        assert process.is_running
        assert len(marked.pids()) == 3
