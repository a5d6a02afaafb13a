"""Waiting for what another thread makes: on an event loop, or in a thread without one.

The coroutines of `Agent` wait by these functions only. So a thread without a loop can run them,
too: they wait by blocking there, and come to their end in one step, which `run_blocking` makes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from contextvars import ContextVar
from typing import Any, TypeVar

import anyio
import anyio.to_thread

from agent_tui.agent.agent_errors import CallWouldDeadlock
from agent_tui.engine.wakeup import is_inside_a_loop, threadsafe
from agent_tui.errors import LifecycleError

Made = TypeVar("Made")

# What this thread blocks in now, "" for nothing. A signal handler sees the context of the code that
# it interrupts, so a second wait finds the first one here.
_blocked_in: ContextVar[str] = ContextVar("_blocked_in", default="")


async def result_of(future: Future[Made]) -> Made:
    """What the future brings, or raises; on any loop, or blocking in a thread without one.

    Cancelled while it waits, it cancels the future: a call that was not begun is not made then.
    """
    try:
        await is_done(future)
    except BaseException:
        future.cancel()
        raise
    return future.result()


async def is_done(
    future: Future[Any], *, timeout_s: float | None = None, is_shielded: bool = False
) -> bool:
    """Wait for a future that others wait for, too, and leave it alone. False when it is not done
    within the time limit. is_shielded: it waits to the end, whatever cancels the task."""
    if not _has_loop():
        wait((future,), timeout_s)
    elif not future.done():
        done = anyio.Event()
        wake = threadsafe(done.set)
        future.add_done_callback(lambda _: wake())
        with anyio.move_on_after(timeout_s, shield=is_shielded):
            await done.wait()
    return future.done()


async def in_thread(act: Callable[[], Made]) -> Made:
    """What `act`, which blocks, returns: from a thread beside the loop, or from this one when it
    has none."""
    if not _has_loop():
        return act()
    # A limiter of its own: the loop's common threads may all wait for this agent.
    return await anyio.to_thread.run_sync(
        act, abandon_on_cancel=True, limiter=anyio.CapacityLimiter(1)
    )


def run_blocking(coroutine: Coroutine[Any, Any, Made], what: str, instead: str) -> Made:
    """Run a coroutine that waits by this file's functions only, and block until its end. what: the
    call that blocks, instead: what to write on a loop, both for the error.

    Raises `LifecycleError` inside a running event loop, and `CallWouldDeadlock` in a signal handler
    that interrupted such a wait.
    """
    try:
        refuse_inside_a_loop(what, instead)
        _refuse_inside_a_wait(what)
        token = _blocked_in.set(what)
    except BaseException:
        coroutine.close()
        raise
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: Made = end.value
        return result
    finally:
        _blocked_in.reset(token)
    coroutine.close()
    raise AssertionError(f"{what} waits in a way that needs an event loop.")


def refuse_inside_a_loop(what: str, instead: str) -> None:
    """Raise `LifecycleError` when this thread runs an event loop, which `what` would hold up."""
    if _has_loop():
        raise LifecycleError(f"{what} would block the running event loop. Use '{instead}' there.")


def _has_loop() -> bool:
    """This thread runs an event loop of asyncio. Raises `LifecycleError` for one of trio, which
    would be held up."""
    if is_inside_a_loop():
        return True
    trio = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_run():
        raise LifecycleError(
            "An Agent is used on asyncio's event loops. Under trio, call the blocking form in a "
            "thread: 'await trio.to_thread.run_sync(agent.chat, text)'."
        )
    return False


def _refuse_inside_a_wait(what: str) -> None:
    if outer := _blocked_in.get():
        raise CallWouldDeadlock(
            f"{what} was called while this thread waits in {outer}, as a signal handler does. "
            "Use submit() or cancel() there: they never wait."
        )
