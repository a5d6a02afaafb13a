"""Tools that do what a test says, and an engine that offers them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec

from agent_tui.engine.asking.permission_registry import PermissionRegistry
from agent_tui.engine.asking.question_registry import QuestionRegistry
from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.errors import SessionStorageFailed, ToolArgumentsInvalid
from agent_tui.protocol.asking_events import PermissionRequested, QuestionAsked
from agent_tui.protocol.inputs import AnswerQuestion, ReplyPermission
from agent_tui.protocol.messages import ToolResultPart
from agent_tui.protocol.permissions import (
    Access,
    Decision,
    Grant,
    PermissionReply,
    PermissionRequest,
    ToolAccess,
)
from agent_tui.protocol.processes import ProcessInfo, SupervisedProcess
from agent_tui.protocol.questions import Answer, QuestionRequest
from agent_tui.protocol.requests import StreamFinished, ToolCallDelta, ToolSpec
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.tools import Tool, ToolContext, ToolResult
from tests.engine.builders import PlayedEngine
from tests.engine.fake_provider import FakeStep

Arguments = dict[str, Any]
Work = Callable[[Arguments, ToolContext], Awaitable[ToolResult]]


async def _says_done(arguments: Arguments, context: ToolContext) -> ToolResult:
    return ToolResult(text=f"done {msgspec.json.encode(arguments).decode()}")


async def _no_preview(arguments: Arguments, context: ToolContext) -> str:
    return ""


class FakeTool:
    """Implements `Tool`. runs: the arguments of each run. asks: it needs permission as a whole."""

    def __init__(
        self,
        name: str,
        work: Work = _says_done,
        *,
        asks: bool = False,
        accesses: Sequence[Access] = (),
        is_read_only: bool = False,
        timeout_s: float = 0.0,
        preview: Callable[[Arguments, ToolContext], Awaitable[str]] = _no_preview,
    ) -> None:
        self.name, self._work, self._preview = name, work, preview
        self._accesses = (ToolAccess(name=name),) if asks else tuple(accesses)
        self.is_read_only, self.timeout_s = is_read_only, timeout_s
        self.runs: list[Arguments] = []

    @property
    def spec(self) -> ToolSpec:
        schema: dict[str, object] = {"type": "object", "properties": {}}
        return ToolSpec(name=self.name, description=f"The tool {self.name}.", parameters=schema)

    def parsed(self, arguments: str) -> Arguments:
        value: Arguments = msgspec.json.decode(arguments or "{}")
        if value.get("path") == "":
            raise ToolArgumentsInvalid('The argument "path" is empty.')
        return value

    def summary(self, arguments: Arguments) -> str:
        return f"Use {self.name}"

    def accesses(self, arguments: Arguments, cwd: str) -> tuple[Access, ...]:
        return self._accesses

    async def preview(self, arguments: Arguments, context: ToolContext) -> str:
        return await self._preview(arguments, context)

    async def run(self, arguments: Arguments, context: ToolContext) -> ToolResult:
        self.runs.append(arguments)
        return await self._work(arguments, context)


class FakeProcess:
    """Implements as much of `SupervisedProcess` as the engine uses."""

    def __init__(self) -> None:
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


class FakeProcesses:
    """Implements `ProcessSupervisor`, without starting anything."""

    def __init__(self, running: Mapping[int, FakeProcess] | None = None) -> None:
        self._running = dict(running or {})
        self.stopped_sessions: list[str] = []

    async def start(self, command: str, **options: Any) -> SupervisedProcess:
        raise NotImplementedError

    async def start_program(self, arguments: tuple[str, ...], **options: Any) -> SupervisedProcess:
        raise NotImplementedError

    def find(self, process_id: int) -> Any:
        return self._running.get(process_id)

    def stop_session(self, session_id: str) -> None:
        self.stopped_sessions.append(session_id)

    async def snapshot(self) -> tuple[ProcessInfo, ...]:
        return tuple(
            ProcessInfo(id=number, pid=100 + number, command="sleep")
            for number, process in self._running.items()
            if not process.is_stopped
        )


class FakeGrantStore:
    """Implements `GrantStore` in memory."""

    def __init__(self, *grants: Grant) -> None:
        self.grants = list(grants)
        self.is_refusing = False

    def load(self, workspace: str) -> tuple[Grant, ...]:
        self._check()
        return tuple(self.grants)

    def add(self, grant: Grant, workspace: str) -> None:
        self._check()
        self.grants.append(grant)

    def remove(self, grant_id: str) -> None:
        self._check()
        self.grants = [grant for grant in self.grants if grant.id != grant_id]

    def _check(self) -> None:
        if self.is_refusing:
            raise SessionStorageFailed("The disk is full.")


def tool_parts(
    *tools: Tool,
    permissions: PermissionRegistry | None = None,
    questions: QuestionRegistry | None = None,
    processes: FakeProcesses | None = None,
    grants: FakeGrantStore | None = None,
) -> ToolParts:
    registry = ToolRegistry()
    for tool in tools:
        registry.register(tool)
    return ToolParts(
        registry=registry,
        permissions=permissions or PermissionRegistry(can_ask=True),
        questions=questions or QuestionRegistry(can_ask=True),
        processes=processes or FakeProcesses(),
        grants=grants,
    )


def calls_all(*calls: tuple[str, str] | str) -> FakeStep:
    """A step that calls several tools; a name alone has no arguments."""
    deltas = []
    for index, call in enumerate(calls):
        name, arguments = (call, "{}") if isinstance(call, str) else call
        deltas.append(
            ToolCallDelta(index=index, call_id=f"call-{index + 1}", name=name, arguments=arguments)
        )
    return (*deltas, StreamFinished(finish_reason=FinishReason.TOOL_CALLS))


async def asked(engine: PlayedEngine) -> PermissionRequest:
    """Wait until permission is asked for."""
    return (await engine.until_type(PermissionRequested)).request


async def questioned(engine: PlayedEngine) -> QuestionRequest:
    """Wait until a question is asked."""
    return (await engine.until_type(QuestionAsked)).request


def reply(
    engine: PlayedEngine, request: PermissionRequest, decision: Decision, **fields: Any
) -> None:
    """Decide all items of a request alike."""
    replies = (PermissionReply(decision=decision, **fields),)
    engine.put(ReplyPermission(request_id=request.id, replies=replies))


def answer(engine: PlayedEngine, request: QuestionRequest, **fields: Any) -> None:
    """Answer the first question of a request."""
    one = Answer(question_id=request.questions[0].id, **fields)
    engine.put(AnswerQuestion(request_id=request.id, answers=(one,)))


def results(engine: PlayedEngine) -> list[ToolResultPart]:
    """The results in the history, in its order."""
    return [
        part
        for message in engine.messages
        for part in message.parts
        if isinstance(part, ToolResultPart)
    ]


def result_texts(engine: PlayedEngine) -> list[str]:
    return [result.text for result in results(engine)]
