"""Many agents on one worker thread."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Iterator

import anyio
import pytest

from agent_tui import Agent, EngineWorker, ScriptedProvider, tool
from agent_tui.config.settings import Settings
from agent_tui.errors import ClosedResourceError, LifecycleError
from agent_tui.protocol.permissions import PermissionMode
from agent_tui.protocol.requests import ModelRequest, StreamItem
from agent_tui.protocol.status import TurnStatus
from agent_tui.providers.scripted import calls, says


@pytest.fixture
def worker() -> Iterator[EngineWorker]:
    made = EngineWorker()
    yield made
    thread = threading.Thread(target=made.stop)
    thread.start()
    thread.join()


def an_agent(worker: EngineWorker, *answers: str) -> Agent:
    provider = ScriptedProvider(*(says(answer) for answer in answers or ("fine",)))
    return Agent(provider=provider, worker=worker)


class Broken(ScriptedProvider):
    """A provider with a bug: it raises what no provider may."""

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        for item in says("half"):
            yield item
        raise TypeError("a bug")


async def test_all_agents_run_on_one_thread(worker: EngineWorker) -> None:
    threads: set[str] = set()

    async with anyio.create_task_group() as tasks:
        for _ in range(5):
            tasks.start_soon(one_turn, worker, threads)

    assert threads == {"agent-tui-engines"}
    assert worker.agent_count == 0


async def test_fifty_agents_at_once_each_get_their_own_answers(worker: EngineWorker) -> None:
    """Row A29: one agent per session, no cross-talk."""

    async def talk(number: int) -> None:
        async with an_agent(worker, f"first {number}", f"second {number}") as agent:
            for nth in ("first", "second"):
                assert (await agent.run_turn(f"{nth}?")).text == f"{nth} {number}"
            texts = [message.text for message in agent.messages]
            assert texts == ["first?", f"first {number}", "second?", f"second {number}"]

    async with anyio.create_task_group() as tasks:
        for number in range(50):
            tasks.start_soon(talk, number)

    assert worker.agent_count == 0


async def one_turn(worker: EngineWorker, threads: set[str]) -> None:
    async def note() -> None:
        threads.add(threading.current_thread().name)

    provider = ScriptedProvider([note, says("here")])
    async with Agent(provider=provider, worker=worker) as agent:
        assert (await agent.run_turn("where?")).text == "here"


async def test_an_agent_that_crashes_takes_no_other_one_along(worker: EngineWorker) -> None:
    async with an_agent(worker, "before", "after") as spared:
        await spared.run_turn("one")
        async with Agent(provider=Broken(), worker=worker) as broken:
            assert (await broken.run_turn("crash")).status is TurnStatus.ERROR

        assert (await spared.run_turn("two")).text == "after"


async def test_a_tool_that_leaves_the_program_fails_its_call_and_nothing_else(
    worker: EngineWorker,
) -> None:
    @tool
    async def leave() -> str:
        """Leave."""
        raise SystemExit(3)

    script = ScriptedProvider([calls("leave")], [says("still here")])
    settings = Settings(permission_mode=PermissionMode.FULL.value)
    async with an_agent(worker, "before", "after") as spared:
        await spared.run_turn("one")
        async with Agent(settings, provider=script, tools=[leave], worker=worker) as leaving:
            assert (await leaving.run_turn("go")).text == "still here"

        assert (await spared.run_turn("two")).text == "after"
        assert worker.is_running


async def test_closing_one_agent_leaves_the_others_at_work(worker: EngineWorker) -> None:
    async with an_agent(worker, "one", "two") as staying:
        async with an_agent(worker) as leaving:
            await leaving.run_turn("hi")
        assert worker.agent_count == 1

        assert (await staying.run_turn("still there?")).text == "one"


async def test_stopping_the_worker_lets_every_agent_leave_and_then_takes_none() -> None:
    async with EngineWorker() as worker:
        agents = [an_agent(worker) for _ in range(3)]
        for agent in agents:
            await agent.start()

    assert not worker.is_running
    assert [agent.state for agent in agents] == ["closed"] * 3
    with pytest.raises(ClosedResourceError, match="Make a new one"):
        await an_agent(worker).start()


async def test_a_turn_that_runs_when_the_worker_stops_ends_as_interrupted() -> None:
    reached = threading.Event()

    async def hang() -> None:
        reached.set()
        await anyio.sleep_forever()

    settings = Settings(shutdown_grace_s=0.0)
    results = []
    async with anyio.create_task_group() as tasks, EngineWorker() as worker:
        agent = Agent(settings, provider=ScriptedProvider([hang]), worker=worker)
        await agent.start()

        async def play() -> None:
            results.append(await agent.run_turn("hang"))

        tasks.start_soon(play)
        await anyio.to_thread.run_sync(reached.wait)

    assert [result.status for result in results] == [TurnStatus.INTERRUPTED]


async def test_the_blocking_forms_are_refused_inside_a_loop_and_name_the_others() -> None:
    worker = EngineWorker()

    with pytest.raises(LifecycleError, match="await aclose"):
        worker.stop()
    with pytest.raises(LifecycleError, match="async with EngineWorker"), worker:
        pass


async def test_an_agent_s_own_code_cannot_stop_the_worker_that_waits_for_it(
    worker: EngineWorker,
) -> None:
    refused: list[str] = []

    async def stop() -> None:
        try:
            worker.stop()
        except LifecycleError as error:
            refused.append(str(error))

    async with Agent(provider=ScriptedProvider([stop, says("ok")]), worker=worker) as agent:
        assert (await agent.run_turn("stop it")).status is TurnStatus.OK

    assert "another thread" in refused[0]


def test_a_program_without_a_loop_uses_it_as_a_plain_context_manager() -> None:
    with EngineWorker() as worker, an_agent(worker, "hello") as agent:
        assert agent.chat("hi") == "hello"

    assert not worker.is_running


def test_a_worker_that_was_never_used_has_nothing_to_end() -> None:
    assert EngineWorker().stop()


async def test_a_forked_child_is_told_that_it_needs_a_worker_of_its_own(
    worker: EngineWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.start()
    monkeypatch.setattr("agent_tui.lifecycle.engine_worker.os.getpid", lambda: -1)

    with pytest.raises(LifecycleError, match="Make a new one in the child"):
        worker.start()


async def test_a_function_that_blocks_holds_up_no_other_agent(worker: EngineWorker) -> None:
    started, done = threading.Event(), threading.Event()

    @tool
    def block() -> str:
        """Block the thread."""
        started.set()
        done.wait()
        return "done"

    settings = Settings(permission_mode=PermissionMode.FULL.value)
    script = ScriptedProvider([calls("block")], [says("late")])
    async with (
        Agent(settings, provider=script, tools=[block], worker=worker) as blocked,
        an_agent(worker, "meanwhile") as other,
    ):
        blocked.submit("go")
        await anyio.to_thread.run_sync(started.wait)

        assert (await other.run_turn("hi")).text == "meanwhile"
        done.set()
