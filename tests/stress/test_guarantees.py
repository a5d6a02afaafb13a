"""The twelve guarantees of an agent that is used from everywhere at once.

| guarantee | test |
|---|---|
| 1 any thread may chat: turns whole, FIFO, histories contiguous | ten_threads_of_a_hundred_chats |
| 2 threads and tasks at once have one coordination point | threads_and_tasks_at_the_same_time |
| 3 tasks of one loop are serial, and the loop stays free | five_tasks_of_one_loop |
| 4 two event loops may share an agent | two_event_loops |
| 5 readers see whole states while turns run, and cannot change them | readers_while_turns_run |
| 6 a callback into the agent is served or refused, never a deadlock | callbacks_from_every_turn |
| 7 blocking calls in a loop are refused and name the coroutine | a_blocking_call_inside_a_loop |
| 8 cancelling one prompt of many touches no other one | a_third_of_them_is_cancelled |
| 9 an agent is made in one loop and used in another | made_in_one_loop |
| 10 an engine starts once, however many start it | started_by_many_threads |
| 11 agents share nothing: closing one leaves the others | closing_one_of_two |
| 12 a child that was forked is refused, the parent goes on | tests/agent/test_agent_signals.py |

Rate limits, stores, registries and history edits have stress tests beside their own.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator, Callable, Sequence

import anyio
import anyio.to_thread
import pytest

from agent_tui import (
    Agent,
    CancellationToken,
    ChatMessage,
    LifecycleError,
    TurnResult,
    TurnStatus,
)
from agent_tui.protocol.requests import ModelRequest, StreamItem
from tests.agent.instant_provider import InstantProvider


def in_threads(*acts: Callable[[], object]) -> None:
    """Run all at the same time; raises what the first one that failed raised."""
    errors: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def chats(agent: Agent, who: str, count: int) -> Callable[[], None]:
    def chat() -> None:
        for number in range(count):
            assert agent.chat(f"{who} {number}") == f"re: {who} {number}"

    return chat


def pairs(messages: Sequence[ChatMessage]) -> list[str]:
    """The prompts, in their order; checks that each has its answer right behind it."""
    prompts, answers = messages[::2], messages[1::2]
    assert [f"re: {one.text}" for one in prompts] == [one.text for one in answers]
    return [one.text for one in prompts]


def numbers_of(who: str, prompts: Sequence[str]) -> list[int]:
    return [int(text.split()[1]) for text in prompts if text.split()[0] == who]


def test_ten_threads_of_a_hundred_chats_lose_nothing_and_mix_nothing() -> None:
    provider = InstantProvider()
    with Agent(provider=provider) as agent:
        in_threads(*[chats(agent, f"t{index}", 100) for index in range(10)])
        messages = agent.messages

    assert (len(messages), provider.most_open_streams) == (2000, 1)
    prompts = pairs(messages)
    assert all(numbers_of(f"t{index}", prompts) == list(range(100)) for index in range(10))


async def test_threads_and_tasks_at_the_same_time_add_up_exactly() -> None:
    provider = InstantProvider()
    async with Agent(provider=provider) as agent:

        async def task(who: str) -> None:
            for number in range(25):
                result = await agent.run_turn(f"{who} {number}")
                assert result.text == f"re: {who} {number}"

        async with anyio.create_task_group() as tasks:
            for index in range(4):
                tasks.start_soon(anyio.to_thread.run_sync, chats(agent, f"t{index}", 25))
                tasks.start_soon(task, f"a{index}")
        prompts = pairs(agent.messages)

    assert (len(prompts), provider.most_open_streams) == (200, 1)
    assert all(
        numbers_of(f"{kind}{index}", prompts) == list(range(25))
        for kind in "ta"
        for index in range(4)
    )


async def test_five_tasks_of_one_loop_are_serial_and_the_loop_stays_free() -> None:
    provider = InstantProvider()
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await anyio.lowlevel.checkpoint()
            beats += 1

    async with Agent(provider=provider) as agent, anyio.create_task_group() as heart:
        heart.start_soon(beat)
        async with anyio.create_task_group() as tasks:
            for index in range(5):
                tasks.start_soon(agent.run_turn, f"a {index}")
        heart.cancel_scope.cancel()

        assert sorted(pairs(agent.messages)) == [f"a {index}" for index in range(5)]
    assert provider.most_open_streams == 1
    assert beats > 5


def test_two_event_loops_share_an_agent() -> None:
    with Agent(provider=InstantProvider()) as agent:

        async def play(who: str) -> None:
            async with anyio.create_task_group() as tasks:
                for number in range(10):
                    tasks.start_soon(agent.run_turn, f"{who} {number}")

        in_threads(lambda: anyio.run(play, "a"), lambda: anyio.run(play, "b"))
        prompts = pairs(agent.messages)

    assert sorted(numbers_of("a", prompts)) == sorted(numbers_of("b", prompts)) == list(range(10))


def test_readers_while_turns_run_see_states_that_only_grow() -> None:
    with Agent(provider=InstantProvider()) as agent:
        is_over = threading.Event()

        def write() -> None:
            try:
                chats(agent, "w", 30)()
            finally:
                is_over.set()

        def read() -> None:
            before: tuple[ChatMessage, ...] = ()
            while not is_over.is_set():
                now = agent.messages
                assert now[: len(before)] == before
                before = now

        in_threads(write, read, read)

        assert not hasattr(agent.messages, "append")
        assert len(agent.messages) == 60


class CallingProvider(InstantProvider):
    """Calls a function while it answers."""

    def __init__(self, call: Callable[[str], None]) -> None:
        super().__init__()
        self._call = call

    async def stream(self, request: ModelRequest) -> AsyncGenerator[StreamItem]:
        text = request.messages[-1].text
        await anyio.to_thread.run_sync(self._call, text)
        self._call(text)
        async for item in super().stream(request):
            yield item


def test_callbacks_from_every_turn_are_served_or_refused_and_never_block() -> None:
    refused: list[str] = []

    def call_back(text: str) -> None:
        agent.messages  # noqa: B018 - reading is always allowed
        if text.startswith("t"):
            agent.submit("later")
        try:
            agent.chat("nested")
        except LifecycleError as error:
            refused.append(type(error).__name__)

    with Agent(provider=CallingProvider(call_back)) as agent:
        in_threads(*[chats(agent, f"t{index}", 10) for index in range(4)])
        agent.chat("end")  # behind all that was submitted

    # From the thread it is the turn that would wait for itself, on the loop the loop. Each of the
    # forty turns submits two more.
    turns = 40 * 3 + 1
    assert refused.count("CallWouldDeadlock") == refused.count("LifecycleError") == turns


def test_a_blocking_call_inside_a_loop_is_refused_from_every_thread() -> None:
    with Agent(provider=InstantProvider()) as agent:

        async def call() -> None:
            with pytest.raises(RuntimeError, match=r"await achat\(\)"):
                agent.chat("hi")

        in_threads(*[lambda: anyio.run(call)] * 4)

        assert agent.messages == ()


def test_a_third_of_them_is_cancelled_and_the_others_are_answered() -> None:
    results: dict[int, TurnResult] = {}
    with Agent(provider=InstantProvider()) as agent:

        async def play() -> None:
            async def one(number: int) -> None:
                token = CancellationToken()
                async with anyio.create_task_group() as tasks:
                    if number % 3 == 0:
                        tasks.start_soon(anyio.to_thread.run_sync, token.cancel, "third")
                    results[number] = await agent.run_turn(f"x {number}", token=token)

            async with anyio.create_task_group() as tasks:
                for number in range(60):
                    tasks.start_soon(one, number)

        anyio.run(play)
        answered = [message.text for message in agent.messages if message.is_prompt]

    kept = {number for number in range(60) if number % 3}
    assert all(results[number].status is TurnStatus.OK for number in kept)
    assert all(
        results[number].status in (TurnStatus.OK, TurnStatus.CANCELLED) for number in range(60)
    )
    assert {f"x {number}" for number in kept} <= set(answered)


def test_made_in_one_loop_used_in_another_and_closed_in_a_third() -> None:
    async def make() -> Agent:
        return await Agent(provider=InstantProvider()).start()

    agent = anyio.run(make)
    result = anyio.run(agent.run_turn, "hi")
    anyio.run(agent.aclose)

    assert (result.text, agent.state) == ("re: hi", "closed")


def test_started_by_many_threads_an_engine_starts_once() -> None:
    for _ in range(10):
        agent = Agent(provider=InstantProvider())
        in_threads(*[agent.blocking.start] * 8)
        names = [thread.name for thread in threading.enumerate()]
        in_threads(*[agent.blocking.close] * 8)

        assert names.count("agent-tui-controller") == 1


def test_closing_one_of_two_leaves_the_other_working() -> None:
    with Agent(provider=InstantProvider()) as one, Agent(provider=InstantProvider()) as other:

        def come_and_go() -> None:
            one.chat("x")
            one.blocking.close()

        in_threads(chats(other, "o", 20), come_and_go)

        assert len(other.messages) == 40
