"""Why a call is not run, as the model reads it."""

from __future__ import annotations

import msgspec

from agent_tui.protocol.messages import ToolCallPart
from agent_tui.protocol.status import FinishReason


def refusal_text(call: ToolCallPart, finish_reason: FinishReason, *, is_known: bool) -> str:
    """The reason that can be seen without looking into the tool; "" when there is none."""
    if finish_reason is FinishReason.LENGTH:
        return (
            f"The call of {name_of(call)} was not run: the answer reached the output limit, so the "
            "call may be truncated. Repeat it with less text."
        )
    if problem := _arguments_problem(call.arguments):
        return f"The call of {name_of(call)} was not run: its arguments are not valid: {problem}"
    if not is_known:
        return f"The tool {name_of(call)} is not available here. Answer without it."
    return ""


def name_of(call: ToolCallPart) -> str:
    """The tool's name for a sentence."""
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
    except RecursionError:
        return "they are nested too deeply."
    return "" if isinstance(value, dict) else "they must be a JSON object."
