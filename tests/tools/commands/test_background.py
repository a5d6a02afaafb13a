"""Commands in the background: their number, later output, their end."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.errors import ToolError
from tests.lifecycle.processes.real_processes import Marked, until
from tests.tools.commands.calls import a_context, kill, look, run, start
from tests.tools.fake_context import FakeContext


async def test_a_background_command_returns_with_its_first_output_and_a_number(
    tmp_path: Path,
) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, "echo listening; sleep 300", background=True)
        (info,) = await context.processes.snapshot()

    assert result.text.startswith("listening\n[runs in the background as 1 · ")
    assert context.shown == "listening\n"
    assert (info.is_background, info.session_id) == (True, "session")


async def test_one_that_ends_at_once_is_told_as_such(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, "echo no port; exit 2", background=True)

    assert result.is_error
    assert "no port\n[ended at once, so it is not in the background · exit code 2]" in result.text


async def test_a_look_gives_what_is_new_and_whether_it_runs(tmp_path: Path) -> None:
    # A pipe for each signal: the second could still meet the first one's reader and be lost.
    command = "echo one; read x <go1; printf 'two\\nthree'; read x <go2; echo; echo four"
    async with a_context(tmp_path) as context:
        await run(context, "mkfifo go1 go2")
        number = await start(context, command)
        nothing = await look(context, number)
        (tmp_path / "go1").write_text("\n")
        second = await look(context, number, wait_s=5)
        (tmp_path / "go2").write_text("\n")
        await until(lambda: not _is_running(context, number))
        third = await look(context, number, wait_s=5)
        last = await look(context, number)

    assert nothing.startswith("(no output)\n[still runs, since ")
    assert second.startswith("two\nthree\n[still runs")
    assert third.startswith("\nfour\n[has ended · exit code 0 · ran ")
    assert last.startswith("(no output)\n[has ended · exit code 0")


async def test_a_look_waits_for_the_end_when_nothing_is_printed(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        number = await start(context, "sleep 1.2; exit 5")

        assert "[has ended · exit code 5 · ran 1." in await look(context, number, wait_s=5)


async def test_a_look_waits_no_longer_than_told(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        number = await start(context, "sleep 300")
        text = await look(context, number, wait_s=0.1)

    assert "still runs" in text


async def test_a_killed_command_ends_with_all_that_it_started(tmp_path: Path) -> None:
    marked = Marked()
    async with a_context(tmp_path) as context:
        number = await start(context, f"export M={marked.mark}; setsid sleep 300 & sleep 300; :")
        assert len(marked.pids()) == 3
        text = await kill(context, number)
        survivors = marked.pids()
        again = await kill(context, number)

    assert "[has ended · ended by SIGTERM · ran " in text
    assert "ended by SIGTERM" in again
    assert survivors == []


async def test_much_output_between_two_looks_is_in_a_file(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        number = await start(context, "sleep 1.1; seq 100000; sleep 300")
        await until(lambda: _is_running(context, number))
        text = await look(context, number, wait_s=5)
        while "100000\n[" not in text:
            assert "still runs" in text
            text = await look(context, number, wait_s=5)

    assert "The whole output is in " in text or len(text) < 30_000


async def test_another_sessions_number_is_refused(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        number = await start(context, "sleep 300")
        other = FakeContext(tmp_path, processes=context.processes)

        with pytest.raises(ToolError, match="no background command 1"):
            await look(other, number)
        with pytest.raises(ToolError, match="no background command 1"):
            await kill(other, number)
        assert _is_running(context, number)


async def test_an_unknown_number_names_those_that_run(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        await start(context, "sleep 300")

        with pytest.raises(ToolError, match=r"no background command 9\. Running: 1\."):
            await look(context, 9)


def _is_running(context: FakeContext, number: int) -> bool:
    process = context.processes.find(number)
    return process is not None and process.is_running
