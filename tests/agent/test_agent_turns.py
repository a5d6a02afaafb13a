from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from typing import Any

import anyio
import anyio.to_thread
import pytest

from agent_tui import (
    Agent,
    AgentEvent,
    CallWouldDeadlock,
    CancellationToken,
    LifecycleError,
    ModelNotFound,
    PermissionMode,
    ProviderError,
    ScriptedProvider,
    TurnResult,
    TurnStatus,
    tool,
)
from agent_tui.config.settings import Settings
from agent_tui.protocol.events import PartDelta, QueueChanged, TurnEnded, TurnStarted
from agent_tui.providers.scripted import calls, fails, says
from tests.agent.instant_provider import InstantProvider


class Hold:
    """A gate in a step that is open once the test opens it."""

    def __init__(self) -> None:
        self._reached, self._opened = threading.Event(), threading.Event()

    async def __call__(self) -> None:
        self._reached.set()
        await anyio.to_thread.run_sync(self._opened.wait, abandon_on_cancel=True)

    def open(self) -> None:
        self._opened.set()

    async def reached(self) -> None:
        await anyio.to_thread.run_sync(self._reached.wait)


def test_chat_has_the_promised_signature() -> None:
    signature = inspect.signature(Agent.chat)

    names = [(name, one.default) for name, one in signature.parameters.items()][1:]
    empty = inspect.Parameter.empty
    assert names == [
        ("user_message", empty), ("max_iterations", 100), ("cancellation_token", None),
    ]  # fmt: skip
    assert signature.return_annotation == "str"


async def test_a_token_that_was_cancelled_before_makes_no_request() -> None:
    provider, token = InstantProvider(), CancellationToken()
    token.cancel("too late")
    async with Agent(provider=provider) as agent:
        result = await agent.run_turn("hi", token=token)

        assert (result.status, result.reason) == (TurnStatus.CANCELLED, "too late")
        assert (agent.last_turn, agent.messages, provider.prompts) == (result, (), [])


async def test_a_waiting_prompt_is_taken_back_by_its_token_and_the_running_turn_goes_on() -> None:
    hold, token = Hold(), CancellationToken()
    provider = ScriptedProvider([hold, says("One.")], [says("Two.")])
    results: dict[str, TurnResult] = {}
    async with Agent(provider=provider) as agent, anyio.create_task_group() as tasks:

        async def play(text: str, token: CancellationToken | None = None) -> None:
            results[text] = await agent.run_turn(text, token=token)

        tasks.start_soon(play, "first")
        await hold.reached()
        tasks.start_soon(play, "second", token)
        tasks.start_soon(play, "third")
        await anyio.wait_all_tasks_blocked()
        await anyio.to_thread.run_sync(token.cancel, "changed my mind")
        hold.open()

    found = {text: (one.status, one.reason, one.text) for text, one in results.items()}
    assert found == {
        "first": (TurnStatus.OK, "", "One."),
        "second": (TurnStatus.CANCELLED, "changed my mind", ""),
        "third": (TurnStatus.OK, "", "Two."),
    }
    assert "second" not in [message.text for message in provider.requests[1].messages]


async def test_a_token_of_a_turn_that_is_over_cancels_nobody_elses() -> None:
    token = CancellationToken()
    provider = ScriptedProvider([says("One.")], [lambda: cancel(), says("Two.")])

    async def cancel() -> None:
        token.cancel("late")
        await anyio.lowlevel.checkpoint()

    async with Agent(provider=provider) as agent:
        await agent.run_turn("first", token=token)

        assert (await agent.run_turn("second")).status is TurnStatus.OK


async def test_cancelling_the_task_that_waits_cancels_its_turn_and_the_next_works() -> None:
    hold = Hold()
    provider = ScriptedProvider([says("Half"), hold], [says("Next.")])
    async with Agent(provider=provider) as agent:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(agent.run_turn, "go")
            await hold.reached()
            tasks.cancel_scope.cancel()

        assert (await agent.run_turn("and now?")).text == "Next."
    hold.open()
    assert provider.open_streams == 0


async def test_a_cancelled_turn_holds_nothing_up_in_an_agent() -> None:
    hold = Hold()
    provider = ScriptedProvider([hold], [says("Next.")])
    results: list[TurnResult] = []
    async with Agent(provider=provider) as agent, anyio.create_task_group() as tasks:

        async def play(text: str) -> None:
            results.append(await agent.run_turn(text))

        tasks.start_soon(play, "first")
        await hold.reached()
        tasks.start_soon(play, "second")
        await anyio.wait_all_tasks_blocked()
        agent.cancel("enough")

    hold.open()
    assert [(one.status, one.text) for one in results] == [
        (TurnStatus.CANCELLED, ""),
        (TurnStatus.OK, "Next."),
    ]


