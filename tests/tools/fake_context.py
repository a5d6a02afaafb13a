"""A `ToolContext` for tests: permits what it is not told to deny, remembers what it was asked."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from agent_tui.errors import PermissionDenied, QuestionDeclined
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.checkpoints import ComingChange
from agent_tui.protocol.permissions import Access, DomainAccess, PathLevel
from agent_tui.protocol.processes import ProcessSupervisor
from agent_tui.protocol.questions import Answer, Question

State = TypeVar("State")


class FakeContext:
    """outputs: texts given to `output`, in order. changes: what `changing` was called with. asked:
    accesses given to `ask`. questions: what `question` was called with, and `title` its last title.
    real_paths: (path, level) given to `real_path`. cwds: every folder set.

    denied: real paths that `real_path` refuses. denied_hosts: hosts that `ask` refuses; denies_all:
    `ask` refuses everything. answers: what `question` gives back, None to decline.
    """

    def __init__(
        self,
        workspace: Path | str,
        *,
        processes: ProcessSupervisor | None = None,
        answers: Sequence[Answer] | None = None,
        denied: Iterable[Path | str] = (),
        denied_hosts: Iterable[str] = (),
        denies_all: bool = False,
    ) -> None:
        self.session_id = "session"
        self.call_id = "call"
        self.token = CancellationToken()
        self.workspace = str(workspace)
        self.cwd = self.workspace
        self.folder = os.path.join(self.workspace, ".whole-texts")
        self.answers = answers
        self.denied = {os.path.realpath(path) for path in denied}
        self.denied_hosts = set(denied_hosts)
        self.denies_all = denies_all
        self.outputs: list[str] = []
        self.changes: list[str | ComingChange] = []
        self.asked: list[Access] = []
        self.questions: list[Question] = []
        self.title = ""
        self.real_paths: list[tuple[str, PathLevel]] = []
        self.cwds: list[str] = []
        self._processes = processes
        self._states: dict[type[Any], Any] = {}

    @property
    def processes(self) -> ProcessSupervisor:
        assert self._processes is not None, "this test gave its context no processes"
        return self._processes

    @property
    def shown(self) -> str:
        """All output as one text."""
        return "".join(self.outputs)

    def set_cwd(self, path: str) -> None:
        self.cwd = path
        self.cwds.append(path)

    def state(self, kind: type[State]) -> State:
        if kind not in self._states:
            self._states[kind] = kind()
        found = self._states[kind]
        assert isinstance(found, kind)
        return found

    def output(self, text: str) -> None:
        self.outputs.append(text)

    def real_path(self, path: str, level: PathLevel) -> str:
        self.real_paths.append((path, level))
        real = os.path.realpath(os.path.join(self.cwd, path))
        if real in self.denied:
            raise PermissionDenied(f"{real} may not be used ({level}).")
        return real

    @asynccontextmanager
    async def changing(self, *files: str | ComingChange) -> AsyncIterator[None]:
        self.changes.extend(files)
        yield

    async def ask(self, accesses: Sequence[Access]) -> None:
        self.asked.extend(accesses)
        for access in accesses:
            is_denied_host = isinstance(access, DomainAccess) and access.host in self.denied_hosts
            if self.denies_all or is_denied_host:
                raise PermissionDenied("The user said no.")

    async def question(self, questions: Sequence[Question], title: str = "") -> tuple[Answer, ...]:
        self.questions.extend(questions)
        self.title = title
        if self.answers is None:
            raise QuestionDeclined("The user did not answer.")
        return tuple(self.answers)
