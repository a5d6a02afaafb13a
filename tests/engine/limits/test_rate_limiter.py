"""The rate limiter with a clock that stands still: bounds, order, nothing lost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import anyio.lowlevel
import anyio.to_thread
import pytest
from anyio.abc import TaskGroup

from agent_tui.engine.limits import rate_limiter
from agent_tui.engine.limits.rate_limiter import RateLimiter, Reservation
from agent_tui.errors import ConfigError, LifecycleError
from agent_tui.protocol.cancellation import CancellationToken, TurnCancelled
from tests.engine.limits.fake_limit_clock import FakeLimitClock


class Callers:
    """Tasks that ask a limiter, and when each was granted what it asked for."""

    def __init__(self, limiter: RateLimiter, clock: FakeLimitClock, tasks: TaskGroup) -> None:
        self._limiter, self._clock, self._tasks = limiter, clock, tasks
        self.granted: list[tuple[str, float]] = []
        self.told: dict[str, list[float]] = {}
        self.held: dict[str, Reservation] = {}
        self.scopes: dict[str, anyio.CancelScope] = {}

    async def ask(self, name: str, tokens: int = 0) -> None:
        scope = self.scopes[name] = anyio.CancelScope()
        told = self.told[name] = []

        async def call() -> None:
            with scope:
                self.held[name] = await self._limiter.aacquire(tokens, on_wait=told.append)
                self.granted.append((name, round(self._clock.elapsed_s, 3)))

        self._tasks.start_soon(call)
        await self.settle()

    async def advance(self, seconds: float) -> None:
        self._clock.advance(seconds)
        await self.settle()

    async def cancel(self, name: str) -> None:
        self.scopes[name].cancel()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(12):
            await anyio.lowlevel.checkpoint()

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.granted]


@asynccontextmanager
async def callers(
    *,
    requests: float = 0,
    tokens: float = 0,
    burst: int | None = None,
    burst_tokens: int | None = None,
) -> AsyncIterator[Callers]:
    clock = FakeLimitClock()
    limiter = RateLimiter(
        requests_per_minute=requests,
        tokens_per_minute=tokens,
        burst=burst,
        burst_tokens=burst_tokens,
        clock=clock,
    )
    async with anyio.create_task_group() as tasks:
        yield Callers(limiter, clock, tasks)
        tasks.cancel_scope.cancel()


async def test_the_burst_goes_at_once_and_the_rest_at_the_rate() -> None:
    async with callers(requests=60, burst=2) as some:
        for name in "abcd":
            await some.ask(name)
        assert some.names == ["a", "b"]

        for _ in range(4):
            await some.advance(0.5)

        assert some.granted == [("a", 0), ("b", 0), ("c", 1.0), ("d", 2.0)]


async def test_the_burst_of_a_whole_minute_is_granted_unless_told_otherwise() -> None:
    async with callers(requests=3) as some:
        for name in "abcd":
            await some.ask(name)

        assert some.names == ["a", "b", "c"]


async def test_a_small_request_never_overtakes_a_large_one() -> None:
    async with callers(tokens=60, burst_tokens=10) as some:
        await some.ask("first", 10)
        await some.ask("large", 10)
        await some.ask("small", 1)
        await some.advance(5)
        assert some.names == ["first"]

        await some.advance(5)
        await some.advance(1)

        assert some.names == ["first", "large", "small"]


async def test_who_waits_is_told_for_how_long_the_ones_ahead_included() -> None:
    async with callers(requests=60, burst=1) as some:
        for name in "abc":
            await some.ask(name)
        assert (some.told["a"], some.told["b"], some.told["c"]) == ([], [1.0], [2.0])

        await some.advance(1)

        assert some.told["c"] == [2.0, 1.0]


async def test_a_cancelled_wait_takes_nothing_and_the_next_one_moves_up() -> None:
    async with callers(requests=60, burst=1) as some:
        for name in "abc":
            await some.ask(name)

        await some.cancel("b")
        await some.advance(1)

        assert some.granted == [("a", 0), ("c", 1.0)]


async def test_a_request_that_was_never_sent_gives_back_what_it_was_granted() -> None:
    async with callers(requests=60, tokens=60, burst=1, burst_tokens=5) as some:
        await some.ask("a", 5)
        await some.ask("b", 5)
        assert some.names == ["a"]

        some.held["a"].give_back()
        some.held["a"].give_back()
        await some.settle()

        assert some.names == ["a", "b"]
        await some.ask("c", 5)
        assert some.names == ["a", "b"]


@pytest.mark.parametrize(("actual", "due"), [(2, 1.0), (5, 4.0), (8, 7.0)])
async def test_later_requests_wait_for_what_was_used_not_for_what_was_estimated(
    actual: int, due: float
) -> None:
    async with callers(tokens=60, burst_tokens=5) as some:
        await some.ask("a", 4)
        some.held["a"].settle(actual)
        await some.ask("b", 4)

        for _ in range(20):
            await some.advance(0.5)

        assert some.granted[1] == ("b", due)


async def test_a_request_above_the_burst_passes_when_it_is_full_and_is_paid_off_afterwards() -> (
    None
):
    async with callers(tokens=60, burst_tokens=5) as some:
        await some.ask("small", 1)
        await some.ask("huge", 20)
        await some.ask("next", 5)

        for _ in range(50):
            await some.advance(0.5)

        assert some.granted == [("small", 0), ("huge", 1.0), ("next", 21.0)]


def test_threads_and_tasks_of_two_loops_share_one_limit_and_none_starves() -> None:
    """Row P10: four threads and four tasks. The real clock, and only a lower bound of the time."""
    limiter, begun = RateLimiter(requests_per_minute=12_000, burst=3), time.monotonic()
    granted: list[str] = []

    def thread() -> None:
        for _ in range(5):
            limiter.acquire()
            granted.append("thread")

    async def task() -> None:
        for _ in range(5):
            await limiter.aacquire()
            granted.append("task")

    async def loop() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(task)
            tasks.start_soon(task)

    workers = [threading.Thread(target=thread) for _ in range(4)]
    workers += [threading.Thread(target=anyio.run, args=(loop,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert time.monotonic() - begun >= (40 - 3) / 200
    assert (granted.count("thread"), granted.count("task")) == (20, 20)
    assert limiter.waiting_count == 0


def test_one_that_was_made_on_a_loop_serves_another_one() -> None:
    """Row P26: nothing in it belongs to a loop."""

    async def make() -> RateLimiter:
        limiter = RateLimiter(requests_per_minute=6000, burst=1)
        await limiter.aacquire()
        return limiter

    limiter = anyio.run(make)

    for _ in range(2):
        anyio.run(limiter.aacquire)
    limiter.acquire()


def test_a_token_ends_the_wait_of_a_thread_which_takes_nothing() -> None:
    clock, token = FakeLimitClock(), CancellationToken()
    limiter = RateLimiter(requests_per_minute=60, burst=1, clock=clock)
    limiter.acquire()
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            limiter.acquire(token=token)
        except TurnCancelled as error:
            failed.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    clock.has_waiter.wait()
    token.cancel("enough")
    thread.join()

    assert [str(error) for error in failed] == ["enough"]
    assert limiter.waiting_count == 0
    clock.advance(1)
    limiter.acquire()


async def test_the_blocking_form_is_refused_inside_a_loop_and_names_the_other() -> None:
    with pytest.raises(LifecycleError, match="await aacquire"):
        RateLimiter(requests_per_minute=60).acquire()


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"requests_per_minute": -1},
        {"tokens_per_minute": -1},
        {"requests_per_minute": 1, "burst": 0},
        {"tokens_per_minute": 1, "burst_tokens": 0},
    ],
)
def test_limits_that_make_no_sense_are_refused_by_name(limits: dict[str, int]) -> None:
    with pytest.raises(ConfigError) as refused:
        RateLimiter(**limits)  # type: ignore[arg-type]

    assert refused.value.key in str(refused.value)


async def test_a_request_of_less_than_no_tokens_is_refused() -> None:
    with pytest.raises(ValueError, match="-3"):
        await RateLimiter(tokens_per_minute=60).aacquire(-3)


@pytest.mark.parametrize("comes_before", [True, False])
def test_a_task_whose_loop_was_closed_while_it_waited_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch, *, comes_before: bool
) -> None:
    monkeypatch.setattr(rate_limiter, "_LOOK_AGAIN_S", 0.001)
    limiter = RateLimiter(requests_per_minute=60_000, burst=1)
    limiter.acquire()
    loop = asyncio.new_event_loop()
    stranded = loop.create_task(limiter.aacquire(on_wait=lambda _: loop.stop()))
    loop.run_forever()
    behind = threading.Thread(target=limiter.acquire)

    if comes_before:
        behind.start()
        while limiter.waiting_count < 2:
            pass
    loop.close()
    if not comes_before:
        behind.start()

    behind.join(60)
    assert not behind.is_alive()
    assert limiter.waiting_count == 0
    assert not stranded.done()
