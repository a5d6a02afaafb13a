"""run_command: output, ends, folders, time limits, cancelling."""

from __future__ import annotations

import json
import stat
import time
import tracemalloc
from pathlib import Path

import anyio
import pytest

from agent_tui.errors import ToolArgumentsInvalid, ToolError
from agent_tui.protocol.permissions import CommandAccess
from agent_tui.tools.run_command import RunCommand
from tests.lifecycle.processes.real_processes import Marked, until
from tests.tools.commands.calls import a_context, run


async def test_the_result_is_the_output_and_the_duration(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, "echo hello; echo error >&2")

    output, facts = result.text.split("\n[")
    assert output == "hello\nerror"
    assert facts.endswith(" s]")
    assert not result.is_error
    assert context.shown == "hello\nerror\n"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("exit 3", "[exit code 3 · "),
        ("if", "syntax error"),
        ("kill -9 $$", "[ended by SIGKILL · "),
        ("kill -9 0", "[ended by SIGKILL · "),
        ("kill -9 $PPID; sleep 9", "watches over the command was killed"),
    ],
)
async def test_a_command_that_fails_is_an_error_that_says_how(
    command: str, said: str, tmp_path: Path
) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, command)

    assert result.is_error
    assert said in result.text


async def test_a_command_without_output_says_so(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, ":")

    assert result.text.startswith("(no output)\n[")
    assert context.outputs == []


@pytest.mark.parametrize("command", ["", "  \n", "a\0b"])
def test_a_command_that_is_none_is_refused_before_anything_runs(command: str) -> None:
    with pytest.raises(ToolArgumentsInvalid):
        RunCommand().parsed(json.dumps({"command": command}))


@pytest.mark.parametrize("timeout_s", [0, -1, 3601])
def test_a_time_limit_must_be_up_to_an_hour(timeout_s: int) -> None:
    with pytest.raises(ToolArgumentsInvalid, match="timeout_s"):
        RunCommand().parsed(json.dumps({"command": "ls", "timeout_s": timeout_s}))


@pytest.mark.parametrize(
    ("cwd", "starts_in"),
    [("", "/w/now"), ("sub", "/w/now/sub"), ("..", "/w"), ("/etc", "/etc"), ("a/../b", "/w/now/b")],
)
def test_permission_is_asked_for_the_exact_text_and_the_folder(cwd: str, starts_in: str) -> None:
    arguments = RunCommand().parsed(json.dumps({"command": " a\n'b' # c", "cwd": cwd}))

    accesses = RunCommand().accesses(arguments, "/w/now")

    assert accesses == (CommandAccess(command=" a\n'b' # c", cwd=starts_in),)


def test_the_summary_is_one_line_and_begins_with_the_command_itself() -> None:
    tool = RunCommand()
    arguments = tool.parsed(
        json.dumps({"command": "rm -rf x\n  echo", "description": "a harmless\nlook"})
    )

    assert tool.summary(arguments) == "Run rm -rf x ⏎ echo (a harmless ⏎ look)"


