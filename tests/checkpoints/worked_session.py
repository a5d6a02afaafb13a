"""A session whose tools changed files, on a real disk, without an engine around it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from agent_tui.engine.checkpoints.checkpoint_place import CheckpointPlace
from agent_tui.engine.checkpoints.session_checkpoints import SessionCheckpoints
from agent_tui.engine.turns.history import History
from agent_tui.lifecycle.checkpoint_disk import LocalCheckpointDisk
from agent_tui.protocol.checkpoints import ComingChange, FileCheckpoint, FileRewindResult
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import SessionJournal
from agent_tui.storage.session_store import FileSessionStore
from tests.contracts.session_builders import a_prompt, an_info


class DirectJournal:
    """What checkpoints use of a `JournalWriter`. journal: None for a session that is not stored.
    is_refusing: nothing reaches the disk, as when it is full."""

    def __init__(self, journal: SessionJournal | None) -> None:
        self.journal, self.is_refusing = journal, False

    @property
    def path(self) -> str:
        return "" if self.journal is None else self.journal.path

    def append_checkpoint(self, checkpoint: FileCheckpoint) -> None:
        if self.journal is not None and not self.is_refusing:
            self.journal.append_checkpoint(checkpoint)

    async def sync(self) -> None:
        pass


class WorkedSession:
    """root: the workspace. notices: what was told. forgotten: paths that the model has not seen."""

    def __init__(self, folder: Path, *, is_stored: bool = True, limit_mb: int = 500) -> None:
        self.root = folder / "proj"
        self.root.mkdir(exist_ok=True)
        self.store = FileSessionStore(folder / "sessions", folder / "index.db")
        self.info = an_info()
        self._scratch, self._limit_mb = folder / "scratch", limit_mb
        self.history = History()
        self.notices: list[NoticeRaised] = []
        self.forgotten: list[str] = []
        self.journal = DirectJournal(self.store.create(self.info) if is_stored else None)
        self.checkpoints = self._checkpoints()

    def reopen(self) -> None:
        """As after the end of the program, in order or not."""
        self.close()
        stored, self.journal.journal = self.store.open(self.info.id)
        self.history = History(stored.messages)
        self.checkpoints = self._checkpoints()

    def close(self) -> None:
        assert self.journal.journal is not None
        self.journal.journal.close("user")

    def journal_text(self) -> str:
        return (Path(self.journal.path) / "journal.jsonl").read_text()

    @property
    def folder(self) -> Path:
        """Of the contents."""
        stored = self.journal.path
        return Path(stored) / "checkpoints" if stored else self._scratch / self.info.id

    def prompt(self, text: str = "go on") -> str:
        """Send a prompt; returns its id."""
        return self.put(a_prompt(text))

    def put(self, message: ChatMessage) -> str:
        self.history.append(message)
        if self.journal.journal is not None and not self.journal.is_refusing:
            self.journal.journal.append_message(message)
        return message.id

    async def write(self, name: str, content: str | bytes, mode: int | None = None) -> None:
        """A tool writes a file, and makes the folders that it needs."""
        data = content.encode() if isinstance(content, str) else content
        path = self.root / name
        async with self.changing(ComingChange(path=str(path), content=data)):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_symlink():
                path.unlink()
            path.write_bytes(data)
            if mode is not None:
                path.chmod(mode)

    async def delete(self, name: str) -> None:
        path = self.root / name
        async with self.changing(ComingChange(path=str(path), is_removal=True)):
            path.unlink()

    async def move(self, name: str, to: str) -> None:
        old, new = self.root / name, self.root / to
        content = os.readlink(old).encode() if old.is_symlink() else old.read_bytes()
        coming = ComingChange(path=str(new), content=None if old.is_symlink() else content)
        async with self.changing(ComingChange(path=str(old), is_removal=True), coming):
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)

    async def link(self, name: str, leads_to: str) -> None:
        path = self.root / name
        async with self.changing(ComingChange(path=str(path))):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.symlink_to(leads_to)

    async def rewind(self, message_id: str, paths: Sequence[str] | None = None) -> FileRewindResult:
        whole = None if paths is None else [str(self.root / path) for path in paths]
        return await self.checkpoints.rewind(message_id, whole)

    def changing(self, *changes: ComingChange) -> AbstractAsyncContextManager[None]:
        return self.checkpoints.changing(changes, turn_id="turn", call_id="call")

    def tree(self) -> dict[str, tuple[object, ...]]:
        """Everything in the workspace, by path: links, contents and modes."""
        return dict(_entries(self.root, self.root))

    def _checkpoints(self) -> SessionCheckpoints:
        place = CheckpointPlace(
            LocalCheckpointDisk(str(self._scratch)),
            folder=lambda: self.journal.path,
            workspace=str(self.root),
            session_id=self.info.id,
            limit_mb=self._limit_mb,
        )
        checkpoints = SessionCheckpoints(
            place,
            journal=self.journal,
            history=self.history,
            tell=self.notices.append,
            tell_afterwards=self.notices.append,
        )
        checkpoints.on_rewound = self.forgotten.extend
        return checkpoints


def _entries(folder: Path, root: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    for path in sorted(folder.iterdir()):
        name = str(path.relative_to(root))
        if path.is_symlink():
            yield name, ("link", os.readlink(path))
        elif path.is_dir():
            yield name, ("folder",)
            yield from _entries(path, root)
        else:
            yield name, ("file", path.read_bytes(), path.stat().st_mode)
