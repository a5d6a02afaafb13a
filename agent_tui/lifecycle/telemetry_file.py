"""Telemetry for those who use the program: a file that the settings name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agent_tui.config.settings import Settings

if TYPE_CHECKING:
    from agent_tui.telemetry.telemetry import Telemetry


def telemetry_of(settings: Settings) -> Telemetry | None:
    """Writes to `telemetry_file`; None when the settings name none. No I/O yet."""
    if not settings.telemetry_file:
        return None
    # Deferred: most starts measure nothing.
    from agent_tui.telemetry.jsonl_sink import JsonlSink
    from agent_tui.telemetry.telemetry import Telemetry

    telemetry = Telemetry()
    telemetry.attach_many("telemetry_file", ("*",), JsonlSink(Path(settings.telemetry_file)))
    return telemetry


def telemetry_problem(settings: Settings) -> str:
    """Why `telemetry_file` cannot be written, as a sentence; "" when it can, and is there
    afterwards, or when there is none. Does I/O."""
    if not settings.telemetry_file:
        return ""
    # Deferred, as above.
    from agent_tui.telemetry.jsonl_sink import JsonlSink

    return JsonlSink(Path(settings.telemetry_file)).problem()
