"""Why no summary came of it."""

from __future__ import annotations

from dataclasses import dataclass

from agent_tui.protocol.failures import Failure


@dataclass
class SummaryFailed(Exception):
    """Nothing has changed. Private to the room, which makes it data."""

    failure: Failure
