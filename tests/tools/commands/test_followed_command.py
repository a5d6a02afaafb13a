"""Commands of the user's: read to their end, whatever they print and however they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.protocol.processes import CommandEnd
from agent_tui.tools.commands.followed_command import followed_command
from tests.lifecycle.processes.real_processes import a_supervisor


async def followed(command: str, folder: Path, cwd: Path | None = None) -> tuple[CommandEnd, str]:
    """How a command ended, and what was shown of it."""
    shown: list[str] = []
    async with a_supervisor() as supervisor:
        process = await supervisor.start(command, cwd=str(cwd or folder))
        return await followed_command(process, str(folder / "blobs"), shown.append), "".join(shown)


@pytest.mark.parametrize(
    ("command", "output", "fact", "exit_code"),
    [
        ("echo hello; echo error >&2", "hello\nerror\n", "exit code 0", 0),
        ("printf half; exit 3", "half", "exit code 3", 3),
        ("kill -9 $$", "", "ended by SIGKILL", None),
        ("read line || echo no input", "no input\n", "exit code 0", 0),
        ("for x in 1 2\ndo echo $x\ndone", "1\n2\n", "exit code 0", 0),
    ],
)
async def test_a_command_says_what_it_printed_and_how_it_ended(
    command: str, output: str, fact: str, exit_code: int | None, tmp_path: Path
) -> None:
    end, shown = await followed(command, tmp_path)

    assert (end.output, end.facts[0], end.exit_code) == (output, fact, exit_code)
    assert shown == output
    assert end.facts[-1].endswith(" s")


async def test_a_command_that_cannot_start_says_why(tmp_path: Path) -> None:
    end, _ = await followed("ls", tmp_path, tmp_path / "missing")

    assert end.exit_code is None
    assert "missing" in " ".join(end.facts)


async def test_a_flood_is_cut_for_the_model_and_whole_in_a_file(tmp_path: Path) -> None:
    end, _ = await followed("yes 0123456789 | head -c 5000000", tmp_path)

    assert len(end.output) < 31_000
    (kept,) = (tmp_path / "blobs").iterdir()
    assert str(kept) in end.output
    assert kept.stat().st_size == 5_000_000
