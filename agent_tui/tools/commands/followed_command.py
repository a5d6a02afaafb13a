"""A command read to its end, without a tool call around it."""

from __future__ import annotations

import time
from collections.abc import Callable

from agent_tui.protocol.processes import CommandEnd, SupervisedProcess
from agent_tui.tools.commands.outcome import duration, outcome_facts
from agent_tui.tools.commands.output_collector import OutputCollector


async def followed_command(
    process: SupervisedProcess, folder: str, show: Callable[[str], None]
) -> CommandEnd:
    """See `CommandFollower`."""
    started_s = time.monotonic()
    collector = OutputCollector(folder)
    while data := await process.read():
        if text := collector.add(data):
            show(text)
        await collector.write()
    status = await process.wait()
    if text := collector.end():
        show(text)
    facts = outcome_facts(status) or [f"exit code {status.code or 0}"]
    return CommandEnd(
        output=await collector.taken(),
        facts=(*facts, duration(time.monotonic() - started_s)),
        exit_code=None if status.problem else status.code,
    )
