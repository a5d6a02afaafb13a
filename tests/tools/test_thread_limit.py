"""Threads for functions of hosts: each session has its own."""

from __future__ import annotations

import threading

import anyio

from agent_tui.tools.functions.calling import called
from agent_tui.tools.thread_limit import SessionThreadLimit


async def test_functions_of_one_session_that_hang_starve_no_other_session() -> None:
    hanging, may_end = threading.Semaphore(0), threading.Event()

    def hang() -> None:
        hanging.release()
        may_end.wait()

    async with anyio.create_task_group() as tasks:
        for _ in range(8):
            tasks.start_soon(called, "one", hang)
        try:
            for _ in range(8):
                await anyio.to_thread.run_sync(hanging.acquire)
            with anyio.fail_after(60):
                assert await called("other", lambda: "fine") == "fine"
        finally:
            may_end.set()


async def test_a_session_has_one_limit_and_it_is_gone_when_nobody_uses_it() -> None:
    limit = SessionThreadLimit("of a test", 2)
    held = limit.limiter("one")

    assert limit.limiter("one") is held
    assert limit.limiter("other") is not held
    async with held:
        assert limit.limiter("one").borrowed_tokens == 1
    del held
    assert limit.limiter("one").borrowed_tokens == 0
    assert not limit._limiters.get()
