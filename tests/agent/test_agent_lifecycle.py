from __future__ import annotations

import gc
import os
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Self

import anyio
import anyio.to_thread
import pytest

from agent_tui import (
    Agent,
    AgentClosed,
    AgentNotStarted,
    AuthenticationFailed,
    Decision,
    FileSessionStore,
    HookFailed,
    Hooks,
    LifecycleError,
    PermissionMode,
    PermissionReply,
    PermissionRequest,
    ScriptedProvider,
    SessionStorageFailed,
    StoredSession,
    TurnResult,
    TurnStatus,
    tool,
)
from agent_tui.agent import agent_lifecycle
from agent_tui.config.settings import Settings
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.providers.scripted import calls, says
from agent_tui.storage.journal.session_journal import FileSessionJournal
from tests.agent.instant_provider import InstantProvider

STEPS = ("metadata", "connect", "authenticate", "attach", "ready")
NO_GRACE = Settings(shutdown_grace_s=0.0)


class Door:
    """Holds an answer until the test opens it."""

    def __init__(self) -> None:
        self.reached, self._opened = threading.Event(), threading.Event()

    async def hold(self) -> None:
        self.reached.set()
        await anyio.to_thread.run_sync(self._opened.wait, abandon_on_cancel=True)

    def open(self) -> None:
        self._opened.set()

    async def until_reached(self) -> None:
        await anyio.to_thread.run_sync(self.reached.wait)


class StubbornStore(FileSessionStore):
    """Opens nothing before it is allowed to."""

    is_broken = True

    def open(
        self, session_id: str, *, end_first: bool = False
    ) -> tuple[StoredSession, FileSessionJournal | None]:
        if self.is_broken:
            raise SessionStorageFailed("The disk is full.", session_id=session_id)
        return super().open(session_id, end_first=end_first)


def a_store(folder: Path) -> StubbornStore:
    return StubbornStore(folder / "sessions", folder / "index.db")


async def test_making_an_agent_starts_no_thread_and_opens_no_file(tmp_path: Path) -> None:
    before = (threading.active_count(), os.listdir("/proc/self/fd"))

    Agent(provider=InstantProvider(), store=a_store(tmp_path))

    assert (threading.active_count(), os.listdir("/proc/self/fd")) == before
    assert os.listdir(tmp_path) == []


async def test_a_start_takes_its_steps_in_order_and_a_second_one_takes_none() -> None:
    async with Agent(provider=InstantProvider()) as agent:
        first = agent.session
        await agent.start()

        assert (agent.start_log, agent.session, agent.state) == (STEPS, first, "running")


async def test_starts_at_the_same_time_share_one_attempt() -> None:
    agent = Agent(provider=InstantProvider())
    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(agent.start)

    names = [thread.name for thread in threading.enumerate()]
    await agent.aclose()
    assert names.count("agent-tui-controller") == 1


async def test_a_failed_start_is_undone_and_may_be_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = a_store(tmp_path)
    async with Agent(provider=InstantProvider(), store=store) as agent:
        await agent.run_turn("first")
        session = agent.session
    assert session is not None
    again = Agent(provider=InstantProvider(), store=store, resume=session.id)

    with pytest.raises(SessionStorageFailed, match="disk is full"):
        await again.start()
    failed = (again.state, again.start_log)
    store.is_broken = False
    await again.start()
    answer = str(await again.run_turn("second"))
    await again.aclose()

    undone = ("undone: authenticate", "undone: connect", "undone: metadata")
    assert failed == ("failed", (*STEPS[:3], "failed: attach", *undone))
    assert caplog.records == []  # whoever started it was told, and nobody else need be
    assert answer == "re: second"


async def test_what_was_said_before_a_start_that_failed_holds_for_the_next_one(
    tmp_path: Path,
) -> None:
    looks: list[str] = []

    @tool
    def look() -> str:
        """Look."""
        looks.append("look")
        return "seen"

    store = a_store(tmp_path)
    async with Agent(provider=InstantProvider(), store=store) as agent:
        await agent.run_turn("first")
        session = agent.session
    assert session is not None
    provider = ScriptedProvider([calls("look")], [says("Done.")])
    again = Agent(provider=provider, store=store, resume=session.id, tools=[look])
    again.set_permission_mode(PermissionMode.FULL)
    with pytest.raises(SessionStorageFailed):
        await again.start()
    store.is_broken = False
    async with again:
        await again.run_turn("go")

    assert looks == ["look"]


