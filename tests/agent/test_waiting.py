from __future__ import annotations

import sys
from concurrent.futures import Future
from contextvars import copy_context
from types import SimpleNamespace

import anyio
import pytest

from agent_tui import CallWouldDeadlock, LifecycleError
from agent_tui.agent.waiting import in_thread, is_done, result_of, run_blocking


def done(value: int) -> Future[int]:
    future = Future[int]()
    future.set_result(value)
    return future


async def test_a_loop_gets_the_result_that_another_thread_makes() -> None:
    future = Future[int]()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(anyio.to_thread.run_sync, future.set_result, 7)

        assert await result_of(future) == 7


async def test_what_the_future_raises_comes_out_of_the_await() -> None:
    future = Future[int]()
    future.set_exception(ValueError("no"))

    with pytest.raises(ValueError, match="no"):
        await result_of(future)


async def test_a_cancelled_wait_cancels_the_call_that_was_not_begun() -> None:
    future = Future[int]()

    with anyio.move_on_after(0):
        await result_of(future)

    assert future.cancelled()


async def test_a_future_that_others_wait_for_is_left_alone() -> None:
    future = Future[int]()

    assert not await is_done(future, timeout_s=0)
    assert not future.cancelled()


def test_a_thread_without_a_loop_runs_the_same_coroutine_and_blocks() -> None:
    async def sum_of() -> int:
        return await result_of(done(3)) + await in_thread(lambda: 4)

    assert run_blocking(sum_of(), "sum()", "await sum_of()") == 7


def test_a_blocking_call_raises_what_the_coroutine_raises() -> None:
    future = Future[int]()
    future.set_exception(KeyError("gone"))

    with pytest.raises(KeyError):
        run_blocking(result_of(future), "x()", "await y()")


async def test_a_blocking_call_inside_a_loop_is_a_runtime_error_that_names_the_coroutine() -> None:
    with pytest.raises(RuntimeError, match=r"x\(\) would block .* Use 'await y\(\)'") as caught:
        run_blocking(result_of(done(1)), "x()", "await y()")

    assert isinstance(caught.value, LifecycleError)


def test_a_second_wait_on_a_thread_that_waits_is_an_error_instead_of_a_deadlock() -> None:
    """As a signal handler makes it, which runs in the context of the code that it interrupted."""

    async def interrupted() -> None:
        run_blocking(result_of(done(1)), "chat()", "await achat()")

    with pytest.raises(CallWouldDeadlock, match=r"chat\(\) was called while .* waits in outer\(\)"):
        run_blocking(interrupted(), "outer()", "await outer()")


def test_after_an_error_the_thread_may_wait_again() -> None:
    future = Future[int]()
    future.set_exception(ValueError())

    def twice() -> int:
        with pytest.raises(ValueError):  # noqa: PT011 - raised above
            run_blocking(result_of(future), "x()", "await x()")
        return run_blocking(result_of(done(2)), "x()", "await x()")

    assert copy_context().run(twice) == 2


def test_under_trio_it_says_how_to_go_about_it_instead_of_holding_trio_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    running = SimpleNamespace(lowlevel=SimpleNamespace(in_trio_run=lambda: True))
    monkeypatch.setitem(sys.modules, "trio", running)

    with pytest.raises(LifecycleError, match=r"trio\.to_thread"):
        result_of(Future[int]()).send(None)