async def test_a_failed_turn_holds_nothing_up_in_an_agent_either() -> None:
    hold = Hold()
    provider = ScriptedProvider([hold, fails()], [says("Next.")])
    results: list[TurnResult] = []
    async with (
        Agent(Settings(max_attempts=1), provider=provider) as agent,
        anyio.create_task_group() as tasks,
    ):

        async def play(text: str) -> None:
            results.append(await agent.run_turn(text))

        tasks.start_soon(play, "first")
        await hold.reached()
        tasks.start_soon(play, "second")
        await anyio.wait_all_tasks_blocked()
        hold.open()

    assert [one.status for one in results] == [TurnStatus.ERROR, TurnStatus.OK]


@tool
def look() -> str:
    """Look."""
    return "seen"


@pytest.mark.parametrize(
    ("settings", "wish", "requests"),
    [(100, 1, 1), (2, None, 2), (1, 3, 3)],
    ids=["fewer than set", "as set", "more than set"],
)
async def test_each_turn_may_have_a_step_limit_of_its_own(
    settings: int, wish: int | None, requests: int
) -> None:
    provider = ScriptedProvider(*[[calls("look")]] * 4)
    async with Agent(
        Settings(max_iterations=settings), provider=provider, tools=[look], has_user=False
    ) as agent:
        agent.set_permission_mode(PermissionMode.FULL)
        result = await agent.run_turn("go", max_iterations=wish)

    assert (result.status, len(provider.requests)) == (TurnStatus.MAX_ITERATIONS, requests)


async def test_a_limit_of_no_steps_is_refused_before_anything_is_sent() -> None:
    provider = InstantProvider()
    async with Agent(provider=provider) as agent:
        with pytest.raises(ValueError, match="max_iterations is 0"):
            await agent.run_turn("go", max_iterations=0)

    assert provider.prompts == []


def test_the_default_of_chat_means_what_the_settings_say() -> None:
    provider = ScriptedProvider(*[[calls("look")]] * 4)
    with Agent(Settings(max_iterations=2), provider=provider, tools=[look]) as agent:
        agent.chat("go")

    assert len(provider.requests) == 2


async def test_a_turn_that_takes_too_long_is_cancelled_and_the_next_one_works() -> None:
    async def model(messages: list[dict[str, Any]]) -> str:
        if messages[-1]["content"] == "slow":
            await anyio.sleep_forever()
        return "Next."

    async with Agent(llm_fn=model) as agent:
        result = await agent.run_turn("slow", timeout_s=0.05)

        assert (result.status, result.reason) == (TurnStatus.CANCELLED, "timeout")
        assert agent.last_turn == result
        assert (await agent.run_turn("quick", timeout_s=60.0)).text == "Next."