async def test_a_guard_of_the_start_undoes_it_and_the_next_try_asks_for_permission_again() -> None:
    hooks, refusals = Hooks(), iter([True, False])

    async def not_yet(_: object) -> None:
        if next(refusals):
            raise ValueError

    @tool
    def look() -> str:
        """Look."""
        return "seen"

    async def allow(request: PermissionRequest) -> list[PermissionReply]:
        asked.append(request.items[0].tool)
        return [PermissionReply(decision=Decision.ONCE)]

    asked: list[str] = []
    hooks.on_started(is_guard=True)(not_yet)
    provider = ScriptedProvider([calls("look")], [says("Done.")])
    agent = Agent(provider=provider, tools=[look], on_permission=allow, hooks=hooks)
    with pytest.raises(HookFailed, match="not_yet"):
        await agent.start()
    log = agent.start_log
    async with agent:
        answer = str(await agent.run_turn("go"))

    undone = tuple(f"undone: {name}" for name in reversed(STEPS[:4]))
    assert log == (*STEPS[:4], "failed: ready", *undone)
    assert (answer, asked) == ("Done.", ["look"])


async def test_a_cancelled_entry_leaves_no_engine_behind(tmp_path: Path) -> None:
    agent = Agent(provider=InstantProvider())

    with anyio.CancelScope() as scope:
        scope.cancel()
        async with agent:
            pass

    assert agent.state == "closed"
    assert "agent-tui-controller" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize(
    ("prepare", "error", "says_what"),
    [
        (lambda agent: None, AgentNotStarted, "before the agent was started"),
        (lambda agent: agent.blocking.close(), AgentClosed, "on a closed agent"),
    ],
    ids=["before the start", "after the end"],
)
@pytest.mark.parametrize("call", ["chat", "submit"])
def test_a_turn_before_the_start_or_after_the_end_says_what_to_do(
    prepare: Callable[[Agent], None], error: type[Exception], says_what: str, call: str
) -> None:
    agent = Agent(provider=InstantProvider())
    prepare(agent)

    with pytest.raises(error, match=rf"{call}\(\).*{says_what}"):
        getattr(agent, call)("hi")


async def test_stop_waits_for_all_that_was_sent_and_takes_nothing_more() -> None:
    door = Door()
    provider = ScriptedProvider([says("One."), door.hold], [says("Two.")])
    results: list[TurnResult] = []
    async with Agent(NO_GRACE, provider=provider) as agent:

        async def play(text: str) -> None:
            results.append(await agent.run_turn(text))

        async def stop() -> None:
            graceful.append(await agent.stop())

        graceful: list[bool] = []
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(play, "first")
            await door.until_reached()
            tasks.start_soon(play, "second")
            await anyio.wait_all_tasks_blocked()
            tasks.start_soon(stop)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(AgentClosed, match="being stopped"):
                await agent.run_turn("third")
            door.open()

    assert graceful == [True]
    assert [result.text for result in results] == ["One.", "Two."]


async def test_what_has_not_ended_in_time_is_cancelled_and_stop_says_so() -> None:
    door = Door()
    results: list[TurnResult] = []
    agent = Agent(provider=ScriptedProvider([says("Half"), door.hold]))

    async def play(text: str) -> None:
        results.append(await agent.run_turn(text))

    async with agent, anyio.create_task_group() as tasks:
        tasks.start_soon(play, "first")
        await door.until_reached()
        tasks.start_soon(play, "second")
        await anyio.wait_all_tasks_blocked()

        assert await agent.stop(timeout=0) is False

    door.open()
    found = [(result.status, result.reason, result.text) for result in results]
    assert sorted(found, key=lambda one: one[2]) == [
        (TurnStatus.INTERRUPTED, "shutdown", ""),
        (TurnStatus.INTERRUPTED, "shutdown", "Half"),
    ]


async def test_a_stop_asks_an_engine_that_is_held_up_to_leave_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(agent_lifecycle, "_ANSWER_S", 0.01)
    agent = await Agent(provider=InstantProvider(), settings=NO_GRACE).start()
    asked, request_exit = threading.Event(), agent._runtime.request_exit

    def noted(reason: ExitReason) -> None:
        asked.set()
        request_exit(reason)

    monkeypatch.setattr(agent._runtime, "request_exit", noted)
    held_up = agent._runtime.call(lambda _: asked.wait(10.0))

    assert await agent.stop(timeout=0) is False
    assert held_up.result(timeout=0) is True


