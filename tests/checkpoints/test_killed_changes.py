"""A program that is killed while tools change files: everything can be taken back."""

from __future__ import annotations

import itertools
import os
import random
import signal
from pathlib import Path

import anyio
import pytest

from agent_tui.protocol.checkpoints import ComingChange
from agent_tui.tools.files.disk.load_file import load_file
from agent_tui.tools.files.disk.replace_file import replace_file
from agent_tui.tools.files.target import Target
from tests.checkpoints.worked_session import WorkedSession

KILLS = 6


def files(session: WorkedSession) -> dict[str, tuple[object, ...]]:
    """Without what a killed write leaves beside them: half a new file, and a folder for it."""
    return {
        name: entry
        for name, entry in session.tree().items()
        if entry != ("folder",) and not name.endswith(".tmp")
    }


async def _work(session: WorkedSession, done: int) -> None:
    """Change files until the end comes; a byte to `done` after each change."""
    for number in itertools.count():
        name = ("a.txt", "new/b.txt", "c.txt")[number % 3]
        if number % 5 == 4 and (session.root / name).exists():
            await session.delete(name)
        else:
            await _write(session, name, str(number).encode() * 2_000)
        os.write(done, b".")


async def _write(session: WorkedSession, name: str, content: bytes) -> None:
    """As the shipped tools do it: the file is the old one or the new one."""
    target = Target(str(session.root / name), name)
    async with session.changing(ComingChange(path=target.path, content=content)):
        replace_file(target, content, former=load_file(target))


def _killed_after(session: WorkedSession, changes: int) -> None:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # never returns into the tests
        try:
            session.reopen()
            anyio.run(_work, session, write)
        finally:
            os._exit(1)
    os.close(write)
    with os.fdopen(read, "rb", buffering=0) as progress:
        for _ in range(changes):
            assert progress.read(1) == b"."
        os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("seed", range(KILLS))
def test_what_a_killed_program_changed_is_taken_back_and_brought_back(
    tmp_path: Path, seed: int
) -> None:
    session = WorkedSession(tmp_path)
    (session.root / "a.txt").write_text("mine")
    before = files(session)
    prompt = session.prompt()
    session.close()

    _killed_after(session, random.Random(seed).randrange(6))
    session.reopen()
    after = files(session)
    result = anyio.run(session.rewind, prompt)
    rewound = files(session)
    if result.rewind_id:
        anyio.run(session.checkpoints.redo, result.rewind_id)

    assert rewound == before
    assert files(session) == after