async def test_the_folder_is_kept_for_the_next_call(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    async with a_context(tmp_path) as context:
        first = await run(context, "cd sub")
        second = await run(context, "pwd; (cd /)")

    sub = f"{context.workspace}/sub"
    assert f"working directory is now {sub}]" in first.text
    assert second.text.startswith(f"{sub}\n[")
    assert context.cwds == [sub]


async def test_a_folder_given_for_one_call_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    async with a_context(tmp_path) as context:
        result = await run(context, "pwd", cwd="sub")

    assert result.text.startswith(f"{context.workspace}/sub\n")
    assert context.cwds == []


async def test_a_folder_that_is_none_is_an_error_before_anything_runs(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        with pytest.raises(ToolError, match=r"no folder.*nowhere.*Give another cwd"):
            await run(context, "echo x", cwd="nowhere")


async def test_a_current_folder_that_was_removed_becomes_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    async with a_context(tmp_path) as context:
        await run(context, "cd sub")
        (tmp_path / "sub").rmdir()
        with pytest.raises(ToolError, match="is now"):
            await run(context, "echo x")
        result = await run(context, "pwd")

    assert result.text.startswith(context.workspace)


async def test_a_command_that_removes_its_folder_ends_in_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    async with a_context(tmp_path) as context:
        await run(context, "cd sub")
        result = await run(context, "rmdir ../sub")

    assert context.cwd == context.workspace
    assert "was removed" in result.text


async def test_what_a_command_leaves_running_is_ended_and_told(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, "sleep 300 & sleep 300 & echo started")

    assert result.text.startswith("started\n[2 processes that it left running ended · ")


async def test_a_command_that_takes_too_long_is_stopped_with_what_it_printed(
    tmp_path: Path,
) -> None:
    marked = Marked()
    async with a_context(tmp_path) as context:
        command = f"export M={marked.mark}; echo first; sleep 300; echo never"
        result = await run(context, command, timeout_s=0.3)
        survivors = marked.pids()

    assert result.is_error
    assert result.text.startswith("first\n[stopped because it had not ended after 0.3 s")
    assert survivors == []


async def test_cancelling_is_immediate_even_when_the_tree_ignores_term(tmp_path: Path) -> None:
    marked = Marked()
    command = f"export M={marked.mark}; trap '' TERM; sleep 300 & echo ready; sleep 300; sleep 300"
    async with a_context(tmp_path) as context:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run, context, command)
            await until(lambda: "ready" in context.shown)
            cancelled_s = time.monotonic()
            tasks.cancel_scope.cancel()
        took_s = time.monotonic() - cancelled_s

        assert took_s < 1.9  # what ignores TERM has 2 s when a command is stopped in peace
        assert context.shown == "ready\n"
        await until(lambda: marked.pids() == [])


async def test_output_is_shown_while_the_command_runs(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context, anyio.create_task_group() as tasks:
        tasks.start_soon(run, context, "printf 'no line end'; sleep 300")
        await until(lambda: context.shown == "no line end")
        tasks.cancel_scope.cancel()


async def test_colours_go_and_a_progress_bar_is_its_last_state(tmp_path: Path) -> None:
    command = r"""printf '\033[1;31mred\033[0m\n'; for i in 1 2 3; do printf '\r%d0 %%' $i; done"""
    async with a_context(tmp_path) as context:
        result = await run(context, f"{command}; echo; echo done")

    assert result.text.startswith("red\n30 %\ndone\n[")


async def test_output_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, r"printf 'a\xff\x00b\n'; head -c 5000 /dev/urandom")

    assert result.text.startswith("a\ufffd\0b\n")
    assert not result.is_error


async def test_long_output_keeps_both_ends_and_is_whole_in_a_private_file(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, "echo first; seq 100000; echo last")

    assert len(result.text) < 31_000
    assert result.text.startswith("first\n1\n2\n")
    assert "99999\n100000\nlast\n[" in result.text
    file = file_named(result.text, "The whole output is in ")
    lines = ["first", *map(str, range(1, 100_001)), "last", ""]
    assert file.read_text() == "\n".join(lines)
    assert mode(file) == 0o600
    assert mode(file.parent) == 0o700


async def test_output_above_64_mb_is_cut_in_the_file_with_a_notice(tmp_path: Path) -> None:
    async with a_context(tmp_path) as context:
        result = await run(context, "yes ü | head -c 80000000; echo last")

    assert "last\n[" in result.text
    file = file_named(result.text, "The first 64 MB of the output are in ")
    whole = file.read_bytes()
    assert 64_000_000 <= len(whole) < 64_000_200
    assert "ü\n\n… the output is cut here" in whole[-100:].decode(errors="ignore")
    file.unlink()


async def test_a_flood_of_output_needs_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_context(tmp_path) as context:
        monkeypatch.setattr(context, "output", lambda text: None)
        tracemalloc.start()
        await run(context, "yes | head -c 100000000")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 10_000_000


def file_named(text: str, before: str) -> Path:
    return Path(text.partition(before)[2].split()[0])


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
