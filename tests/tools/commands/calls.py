"""Calls of the tools for commands, with a supervisor at work."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from agent_tui.protocol.tools import Tool, ToolResult
from agent_tui.tools.command_output import CommandOutput
from agent_tui.tools.kill_command import KillCommand
from agent_tui.tools.run_command import RunCommand
from tests.lifecycle.processes.real_processes import a_supervisor
from tests.tools.fake_context import FakeContext


@asynccontextmanager
async def a_context(workspace: Path) -> AsyncIterator[FakeContext]:
    async with a_supervisor() as supervisor:
        yield FakeContext(_real(workspace), processes=supervisor)


async def run(context: FakeContext, command: str, **arguments: object) -> ToolResult:
    return await _call(RunCommand(), context, command=command, **arguments)


async def start(context: FakeContext, command: str) -> int:
    """A background command's number."""
    result = await run(context, command, background=True)
    found = re.search(r"runs in the background as (\d+)", result.text)
    assert found, result.text
    return int(found[1])


async def look(context: FakeContext, number: int, wait_s: float = 0) -> str:
    return (await _call(CommandOutput(), context, id=number, wait_s=wait_s)).text


async def kill(context: FakeContext, number: int) -> str:
    return (await _call(KillCommand(), context, id=number)).text


async def _call(tool: Tool, context: FakeContext, **arguments: object) -> ToolResult:
    return await tool.run(tool.parsed(msgspec.json.encode(arguments).decode()), context)


def _real(folder: Path) -> str:
    return os.path.realpath(folder)