async def test_the_time_limit_takes_back_a_prompt_that_waits_and_leaves_the_running_turn() -> None:
    hold = Hold()
    async with (
        Agent(provider=ScriptedProvider([hold, says("One.")])) as agent,
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(agent.run_turn, "first")
        await hold.reached()
        result = await agent.run_turn("second", timeout_s=0.01)
        hold.open()

    assert (result.status, result.reason, result.turn_id) == (TurnStatus.CANCELLED, "timeout", "")
    assert [message.text for message in agent.messages] == ["first", "One."]


def test_the_blocking_form_has_the_time_limit_too() -> None:
    provider = ScriptedProvider([anyio.sleep_forever])
    with Agent(provider=provider) as agent:
        assert agent.blocking.run_turn("go", timeout_s=0.01).reason == "timeout"


async def test_readers_at_once_each_get_their_own_turn_and_no_other_one() -> None:
    seen: dict[str, list[AgentEvent]] = {}
    async with Agent(provider=InstantProvider()) as agent, anyio.create_task_group() as tasks:

        async def read(text: str) -> None:
            seen[text] = [event async for event in agent.stream(text)]

        for text in "abc":
            tasks.start_soon(read, text)

    for text, events in seen.items():
        assert [event.prompt.text for event in events if isinstance(event, TurnStarted)] == [text]
        said = "".join(event.text for event in events if isinstance(event, PartDelta))
        assert said == f"re: {text}"
        assert isinstance(events[-1], TurnEnded)
        assert {event.turn_id for event in events} == {"", events[-1].turn_id}


async def test_a_reader_who_begins_in_the_middle_of_another_turn_sees_nothing_of_it() -> None:
    hold = Hold()
    provider = ScriptedProvider([says("One"), hold, says("!")], [says("Two.")])
    async with Agent(provider=provider) as agent, anyio.create_task_group() as tasks:
        tasks.start_soon(agent.run_turn, "first")
        await hold.reached()
        events = agent.stream("second")
        seen = [await anext(events)]  # of the snapshot, which has the running turn in it
        hold.open()
        seen += [event async for event in events]

    assert [event.text for event in seen if isinstance(event, PartDelta)] == ["Two."]


async def test_a_reader_whose_waiting_prompt_is_taken_back_comes_to_an_end() -> None:
    hold, token = Hold(), CancellationToken()
    provider = ScriptedProvider([hold, says("One.")])
    seen: list[AgentEvent] = []
    async with Agent(provider=provider) as agent, anyio.create_task_group() as tasks:
        tasks.start_soon(agent.run_turn, "first")
        await hold.reached()
        async for event in agent.stream("second", token=token):
            seen.append(event)
            if isinstance(event, QueueChanged) and event.prompts:
                token.cancel()
        last = agent.last_turn
        hold.open()

    assert last is not None
    assert (last.status, last.turn_id) == (TurnStatus.CANCELLED, "")
    assert not any(isinstance(event, TurnStarted) for event in seen)
    assert isinstance(seen[-1], TurnEnded)  # though there was no turn
    assert (seen[-1].result, seen[-1].seq) == (last, seen[-2].seq)


async def test_submit_gives_the_id_of_the_message_and_waits_for_nothing() -> None:
    async with Agent(provider=InstantProvider()) as agent:
        ids = [agent.submit(text) for text in "abc"]
        await agent.run_turn("d")

        prompts = [message for message in agent.messages if message.is_prompt]
    assert [message.text for message in prompts] == ["a", "b", "c", "d"]
    assert [message.id for message in prompts][:3] == ids


@pytest.mark.parametrize("error", [fails(), ModelNotFound("No model nope.", provider="scripted")])
async def test_what_fails_in_a_turn_is_its_status_and_the_agent_goes_on(
    error: ProviderError,
) -> None:
    provider = ScriptedProvider([error], [says("Next.")])
    async with Agent(Settings(max_attempts=1), provider=provider) as agent:
        result = await agent.run_turn("go")

        assert result.error is not None
        assert (result.status, result.error.kind) == (TurnStatus.ERROR, type(error).__name__)
        assert str(error) in result.error.text
        assert str(await agent.run_turn("and now?")) == "Next."


async def test_an_empty_prompt_is_an_error_status_and_no_request() -> None:
    provider = InstantProvider()
    async with Agent(provider=provider) as agent:
        result = await agent.run_turn("  ")

    assert result.error is not None
    assert (result.error.kind, provider.prompts) == ("EmptyPrompt", [])


Call = Callable[[Agent], object]


@pytest.mark.parametrize(
    "call",
    [lambda agent: agent.chat("x"), lambda agent: agent.blocking.stop()],
    ids=["chat", "stop"],
)
async def test_a_tool_that_would_wait_for_its_own_turn_is_told_and_the_turn_goes_on(
    call: Call,
) -> None:
    errors: list[Exception] = []

    @tool
    def call_back() -> str:
        """Call the agent."""
        try:
            call(agent)
        except LifecycleError as error:
            errors.append(error)
        return "tried"

    provider = ScriptedProvider([calls("call_back")], [says("Done.")])
    async with Agent(provider=provider, tools=[call_back]) as agent:
        agent.set_permission_mode(PermissionMode.FULL)
        result = await agent.run_turn("go")

    assert result.text == "Done."
    assert [type(error) for error in errors] == [CallWouldDeadlock]
    assert "submit()" in str(errors[0])


async def test_an_asynchronous_tool_that_would_wait_for_its_own_turn_is_told_too() -> None:
    errors: list[Exception] = []

    @tool
    async def call_back() -> str:
        """Call the agent."""
        try:
            await agent.run_turn("x")
        except CallWouldDeadlock as error:
            errors.append(error)
        return "tried"

    provider = ScriptedProvider([calls("call_back")], [says("Done.")])
    async with Agent(provider=provider, tools=[call_back]) as agent:
        agent.set_permission_mode(PermissionMode.FULL)
        await agent.run_turn("go")

    assert len(errors) == 1


async def test_a_tool_may_use_another_agent_and_send_to_its_own() -> None:
    @tool
    async def delegate() -> str:
        """Ask another agent."""
        agent.submit("later")
        async with Agent(provider=InstantProvider()) as other:
            return str(await other.run_turn("x"))

    provider = ScriptedProvider([calls("delegate")], [says("Done.")], [says("Later.")])
    async with Agent(provider=provider, tools=[delegate]) as agent:
        agent.set_permission_mode(PermissionMode.FULL)
        await agent.run_turn("go")
        await agent.stop()

    assert "re: x" in str(provider.requests[1].messages[-1])
    assert provider.requests[2].messages[-1].text == "later"
