"""The context of a call whose function runs in a thread of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import anyio.from_thread

from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.checkpoints import ComingChange
from agent_tui.protocol.permissions import Access, PathLevel
from agent_tui.protocol.processes import ProcessSupervisor
from agent_tui.protocol.questions import Answer, Question
from agent_tui.protocol.tools import ToolContext

State = TypeVar("State")


class ThreadContext:
    """A `ToolContext` for use off the loop: plain methods are run on the loop and waited for. The
    asynchronous ones are called with `anyio.from_thread.run(context.ask, accesses)`."""

    def __init__(self, context: ToolContext) -> None:
        self._context = context

    @property
    def session_id(self) -> str:
        """See `ToolContext`."""
        return self._context.session_id

    @property
    def call_id(self) -> str:
        """See `ToolContext`."""
        return self._context.call_id

    @property
    def token(self) -> CancellationToken:
        """See `ToolContext`. Look at it in long loops: a thread cannot be cancelled from
        outside."""
        return self._context.token

    @property
    def workspace(self) -> str:
        """See `ToolContext`."""
        return self._context.workspace

    @property
    def cwd(self) -> str:
        """See `ToolContext`."""
        return self._context.cwd

    @property
    def processes(self) -> ProcessSupervisor:
        """See `ToolContext`; its methods are still the loop's."""
        return self._context.processes

    def set_cwd(self, path: str) -> None:
        """See `ToolContext`."""
        anyio.from_thread.run_sync(self._context.set_cwd, path)

    def state(self, kind: type[State]) -> State:
        """See `ToolContext`. Calls that run together share the object."""
        return anyio.from_thread.run_sync(self._context.state, kind)

    def output(self, text: str) -> None:
        """See `ToolContext`."""
        anyio.from_thread.run_sync(self._context.output, text)

    def real_path(self, path: str, level: PathLevel) -> str:
        """See `ToolContext`."""
        return anyio.from_thread.run_sync(self._context.real_path, path, level)

    @contextmanager
    def changing(self, *files: str | ComingChange) -> Iterator[None]:
        """See `ToolContext`; here it is entered by `with`."""
        manager = self._context.changing(*files)
        anyio.from_thread.run(manager.__aenter__)
        try:
            yield
        except BaseException as error:
            anyio.from_thread.run(manager.__aexit__, type(error), error, error.__traceback__)
            raise
        anyio.from_thread.run(manager.__aexit__, None, None, None)

    async def ask(self, accesses: Sequence[Access]) -> None:
        """See `ToolContext`."""
        await self._context.ask(accesses)

    async def question(self, questions: Sequence[Question], title: str = "") -> tuple[Answer, ...]:
        """See `ToolContext`."""
        return await self._context.question(questions, title)
