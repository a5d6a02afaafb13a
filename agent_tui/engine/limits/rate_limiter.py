"""The rate limiter: requests and tokens per minute, for any number of threads, tasks and agents."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

import anyio

from agent_tui.engine.limits.limit_clock import LimitClock, SystemLimitClock
from agent_tui.engine.limits.token_bucket import TokenBucket
from agent_tui.engine.limits.waiting_line import Waiter, WaitingLine
from agent_tui.engine.wakeup import Wakeup, is_inside_a_loop
from agent_tui.errors import ConfigError, LifecycleError
from agent_tui.protocol.cancellation import CancellationToken

# Who stands behind another one looks again after so long beyond its time: a loop may be closed with
# a task on it that waits, and that task leaves the line for nobody.
_LOOK_AGAIN_S = 5.0


class Reservation:
    """What one request was granted. Thread-safe; the first call of its two methods counts.

    correct: the limiter's end of it, gets requests and tokens to take, less than 0 to give back.
    """

    def __init__(self, tokens: int, correct: Callable[[int, int], None]) -> None:
        self._tokens, self._corrections = tokens, [correct]

    def settle(self, tokens: int) -> None:
        """The request took so many tokens, input and output; the difference is taken or given
        back."""
        self._correct(0, tokens - self._tokens)

    def give_back(self) -> None:
        """The request was never sent."""
        self._correct(-1, -self._tokens)

    def _correct(self, requests: int, tokens: int) -> None:
        with suppress(IndexError):  # settled before
            correct = self._corrections.pop()  # of two threads, one gets it
            correct(requests, tokens)


class RateLimiter:
    """Lets requests through at most so often; who comes first goes first, whether a thread or a
    task of any loop. Thread-safe, and bound to no loop: one limiter serves any number of agents.

        limiter = RateLimiter(requests_per_minute=60, tokens_per_minute=90_000)
        agents = [Agent(rate_limiter=limiter) for _ in range(8)]

    Agents reserve one request and an estimate of its tokens, and settle when the provider has
    counted them. Code of your own does the same: `(await limiter.aacquire(500)).settle(620)`.

    In any span of time at most the burst and what the rate brings is granted. A request that is
    larger than the whole burst of tokens passes when the burst is there, and is paid off
    afterwards: later ones wait longer. While one waits, those behind it wait, too.

    Args:
        requests_per_minute: 0 for no such limit.
        tokens_per_minute: of input and output together, 0 for no such limit.
        burst: requests that may go at once after a pause; None: as many as in a minute, which is
            what the large providers grant. 1 spaces them evenly.
        burst_tokens: tokens that may go at once; None: as many as in a minute.
        clock: another source of time, for tests: with `monotonic()`, an asynchronous
            `sleep(delay_s)`, and `wait(event, delay_s)` for threads, see `LimitClock`.

    Raises `ConfigError` for a negative limit, a burst below 1, or no limit at all.
    """

    def __init__(
        self,
        *,
        requests_per_minute: float = 0,
        tokens_per_minute: float = 0,
        burst: int | None = None,
        burst_tokens: int | None = None,
        clock: LimitClock | None = None,
    ) -> None:
        self._clock = clock or SystemLimitClock()
        self._lock = threading.Lock()  # held for arithmetic only, never while somebody waits
        now = self._clock.monotonic()
        rows = (
            ("requests_per_minute", requests_per_minute, "burst", burst),
            ("tokens_per_minute", tokens_per_minute, "burst_tokens", burst_tokens),
        )
        buckets = [_bucket(*row, now=now) for row in rows]
        if not any(buckets):
            raise ConfigError(
                "This rate limiter limits nothing. Give requests_per_minute or tokens_per_minute.",
                key="requests_per_minute",
            )
        self._has_requests, self._has_tokens = (bucket is not None for bucket in buckets)
        self._line = WaitingLine([bucket for bucket in buckets if bucket is not None])

    @property
    def waiting_count(self) -> int:
        """So many threads and tasks wait now."""
        with self._lock:
            return len(self._line)

    def acquire(self, tokens: int = 0, *, token: CancellationToken | None = None) -> Reservation:
        """Block until one request of about `tokens` tokens may be sent.

        Cancelling `token`, from any thread, or Ctrl+C ends the wait and takes nothing. Raises
        `TurnCancelled` then, and `LifecycleError` inside a running event loop.
        """
        if is_inside_a_loop():
            raise LifecycleError(
                "acquire() would block the running event loop. Use 'await aacquire()' there."
            )
        token = token or CancellationToken()
        signal = threading.Event()
        unregister = token.add_callback(lambda _reason: signal.set())
        waiter = self._joined(tokens, signal.set)
        try:
            while True:
                signal.clear()  # before the looks that follow: what changes after them sets it
                token.check()
                wait_s, is_first = self._ask(waiter)
                if not wait_s:
                    return self._reservation(tokens)
                self._clock.wait(signal, wait_s if is_first else max(wait_s, _LOOK_AGAIN_S))
        finally:
            self._leave(waiter)
            unregister()

    async def aacquire(
        self, tokens: int = 0, *, on_wait: Callable[[float], object] | None = None
    ) -> Reservation:
        """Wait, on any loop, until one request of about `tokens` tokens may be sent. Cancelling the
        task ends the wait and takes nothing.

        on_wait: called with the expected seconds when the wait begins, and again when more is known
        or something has changed; must not block.
        """
        wakeup, is_told = Wakeup(), False
        waiter = self._joined(tokens, wakeup.set, is_gone=lambda: wakeup.is_stranded)
        try:
            while True:
                wait_s, is_first = self._ask(waiter)
                if not wait_s:
                    return self._reservation(tokens)
                if on_wait is not None and (is_first or not is_told):
                    on_wait(wait_s)
                    is_told = True
                await self._woken(wakeup, wait_s if is_first else max(wait_s, _LOOK_AGAIN_S))
                wakeup = Wakeup()  # one serves one wait
                with self._lock:
                    waiter.wake = wakeup.set
        finally:
            self._leave(waiter)

    async def _woken(self, wakeup: Wakeup, delay_s: float) -> None:
        """Wait until then, or for so long."""

        async def until_due() -> None:
            await self._clock.sleep(delay_s)
            tasks.cancel_scope.cancel()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(until_due)
            await wakeup.wait()
            tasks.cancel_scope.cancel()

    def _reservation(self, tokens: int) -> Reservation:
        return Reservation(tokens, self._correct)

    def _joined(
        self, tokens: int, wake: Callable[[], object], is_gone: Callable[[], bool] = lambda: False
    ) -> Waiter:
        if tokens < 0:
            raise ValueError(f"A request has no {tokens} tokens.")
        waiter = Waiter(self._costs(1, tokens), wake, is_gone)
        with self._lock:
            self._line.join(waiter)
        return waiter

    def _ask(self, waiter: Waiter) -> tuple[float, bool]:
        """Take what the waiter came for when it may pass. Returns the wait in seconds, 0.0 when it
        passed, and whether it is the first."""
        with self._lock:
            now = self._clock.monotonic()
            wake = self._line.drop_gone()
            wait_s = self._line.wait_s(waiter, now)
            if not wait_s:
                self._line.take(waiter.costs, now)
            is_first = self._line.is_first(waiter)
        wake()
        return wait_s, is_first

    def _leave(self, waiter: Waiter) -> None:
        with self._lock:
            wake = self._line.leave(waiter)
        wake()

    def _correct(self, requests: int, tokens: int) -> None:
        with self._lock:
            self._line.take(self._costs(requests, tokens), self._clock.monotonic())
            wake = self._line.wake_first()
        wake()

    def _costs(self, requests: int, tokens: int) -> list[int]:
        """For the buckets there are."""
        wanted = ((self._has_requests, requests), (self._has_tokens, tokens))
        return [cost for is_there, cost in wanted if is_there]


def _bucket(
    name: str, per_minute: float, burst_name: str, burst: int | None, *, now: float
) -> TokenBucket | None:
    if per_minute < 0:
        raise ConfigError(f"{name} is {per_minute}. It must not be negative.", key=name)
    if burst is not None and burst < 1:
        raise ConfigError(f"{burst_name} is {burst}. It must be at least 1.", key=burst_name)
    if not per_minute:
        return None
    return TokenBucket(per_minute=per_minute, burst=burst or max(1.0, per_minute), now=now)
