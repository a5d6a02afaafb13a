"""Notices when a model repeats the same failing call in one step after the other."""

from __future__ import annotations

from collections.abc import Iterable

from agent_tui.engine.tool_calls.call_refusals import name_of
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ToolCallPart

MAX_SAME_FAILURES = 3


class RepeatedFailures:
    """Counts calls with the same name and arguments that fail in a row. A call that the user or a
    rule refused counts, too: a model that does not take no for an answer runs in circles."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}

    def after_step(self, failed: Iterable[ToolCallPart]) -> Failure | None:
        """Count a step's failed calls; a failure when one of them has failed three times in a
        row."""
        calls = {(call.name, call.arguments): call for call in failed}
        self._counts = {key: self._counts.get(key, 0) + 1 for key in calls}
        for key, call in calls.items():
            if self._counts[key] >= MAX_SAME_FAILURES:
                return Failure(
                    kind="ToolCallRepeated",
                    title="The model repeats a failing tool call",
                    text=f"The call of {name_of(call)} failed {MAX_SAME_FAILURES} times in a row "
                    "with the same arguments, so the turn was stopped. Say how to go on, or choose "
                    "another model.",
                )
        return None

    def forget(self) -> None:
        """Begin anew."""
        self._counts.clear()
