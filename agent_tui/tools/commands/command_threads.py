"""Threads for what blocks in the tools for commands: their output files, looks at folders."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio.to_thread

from agent_tui.tools.thread_limit import ThreadLimit

Value = TypeVar("Value")
Given = TypeVar("Given")

_LIMIT = ThreadLimit("command", 4)


async def in_thread(call: Callable[[Given], Value], given: Given) -> Value:
    """The call's value. A cancelled caller still waits for the end of the call."""
    return await anyio.to_thread.run_sync(call, given, limiter=_LIMIT.limiter)
