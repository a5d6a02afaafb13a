"""Starting, reading, listing and finding commands."""

from __future__ import annotations

import sys
import time
import tracemalloc
from pathlib import Path

import anyio
import pytest

from agent_tui.lifecycle.processes.supervisor import Supervisor
from tests.lifecycle.processes.real_processes import a_supervisor, output_of, ran, until


async def test_output_is_standard_output_and_error_as_they_come(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        output, status = await ran(supervisor, "echo one; echo two >&2; echo three", tmp_path)

    assert output == "one\ntwo\nthree\n"
    assert (status.code, status.signal, status.problem) == (0, "", "")


async def test_numbers_are_small_and_counted_up(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        numbers = [(await supervisor.start(":", cwd=str(tmp_path))).id for _ in range(3)]

    assert numbers == [1, 2, 3]


async def test_a_command_runs_until_its_own_process_has_ended(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start("read x; sleep 0.05", cwd=str(tmp_path))
        assert process.is_running
        await process.wait()

        assert not process.is_running


@pytest.mark.parametrize(
    ("command", "code", "signal"),
    [("exit 7", 7, ""), ("false", 1, ""), ("kill -TERM $$", None, "SIGTERM"), ("nosuch", 127, "")],
)
async def test_the_end_is_told_as_code_or_signal(
    command: str, code: int | None, signal: str, tmp_path: Path
) -> None:
    async with a_supervisor() as supervisor:
        _, status = await ran(supervisor, command, tmp_path)

    assert (status.code, status.signal) == (code, signal)


async def test_a_folder_that_is_none_is_a_problem_and_no_exception(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        output, status = await ran(supervisor, "echo x", tmp_path / "gone")

    assert output == ""
    assert status.code is None
    assert "gone: No such file or directory" in status.problem


@pytest.mark.parametrize("command", ["echo a\0b", "echo " + "x" * 200_000, "echo \ud800"])
async def test_a_command_that_the_system_does_not_take_is_a_problem(
    command: str, tmp_path: Path
) -> None:
    async with a_supervisor() as supervisor:
        output, status = await ran(supervisor, command, tmp_path)

    assert output == ""
    assert status.code is None
    assert status.problem


async def test_a_program_gets_its_arguments_as_they_are(tmp_path: Path) -> None:
    program = "import sys; print(sys.argv[1:])"
    async with a_supervisor() as supervisor:
        process = await supervisor.start_program(
            (sys.executable, "-c", program, "$HOME", "a b", "*", "ü", ""), cwd=str(tmp_path)
        )

        assert await output_of(process) == "['$HOME', 'a b', '*', 'ü', '']\n"
        assert (await process.wait()).code == 0


async def test_a_program_is_looked_for_in_path_and_never_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "trap").write_text("#!/bin/sh\necho caught\n")
    (tmp_path / "trap").chmod(0o755)
    async with a_supervisor() as supervisor:
        process = await supervisor.start_program(("trap",), cwd=str(tmp_path))

        assert await output_of(process) == ""
        assert 'no program "trap"' in (await process.wait()).problem


async def test_an_environment_can_be_added(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start(
            'echo "$ADDED $PAGER"', cwd=str(tmp_path), environment={"ADDED": "yes"}
        )

        assert await output_of(process) == "yes cat\n"


async def test_what_starts_before_run_is_watched_from_run_on(tmp_path: Path) -> None:
    supervisor = Supervisor()
    process = await supervisor.start("echo early", cwd=str(tmp_path))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(supervisor.run)

        assert await output_of(process) == "early\n"
        assert (await process.wait()).code == 0
        await supervisor.aclose()


async def test_nothing_starts_any_more_when_the_supervisor_has_been_closed(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        await supervisor.aclose()
        output, status = await ran(supervisor, "echo x", tmp_path)

    assert output == ""
    assert status.problem == "The program is ending."


async def test_closing_a_supervisor_that_never_ran_is_harmless() -> None:
    await Supervisor().aclose()


async def test_the_snapshot_lists_what_runs_with_its_whole_tree(tmp_path: Path) -> None:
    busy = f"{sys.executable} -c 'while True: pass'"
    async with a_supervisor() as supervisor:
        process = await supervisor.start(
            f"{busy} & {busy} & echo ready; wait", cwd=str(tmp_path), session_id="s"
        )
        assert await process.read() == b"ready\n"
        (info,) = await supervisor.snapshot()
        with anyio.fail_after(15):
            # The one is of the time since the last snapshot, and other programs may be busy, too;
            # the other comes when they have started.
            while info.cpu_percent <= 20 or info.memory_bytes <= 5_000_000:
                await anyio.sleep(0.05)
                (info,) = await supervisor.snapshot()

    assert (info.id, info.session_id, info.count) == (process.id, "s", 3)
    assert "while True" in info.command
    assert time.time() - info.started < 20


async def test_the_snapshot_leaves_out_what_has_ended(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        await ran(supervisor, ":", tmp_path)
        long = await supervisor.start("sleep 300", cwd=str(tmp_path))

        assert [info.id for info in await supervisor.snapshot()] == [long.id]


async def test_the_last_fifty_that_ended_can_be_found(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        processes = [await supervisor.start(":", cwd=str(tmp_path)) for _ in range(53)]
        for process in processes:
            await process.wait()
        last = await supervisor.start(":", cwd=str(tmp_path))
        await last.wait()
        known = [number for number in range(60) if supervisor.find(number)]

    assert known[-1] == last.id
    assert len(known) in (50, 51)


async def test_output_can_be_read_after_the_end(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start("echo kept", cwd=str(tmp_path))
        await process.wait()

        assert await output_of(process) == "kept\n"
        assert await process.read() == b""


async def test_a_command_whose_output_nobody_reads_waits(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start("yes | head -c 1000000; touch done", cwd=str(tmp_path))
        await anyio.sleep(0.2)
        assert not (tmp_path / "done").exists()
        await output_of(process)
        await process.wait()

        assert (tmp_path / "done").exists()


async def test_a_lot_of_output_needs_no_memory(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start("yes | head -c 200000000", cwd=str(tmp_path))
        tracemalloc.start()
        total = 0
        while data := await process.read():
            total += len(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert total == 200_000_000
    assert peak < 2_000_000


async def test_a_flood_of_output_leaves_the_loop_to_others(tmp_path: Path) -> None:
    gaps = []
    async with a_supervisor() as supervisor, anyio.create_task_group() as tasks:
        process = await supervisor.start("yes", cwd=str(tmp_path))

        async def read_on() -> None:
            while await process.read():
                pass

        tasks.start_soon(read_on)
        for _ in range(20):
            before_s = time.thread_time()  # what other programs do in the meantime does not count
            await anyio.sleep(0.005)
            gaps.append(time.thread_time() - before_s)
        process.stop()

    assert sorted(gaps)[10] < 0.05


async def test_a_background_command_is_read_on_and_its_end_is_told(tmp_path: Path) -> None:
    collected: list[bytes] = []

    async def collect(data: bytes) -> None:
        collected.append(data)

    async with a_supervisor() as supervisor:
        process = await supervisor.start("echo a; sleep 0.05; echo b", cwd=str(tmp_path))
        process.keep_in_background(collect)
        (info,) = await supervisor.snapshot()
        await until(lambda: b"" in collected)

        assert info.is_background
        assert b"".join(collected) == b"a\nb\n"
        assert not process.is_running


async def test_a_background_command_without_collector_never_blocks(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start("yes | head -c 1000000", cwd=str(tmp_path))
        process.keep_in_background()
        with anyio.fail_after(5):
            assert (await process.wait()).code == 0


async def test_a_caller_cancelled_while_starting_leaves_nothing_unknown(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await supervisor.start("sleep 300", cwd=str(tmp_path))

        assert await supervisor.snapshot() == ()


async def test_stopping_what_has_ended_changes_nothing(tmp_path: Path) -> None:
    async with a_supervisor() as supervisor:
        process = await supervisor.start("exit 4", cwd=str(tmp_path))
        await process.wait()
        process.stop()

        assert (await process.wait()).code == 4


async def test_the_commands_of_one_session_end_with_it_and_those_of_others_run_on(
    tmp_path: Path,
) -> None:
    async with a_supervisor() as supervisor:
        mine = await supervisor.start("sleep 60", cwd=str(tmp_path), session_id="mine")
        other = await supervisor.start("sleep 60", cwd=str(tmp_path), session_id="other")

        supervisor.stop_session("mine")
        await mine.wait()

        assert other.is_running
