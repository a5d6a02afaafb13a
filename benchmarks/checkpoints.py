"""Files kept before changes, beside the bare changes; and a thousand files taken back."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import anyio
import anyio.to_thread

from agent_tui.engine.checkpoints.checkpoint_place import CheckpointPlace
from agent_tui.engine.checkpoints.session_checkpoints import SessionCheckpoints
from agent_tui.engine.turns.history import History
from agent_tui.lifecycle.checkpoint_disk import LocalCheckpointDisk
from agent_tui.protocol.checkpoints import ComingChange, FileCheckpoint
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.ports import SessionJournal
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.session_store import FileSessionStore
from agent_tui.tools.files.disk.load_file import LoadedFile
from agent_tui.tools.files.disk.replace_file import replace_file
from agent_tui.tools.files.target import Target
from benchmarks.command_line import run_alone
from benchmarks.options import Options
from benchmarks.rows import Row, in_ms

RUNS = 15
SIZES = {"1 kB": 1_000, "1 MB": 1_000_000, "20 MB": 20_000_000}
FILES = 1_000
_LIMIT_MB = 10_000
# Content, its folder and the journal go through to the disk before the file and its folder do; and
# a large file is read, counted and written once more.
_RATIO_LIMIT = 7.0
_REWIND_LIMIT_MS = 10_000.0


def measure(options: Options) -> list[Row]:
    """Each change gives a file of the size other bytes."""
    return anyio.run(_measured, options)


async def _measured(options: Options) -> list[Row]:
    rows = []
    for what, size in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            rows.append(await _change_row(Path(folder), what, size, options.amount(RUNS, short=2)))
    with tempfile.TemporaryDirectory() as folder:
        rows += await _rewind_rows(Path(folder), options.amount(FILES, short=10))
    return rows


async def _change_row(folder: Path, what: str, size: int, runs: int) -> Row:
    session = _Session(folder)
    bare, kept = folder / "bare", folder / "kept"
    bare_s, kept_s = [], []
    for content in (os.urandom(size) for _ in range(runs + 1)):
        bare_s.append(await _seconds(partial(_write, bare, content)))
        kept_s.append(await _seconds(partial(session.change, kept, content)))
    return Row(
        target="",
        what=f"a change of {what}, kept before",
        values=in_ms(kept_s[1:]),  # the first one has nothing to keep
        baseline="the bare change",
        baseline_values=in_ms(bare_s[1:]),
        ratio_limit=_RATIO_LIMIT,
    )


async def _rewind_rows(folder: Path, count: int) -> list[Row]:
    session = _Session(folder)
    paths = [folder / f"{number}.txt" for number in range(count)]
    for path in paths:
        path.write_bytes(os.urandom(1_000))
    prompt = session.prompt()
    for path in paths:
        await session.change(path, os.urandom(1_000))
    look_s = await _seconds(partial(session.checkpoints.preview, prompt))
    rewind_s = await _seconds(partial(session.checkpoints.rewind, prompt))
    redo_s = await _seconds(session.checkpoints.redo)

    async def write_all() -> None:
        for path in paths:
            await _write(path, os.urandom(1_000))

    bare_s = await _seconds(write_all)
    return [
        Row(
            target="",
            what=f"{what} of {count} files",
            values=in_ms([taken_s]),
            limit=_REWIND_LIMIT_MS,
            baseline="bare changes of as many",
            baseline_values=in_ms([bare_s]),
        )
        for what, taken_s in (("preview", look_s), ("rewind", rewind_s), ("redo", redo_s))
    ]


class _Session:
    """A stored session with nothing but checkpoints."""

    def __init__(self, folder: Path) -> None:
        store = FileSessionStore(folder / "sessions", folder / "index.db")
        self._journal = store.create(SessionInfo(id="session"))
        self._history = History()
        place = CheckpointPlace(
            LocalCheckpointDisk(""),
            folder=lambda: self._journal.path,
            workspace=str(folder),
            session_id="session",
            limit_mb=_LIMIT_MB,
        )
        self.checkpoints = SessionCheckpoints(
            place,
            journal=_Journal(self._journal),
            history=self._history,
            tell=lambda _: None,
            tell_afterwards=lambda _: None,
        )

    def prompt(self) -> str:
        parts = (TextPart(id="part", text="go on"),)
        prompt = ChatMessage(id="prompt", role=Role.USER, parts=parts)
        self._history.append(prompt)
        self._journal.append_message(prompt)
        return prompt.id

    async def change(self, path: Path, content: bytes) -> None:
        changes = (ComingChange(path=str(path), content=content),)
        async with self.checkpoints.changing(changes, turn_id="turn", call_id="call"):
            await _write(path, content)


class _Journal:
    """As `JournalWriter` does it."""

    def __init__(self, journal: SessionJournal) -> None:
        self._journal = journal
        self.path = journal.path

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        self._journal.append_checkpoint(checkpoint)

    async def sync(self) -> None:
        await anyio.to_thread.run_sync(self._journal.sync)


async def _write(path: Path, content: bytes) -> None:
    """As the tools do it."""
    former = LoadedFile(b"", path.stat()) if path.exists() else None  # noqa: ASYNC240 - measured
    target = Target(str(path), path.name)
    await anyio.to_thread.run_sync(lambda: replace_file(target, content, former=former))


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


if __name__ == "__main__":
    run_alone("checkpoints")
