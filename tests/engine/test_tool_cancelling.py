"""A turn with tools that is stopped: at every point, by everybody who may."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import anyio
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.clock import SystemClock
from agent_tui.engine.tool_parts import ToolParts
from agent_tui.errors import PermissionDenied, QuestionDeclined
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import (
    PermissionClosed,
    PermissionRequested,
    QuestionAsked,
    QuestionClosed,
)
from agent_tui.protocol.events import (
    SessionStatusChanged,
    ToolCallEnded,
    ToolCallStarted,
    ToolOutput,
    TurnEnded,
)
from agent_tui.protocol.inputs import CancelTurn
from agent_tui.protocol.permissions import Decision, PathLevel, PromptOutcome, ToolAccess
from agent_tui.protocol.questions import Question
from agent_tui.protocol.status import SessionStatus, TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import PlayedEngine, an_engine
from tests.engine.fake_provider import FakeProvider, FakeStep, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import (
    Arguments,
    FakeTool,
    asked,
    calls_all,
    questioned,
    reply,
    result_texts,
    results,
    tool_parts,
)

STOPPED = "Stopped by the user after 0.0 s."
NOT_RUN = "Not run: the user stopped the turn."


async def runs_for_ever(arguments: Arguments, context: ToolContext) -> ToolResult:
    context.output("so far\n")
    await anyio.sleep_forever()
    return ToolResult(text="never")


async def asks(arguments: Arguments, context: ToolContext) -> ToolResult:
    await context.question((Question(id="q", text="Which?"),))
    return ToolResult(text="never")


async def endless_preview(arguments: Arguments, context: ToolContext) -> str:
    await anyio.sleep_forever()
    return "never"


@dataclass(frozen=True)
class Point:
    """A place where a turn can be stopped. user: results in the history when the user stops there.
    shutdown: those when the program ends, where what waits has none."""

    name: str
    step: FakeStep
    tools: Callable[[], ToolParts]
    reach: Callable[[PlayedEngine], Awaitable[object]]
    user: tuple[str, ...]
    shutdown: tuple[str, ...]


async def _output(engine: PlayedEngine) -> None:
    await engine.until_type(ToolOutput)


async def _started(engine: PlayedEngine) -> None:
    await engine.until_type(ToolCallStarted)
    await engine.settle()


async def _permitted(engine: PlayedEngine) -> None:
    reply(engine, await asked(engine), Decision.ONCE)
    await engine.until_type(ToolOutput)


ENDED = "so far\nStopped by the end of the program after 0.0 s."
NEVER_BEGUN = "Not run: the end of the program stopped the turn."

POINTS = (
    Point(
        "waiting for permission",
        calls_all("free", "deploy"),
        lambda: tool_parts(FakeTool("free"), FakeTool("deploy", asks=True)),
        asked,
        user=(NOT_RUN, NOT_RUN),
        shutdown=(),
    ),
    Point(
        "in a question",
        calls_all("ask", "free"),
        lambda: tool_parts(FakeTool("ask", asks, is_read_only=True), FakeTool("free")),
        questioned,
        user=(STOPPED, NOT_RUN),
        shutdown=(),
    ),
    Point(
        "in a question of a tool that may have changed something",
        calls_all("ask", "free"),
        lambda: tool_parts(FakeTool("ask", asks), FakeTool("free")),
        questioned,
        user=(STOPPED, NOT_RUN),
        shutdown=("Stopped by the end of the program after 0.0 s.",),
    ),
    Point(
        "running reads",
        calls_all("read", "read"),
        lambda: tool_parts(FakeTool("read", runs_for_ever, is_read_only=True)),
        _output,
        user=(f"so far\n{STOPPED}", f"so far\n{STOPPED}"),
        shutdown=(ENDED, ENDED),
    ),
    Point(
        "running a command",
        calls_all("free", "run", "free"),
        lambda: tool_parts(FakeTool("free"), FakeTool("run", runs_for_ever, asks=True)),
        _permitted,
        user=("done {}", f"so far\n{STOPPED}", NOT_RUN),
        shutdown=("done {}", ENDED, NEVER_BEGUN),
    ),
    Point(
        "in a preview",
        calls_all("edit", "free"),
        lambda: tool_parts(FakeTool("edit", asks=True, preview=endless_preview), FakeTool("free")),
        _started,
        user=(NOT_RUN, NOT_RUN),
        shutdown=(),
    ),
)


async def by_user(engine: PlayedEngine) -> None:
    engine.put(CancelTurn())
    await engine.until_type(TurnEnded)


async def by_shutdown(engine: PlayedEngine) -> None:
    await engine.controller.cancel_turns("shutdown")
    await engine.until_type(TurnEnded)


async def by_tearing_down(engine: PlayedEngine) -> None:
    engine.controller.stop()
    await engine.settle()


WAYS = (
    (by_user, TurnStatus.CANCELLED, PromptOutcome.CANCELLED),
    (by_shutdown, TurnStatus.INTERRUPTED, PromptOutcome.SHUTDOWN),
    (by_tearing_down, TurnStatus.INTERRUPTED, PromptOutcome.SHUTDOWN),
)


@pytest.mark.parametrize(("stop", "status", "outcome"), WAYS, ids=["user", "shutdown", "foreign"])
@pytest.mark.parametrize("point", POINTS, ids=[point.name for point in POINTS])
async def test_a_stop_at_every_point_leaves_everything_ended_and_the_history_valid(
    point: Point,
    stop: Callable[[PlayedEngine], Awaitable[None]],
    status: TurnStatus,
    outcome: PromptOutcome,
) -> None:
    provider = FakeProvider(point.step, says("next"))
    async with an_engine(provider, tools=point.tools(), store=FakeStore()) as engine:
        engine.submit("go")
        await point.reach(engine)
        await stop(engine)

        (ended,) = engine.all_of(TurnEnded)
        assert ended.result.status is status
        assert result_texts(engine) == list(point.user if stop is by_user else point.shutdown)
        started = [event.call_id for event in engine.all_of(ToolCallStarted)]
        assert sorted(event.call_id for event in engine.all_of(ToolCallEnded)) == sorted(started)
        assert open_requests(engine.events) == []
        closed = [event.outcome for event in engine.all_of(PermissionClosed)]
        closed += [event.outcome for event in engine.all_of(QuestionClosed)]
        assert set(closed) <= {outcome, PromptOutcome.ANSWERED}


def open_requests(events: list[AgentEvent]) -> list[str]:
    opened = {e.request.id for e in events if isinstance(e, (PermissionRequested, QuestionAsked))}
    closed = {e.request_id for e in events if isinstance(e, (PermissionClosed, QuestionClosed))}
    return sorted(opened - closed)


@pytest.mark.parametrize("point", POINTS, ids=[point.name for point in POINTS])
async def test_after_a_stop_the_next_prompt_is_answered_at_once(point: Point) -> None:
    provider = FakeProvider(point.step, says("next"))
    async with an_engine(provider, tools=point.tools()) as engine:
        engine.submit("go")
        await point.reach(engine)
        await by_user(engine)

        result = await engine.play("again")
        await engine.settle()

        assert (result.status, result.text) == (TurnStatus.OK, "next")
        assert engine.controller.sessions[0].status is SessionStatus.IDLE
        calls_made = provider.requests[1].messages[1].tool_calls
        answered = provider.requests[1].messages[2 : 2 + len(calls_made)]
        assert [m.parts[0].call_id for m in answered] == [  # type: ignore[union-attr]
            call.call_id for call in calls_made
        ]


async def test_a_cancel_while_people_are_asked_ends_cancelled_and_not_running() -> None:
    tools = tool_parts(FakeTool("deploy", asks=True))
    async with an_engine(FakeProvider(calls("deploy")), tools=tools) as engine:
        engine.submit("go")
        await asked(engine)
        await by_user(engine)
        await engine.settle()

        statuses = [event.status for event in engine.all_of(SessionStatusChanged)]
        assert statuses[1:] == [
            SessionStatus.RUNNING,
            SessionStatus.INTERRUPTED,
            SessionStatus.CANCELLED,
        ]


class StubbornTool:
    """Work of a tool that ignores a cancel in one of three ways, until it is released."""

    def __init__(self, kind: str) -> None:
        self._ways = {"shields": self._shield, "in a thread": self._block, "goes on": self._go_on}
        self._stay = self._ways[kind]
        self.started, self._freed = anyio.Event(), anyio.Event()
        self._released = threading.Event()

    async def work(self, arguments: Arguments, context: ToolContext) -> ToolResult:
        self.started.set()
        await self._stay()
        context.output("late")
        return ToolResult(text="late")

    def release(self) -> None:
        self._released.set()
        self._freed.set()

    async def _shield(self) -> None:
        with anyio.CancelScope(shield=True):
            await self._freed.wait()

    async def _block(self) -> None:
        await anyio.to_thread.run_sync(self._released.wait)

    async def _go_on(self) -> None:
        while not self._released.is_set():
            with suppress(anyio.get_cancelled_exc_class()):
                await anyio.sleep(0.01)


async def seconds_until_a_turn_leaves_its_tool(kind: str) -> float:
    tool = StubbornTool(kind)
    tools = tool_parts(FakeTool("t", tool.work))
    provider = FakeProvider(calls("t"), says("next"))
    async with an_engine(provider, tools=tools, clock=SystemClock()) as engine:
        engine.submit("go")
        await tool.started.wait()
        began = time.monotonic()
        await by_user(engine)
        took_s = time.monotonic() - began

        result = await engine.play("again")
        tool.release()
        await anyio.sleep(0.05)
        await engine.settle()

        assert result.text == "next"
        assert len(results(engine)) == 1
        assert "late" not in result_texts(engine)[0]
        assert engine.all_of(ToolOutput) == []
        return took_s


@pytest.mark.parametrize("kind", ["shields", "in a thread", "goes on"])
async def test_a_tool_that_ignores_the_cancel_does_not_hold_up_the_screen(kind: str) -> None:
    # A busy machine may hold up one of them.
    assert min([await seconds_until_a_turn_leaves_its_tool(kind) for _ in range(2)]) < 0.3


async def test_a_call_that_was_left_behind_may_touch_nothing_any_more() -> None:
    started, release, refused = anyio.Event(), anyio.Event(), list[str]()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        with anyio.CancelScope(shield=True):
            started.set()
            await release.wait()
            try:
                context.real_path("/project/a", PathLevel.READ)
            except PermissionDenied:
                refused.append("path")
            try:
                await context.ask((ToolAccess(name="t"),))
            except PermissionDenied:
                refused.append("permission")
            try:
                await context.question(())
            except QuestionDeclined:
                refused.append("question")
            context.set_cwd("/elsewhere")
        return ToolResult(text="late")

    provider = FakeProvider(calls("t"), says("next"))
    async with an_engine(provider, tools=tool_parts(FakeTool("t", work))) as engine:
        engine.submit("go")
        await started.wait()
        await by_user(engine)
        release.set()
        await engine.settle()

        assert refused == ["path", "permission", "question"]


async def test_a_cancel_while_the_starts_wait_for_a_reader_gives_every_call_a_result() -> None:
    big = "x" * 400_000
    step = calls_all(*[("t", f'{{"a": "{big}"}}')] * 4)
    async with an_engine(FakeProvider(step), tools=tool_parts(FakeTool("t"))) as engine:
        engine.submit("go")
        await anyio.wait_all_tasks_blocked()
        engine.put(CancelTurn())
        await anyio.wait_all_tasks_blocked()
        await engine.until_type(TurnEnded)

        started = {event.call_id for event in engine.all_of(ToolCallStarted)}
        assert {event.call_id for event in engine.all_of(ToolCallEnded)} == started


async def test_a_stop_by_a_host_is_named_in_the_results() -> None:
    tools = tool_parts(FakeTool("run", runs_for_ever))
    async with an_engine(FakeProvider(calls("run")), tools=tools) as engine:
        engine.submit("go")
        await _output(engine)
        engine.token.cancel("deadline")
        await engine.until_type(TurnEnded)

        assert '"deadline"' in result_texts(engine)[0]


async def test_a_result_that_is_being_written_when_the_user_stops_is_not_lost() -> None:
    writing, go_on = threading.Event(), threading.Event()

    async def work(arguments: Arguments, context: ToolContext) -> ToolResult:
        return ToolResult(text="y" * 1_000)

    store = FakeStore()
    options = EngineOptions(cwd="/project", tool_result_chars=300)
    provider = FakeProvider(calls("t"))
    tools = tool_parts(FakeTool("t", work))
    async with an_engine(provider, tools=tools, store=store, options=options) as engine:
        store.blob_gate = (writing, go_on)
        engine.submit("go")
        await anyio.to_thread.run_sync(writing.wait)
        await by_user(engine)
        go_on.set()

        assert result_texts(engine)[0].startswith("yyy")
        assert not results(engine)[0].is_error
