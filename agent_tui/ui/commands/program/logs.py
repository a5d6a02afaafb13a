"""`/logs`: where the log is, and its last lines."""

from __future__ import annotations

import asyncio
from pathlib import Path

from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.argument import Argument, whole_number
from agent_tui.ui.commands.command import Command, CommandHost
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.listing import Listing

USUAL_LINES = 15
_MOST_LINES = 200
_LINE_BYTES = 400  # of what is read from the end, for each line


def _logs(host: CommandHost, lines: int = USUAL_LINES) -> None:
    if not host.facts.log_file:
        host.show_notice(NoticeLevel.INFO, "Log", "This application writes no log file.")
    else:
        host.in_background(_show(host, min(lines, _MOST_LINES)))


async def _show(host: CommandHost, lines: int) -> None:
    path = host.facts.log_file
    try:
        last = await asyncio.to_thread(last_lines, Path(path), lines)
    except OSError as error:
        host.show_notice(NoticeLevel.WARNING, "Log", f"{path} cannot be read ({error.strerror}).")
        return
    host.show_listing(
        Listing(
            title=f"Log: {harmless(path)}",
            rows=tuple((harmless(line),) for line in last),
            footer="" if last else "It is empty.",
        )
    )


def last_lines(path: Path, count: int) -> list[str]:
    """The last lines of a file, oldest first. Blocks. Raises `OSError`."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = max(size - count * _LINE_BYTES, 0)
        file.seek(start)
        lines = file.read().decode("utf-8", "replace").splitlines()
    whole = lines[1:] if start and len(lines) > 1 else lines
    return whole[-count:]


LOGS = Command(
    "/logs",
    "Where the log file is, and its last lines",
    _logs,
    (Argument("lines", is_optional=True, parse=whole_number),),
    details='The log holds no prompts and no keys. The setting log_level = "debug" writes more.',
)
