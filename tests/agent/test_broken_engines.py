"""An engine that breaks, or never runs, keeps nobody waiting."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import anyio
import anyio.lowlevel
import anyio.to_thread
import pytest

from agent_tui import (
    Agent,
    AgentClosed,
    AutoSave,
    EngineWorker,
    LifecycleError,
    ProviderProtocolError,
    ScriptedProvider,
    Tool,
    TurnStatus,
    tool,
)
from agent_tui.agent.late_answers import LateAnswers
from agent_tui.engine.controller import Controller
from agent_tui.protocol.messages import ToolResultPart
from agent_tui.providers.scripted import calls, says
from tests.agent.instant_provider import InstantProvider


@tool
def look() -> str:
    """Look."""
    return "seen"


async def a_bug() -> None:
    raise RuntimeError("a bug")


async def a_cancel() -> None:
    raise anyio.get_cancelled_exc_class()


def breaks(agent: Agent, job: Callable[[], Any] = a_bug) -> None:
    def act(controller: Controller) -> None:
        controller._tasks.start_soon(job)

    agent._call(act, "test")


@pytest.mark.parametrize("job", [a_bug, a_cancel])
async def test_all_who_wait_for_an_engine_that_breaks_are_told_so(job: Callable[[], Any]) -> None:
    playing = threading.Event()

    async def hold() -> None:
        playing.set()
        await anyio.sleep_forever()

    told: list[str] = []

    async def edit() -> None:
        with pytest.raises(AgentClosed, match=r"restore\(\)"):
            await agent.restore([{"role": "user", "content": "x"}])
        told.append("edit")

    async def turn() -> None:
        assert (await agent.run_turn("hi")).status is TurnStatus.INTERRUPTED
        told.append("turn")

    async with Agent(provider=ScriptedProvider([hold])) as agent, anyio.create_task_group() as both:
        both.start_soon(turn)
        await anyio.to_thread.run_sync(playing.wait)
        both.start_soon(edit)
        await anyio.lowlevel.checkpoint()  # now it stands in line
        breaks(agent, job)

    assert (sorted(told), agent.state) == (["edit", "turn"], "closed")


async def test_nothing_is_taken_any_more_by_an_agent_whose_engine_broke() -> None:
    async with Agent(provider=InstantProvider()) as agent:
        breaks(agent)

        async def go_on() -> None:
            while True:  # the engine may need a moment to come down
                await agent.run_turn("and now?")

        with pytest.raises(AgentClosed, match="engine"):
            await go_on()


def test_run_gives_exit_code_one_after_a_crash() -> None:
    class Served(Agent):
        async def start(self) -> Served:
            await super().start()
            breaks(self)
            return self

    assert Served(provider=InstantProvider()).run() == 1


async def test_an_edit_that_leaves_the_program_leaves_its_caller_and_not_the_engine() -> None:
    def leave(_: object) -> Any:
        sys.exit(4)

    async with Agent(provider=ScriptedProvider([says("Still here.")])) as agent:
        with pytest.raises(SystemExit):
            await agent.edit(leave)

        assert (await agent.run_turn("hi")).text == "Still here."


async def test_an_agent_without_a_thread_says_so_and_can_be_closed_or_started_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = EngineWorker()
    agents = [Agent(provider=InstantProvider()) for _ in range(2)]
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name.startswith("agent-tui"):
            raise RuntimeError("can't start new thread")
        start(thread)

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        for agent in agents:
            with pytest.raises(LifecycleError, match="EngineWorker"):
                await agent.start()
            assert agent.state == "failed"
        with pytest.raises(RuntimeError):
            worker.start()

    await agents[0].aclose()
    async with agents[1] as agent:
        assert str(await agent.run_turn("hi")) == "re: hi"
    async with worker:
        assert worker.is_running


async def test_an_answer_that_comes_after_the_end_is_not_waited_for() -> None:
    answers, done = LateAnswers(), Future[None]()
    answers.close()

    with pytest.raises(AgentClosed, match=r"edit\(\)"):
        await answers.wait_for(done, "edit()")

    assert done.cancelled()  # and what it asked for is not done


async def test_a_wait_that_is_cancelled_takes_back_what_was_not_begun() -> None:
    answers, done = LateAnswers(), Future[None]()
    with anyio.move_on_after(0):
        await answers.wait_for(done, "edit()")

    assert done.cancelled()


def leaves(*_: object) -> Any:
    sys.exit(3)


async def leaves_later(_: object) -> Any:
    sys.exit(3)


async def cancels_itself(_: object) -> Any:
    raise anyio.get_cancelled_exc_class()


class Stubborn(ScriptedProvider):
    """Cannot be closed."""

    async def aclose(self) -> None:
        raise ValueError("no")


@pytest.mark.parametrize("callback", [leaves, leaves_later, cancels_itself])
async def test_a_callback_that_leaves_or_cancels_the_program_only_fails_itself(
    callback: Callable[[object], Any],
) -> None:
    asks = calls("look")
    async with Agent(
        provider=Stubborn(asks, says("One.")),
        tools=[look],
        on_permission=callback,
        autosave=AutoSave(callback),
    ) as agent:
        assert (await agent.run_turn("first")).text == "One."
        agent.set_provider(ScriptedProvider([says("Two.")]))
        assert (await agent.run_turn("second")).text == "Two."
        assert (await agent.run_turn("third")).status is TurnStatus.ERROR  # no step is left

    assert agent.state == "closed"
    result = agent.messages[2].parts[0]
    assert isinstance(result, ToolResultPart)
    assert result.is_error


@tool(needs_permission=False)
def quits() -> str:
    """Leave."""
    sys.exit(3)


@tool(needs_permission=False)
async def quits_later() -> str:
    """Leave."""
    sys.exit(3)


@tool(accesses=leaves)
def quits_when_asked_what_it_touches() -> str:
    """Leave."""
    return ""


@pytest.mark.parametrize("tool_", [quits, quits_later, quits_when_asked_what_it_touches])
async def test_a_tool_that_leaves_the_program_fails_and_no_agent_of_its_worker_ends(
    tool_: Tool,
) -> None:
    provider = ScriptedProvider([calls(tool_.spec.name)], [says("One.")])
    async with (
        EngineWorker() as worker,
        Agent(provider=provider, tools=[tool_], worker=worker) as agent,
        Agent(provider=ScriptedProvider([says("Two.")]), worker=worker) as neighbour,
    ):
        assert (await agent.run_turn("go")).text == "One."
        assert (await neighbour.run_turn("go")).text == "Two."
        result = agent.messages[2].parts[0]

    assert isinstance(result, ToolResultPart)
    assert result.is_error
    assert "SystemExit" in result.text


class Unlistable(ScriptedProvider):
    async def list_models(self) -> tuple[str, ...]:
        raise SystemExit(3)


async def test_a_check_of_the_connection_that_breaks_is_an_error_that_names_the_provider() -> None:
    agent = Agent(provider=Unlistable(name="mine"), checks_connection=True)
    with pytest.raises(ProviderProtocolError, match="mine failed with SystemExit"):
        await agent.start()
    await agent.aclose()