async def test_a_stop_that_is_cancelled_itself_closes_at_once() -> None:
    door = Door()
    agent = Agent(provider=ScriptedProvider([door.hold]))
    async with agent, anyio.create_task_group() as tasks:
        tasks.start_soon(agent.run_turn, "first")
        await door.until_reached()
        with anyio.move_on_after(0):
            await agent.stop()

        assert agent.state == "closed"
    door.open()


async def test_stopping_and_closing_may_come_in_any_order_and_number() -> None:
    agent = Agent(provider=InstantProvider())
    assert await agent.stop() is True
    assert agent.state == "closed"

    async with Agent(provider=InstantProvider()) as other:
        await other.stop()
        await other.stop()
        await other.aclose()

    with pytest.raises(AgentClosed, match="Make a new one"):
        await other.start()


def test_an_agent_that_comes_and_goes_leaves_no_thread_and_no_file_open(tmp_path: Path) -> None:
    store = a_store(tmp_path)

    def use() -> int:
        before = set(threading.enumerate())
        with Agent(provider=InstantProvider(), store=store) as agent:
            agent.chat("hi")
        for thread in set(threading.enumerate()) - before:
            thread.join(5)
            assert not thread.is_alive()
        gc.collect()
        return len(os.listdir("/proc/self/fd"))

    use()

    assert use() == use()


def test_an_error_in_the_block_still_closes_the_agent() -> None:
    agent = Agent(provider=InstantProvider())

    with pytest.raises(ZeroDivisionError), agent:
        raise ZeroDivisionError

    assert agent.state == "closed"


def test_what_was_said_can_be_read_when_the_agent_is_closed() -> None:
    with Agent(provider=InstantProvider()) as agent:
        agent.chat("hi")

    assert [message.text for message in agent.messages] == ["hi", "re: hi"]
    assert agent.session is not None


def test_an_agent_that_is_collected_open_warns_and_ends() -> None:
    before = set(threading.enumerate())
    agent = Agent(provider=InstantProvider())
    agent.blocking.start()
    (worker,) = [one for one in threading.enumerate() if one.name == "agent-tui-controller"]
    assert worker not in before

    with pytest.warns(ResourceWarning, match="never closed"):
        del agent

    worker.join(5)
    assert not worker.is_alive()


def test_a_closed_agent_is_collected_in_silence() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Agent(provider=InstantProvider()):
            pass
        gc.collect()


class RunAgent(Agent):
    """Says when `run` has started it."""

    def __init__(self, provider: InstantProvider) -> None:
        super().__init__(provider=provider)
        self.is_served = threading.Event()

    async def start(self) -> Self:
        await super().start()
        self.is_served.set()
        return self


def test_run_serves_until_another_thread_stops_the_agent() -> None:
    agent = RunAgent(InstantProvider())
    answers: list[str] = []

    def use() -> None:
        agent.is_served.wait()
        answers.append(agent.chat("hi"))
        agent.blocking.stop()

    user = threading.Thread(target=use)
    user.start()
    code = agent.run()
    user.join()

    assert (code, answers) == (0, ["re: hi"])


class Locked(InstantProvider):
    """Refuses the key until it is allowed in."""

    is_locked = True

    async def list_models(self) -> tuple[str, ...]:
        if self.is_locked:
            raise AuthenticationFailed("The key was refused.", provider="instant")
        return ("instant",)


async def test_a_refused_key_fails_the_start_when_the_host_wants_to_know_at_once() -> None:
    provider = Locked()
    agent = Agent(provider=provider, checks_connection=True)

    with pytest.raises(AuthenticationFailed):
        await agent.start()
    log = agent.start_log
    provider.is_locked = False
    async with agent:
        assert str(await agent.run_turn("hi")) == "re: hi"

    assert log == (*STEPS[:2], "failed: authenticate", "undone: connect", "undone: metadata")


async def test_run_inside_a_loop_says_what_to_use() -> None:
    with pytest.raises(LifecycleError, match=r"await start\(\)"):
        Agent(provider=InstantProvider()).run()
