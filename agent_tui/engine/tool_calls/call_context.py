"""What a running call may use."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from agent_tui.engine.tool_calls.result_text import valid_text
from agent_tui.engine.tool_calls.session_tools import RealPath, SessionTools
from agent_tui.engine.tool_calls.tool_call import ToolCall
from agent_tui.errors import PermissionDenied, QuestionDeclined
from agent_tui.protocol.cancellation import CancellationToken
from agent_tui.protocol.checkpoints import ComingChange
from agent_tui.protocol.permissions import Access, PathLevel
from agent_tui.protocol.processes import ProcessSupervisor
from agent_tui.protocol.questions import Answer, Question

State = TypeVar("State")

Ask = Callable[[ToolCall, Sequence[Access]], Awaitable[tuple[RealPath, ...]]]
AskQuestion = Callable[[ToolCall, Sequence[Question], str], Awaitable[tuple[Answer, ...]]]

_IS_OVER = "This call is over."


class CallContext:
    """Implements `ToolContext` for one call. After `close` nothing is permitted any more: a tool
    that was left behind must not go on acting.

    permitted: real paths that may be used. ask, ask_question: None while people must not be asked,
    for a preview.
    """

    def __init__(  # noqa: PLR0913 (keyword-only: everything that a call may touch)
        self,
        call: ToolCall,
        tools: SessionTools,
        *,
        session_id: str,
        turn_id: str,
        token: CancellationToken,
        permitted: Sequence[RealPath] = (),
        ask: Ask | None = None,
        ask_question: AskQuestion | None = None,
    ) -> None:
        self._call, self._tools = call, tools
        self._session_id, self._turn_id, self._token = session_id, turn_id, token
        self._permitted = tuple(permitted)
        self._ask, self._ask_question = ask, ask_question
        self._is_closed = False

    @property
    def session_id(self) -> str:
        """See `ToolContext`."""
        return self._session_id

    @property
    def call_id(self) -> str:
        """See `ToolContext`."""
        return self._call.part.call_id

    @property
    def token(self) -> CancellationToken:
        """See `ToolContext`."""
        return self._token

    @property
    def workspace(self) -> str:
        """See `ToolContext`."""
        return self._tools.workspace

    @property
    def cwd(self) -> str:
        """See `ToolContext`."""
        return self._tools.cwd

    def set_cwd(self, path: str) -> None:
        """See `ToolContext`."""
        if not self._is_closed:
            self._tools.cwd = path

    @property
    def folder(self) -> str:
        """See `ToolContext`."""
        return self._tools.folder

    @property
    def processes(self) -> ProcessSupervisor:
        """See `ToolContext`."""
        return self._tools.parts.processes

    def state(self, kind: type[State]) -> State:
        """See `ToolContext`."""
        return self._tools.state(kind)

    def output(self, text: str) -> None:
        """See `ToolContext`."""
        self._call.output.write(valid_text(text))

    def real_path(self, path: str, level: PathLevel) -> str:
        """See `ToolContext`."""
        if self._is_closed:
            raise PermissionDenied(_IS_OVER)
        return self._tools.real_path(path, level, self._permitted)

    @asynccontextmanager
    async def changing(self, *files: str | ComingChange) -> AsyncIterator[None]:
        """See `ToolContext`."""
        if self._is_closed:
            raise PermissionDenied(_IS_OVER)
        checkpoints = self._tools.checkpoints
        changes = [ComingChange(path=one) if isinstance(one, str) else one for one in files]
        async with checkpoints.changing(changes, turn_id=self._turn_id, call_id=self.call_id):
            if self._is_closed:
                raise PermissionDenied(_IS_OVER)
            yield

    async def ask(self, accesses: Sequence[Access]) -> None:
        """See `ToolContext`."""
        if self._ask is None or self._is_closed:
            raise PermissionDenied(_IS_OVER if self._is_closed else "A preview asks nobody.")
        self._permitted += await self._ask(self._call, accesses)

    async def question(self, questions: Sequence[Question], title: str = "") -> tuple[Answer, ...]:
        """See `ToolContext`."""
        if self._ask_question is None or self._is_closed:
            raise QuestionDeclined(_IS_OVER if self._is_closed else "A preview asks nobody.")
        return await self._ask_question(self._call, questions, title)

    def close(self) -> None:
        """The call is over."""
        self._is_closed = True
