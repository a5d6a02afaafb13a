"""What becomes of the tool calls of one answer."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from agent_tui.protocol.failures import Failure
from agent_tui.protocol.messages import ToolCallPart
from agent_tui.protocol.status import FinishReason

MAX_SAME_FAILURES = 3


def refusal_text(call: ToolCallPart, finish_reason: FinishReason) -> str:
    """What the model reads instead of a result: why this call was not run.

    This engine has no tools of its own, so every call is answered this way.
    """
    if finish_reason is FinishReason.LENGTH:
        return (
            f"The call of {_name(call)} was not run: the answer reached the output limit, so the "
            "call may be truncated. Repeat it with less text."
        )
    if problem := _arguments_problem(call.arguments):
        return f"The call of {_name(call)} was not run: its arguments are not valid: {problem}"
    return f"The tool {_name(call)} is not available here. Answer without it."


def _name(call: ToolCallPart) -> str:
    return f'"{call.name}"' if call.name else "a tool without a name"


def _arguments_problem(arguments: str) -> str:
    if not arguments.strip():
        return ""  # many models send nothing for a tool without parameters
    try:
        value = msgspec.json.decode(arguments)
    except msgspec.DecodeError as error:
        return f"{error}."
    except UnicodeEncodeError:
        return "they hold half of a surrogate pair."
    return "" if isinstance(value, dict) else "they must be a JSON object."


class RepeatedFailures:
    """Notices when a model repeats the same failing call in one step after the other."""

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
                    text=f"The call of {_name(call)} failed {MAX_SAME_FAILURES} times in a row "
                    "with the same arguments, so the turn was stopped. Say how to go on, or choose "
                    "another model.",
                )
        return None
