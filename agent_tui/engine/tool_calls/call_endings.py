"""What stands in the place of a result when a turn ends before its calls do."""

from __future__ import annotations

from agent_tui.engine.tool_calls.tool_call import ToolCall

PROGRAM_ENDED = "The program ended while this ran."
WAITS_FOR_RESUME = "Not run yet: it is asked again when this session is opened."


def stopped_text(call: ToolCall, reason: str) -> str:
    """For a call of a turn that was stopped. reason: the token's, "" when it was not cancelled."""
    if not call.is_begun:
        return f"Not run: {_who(reason)} stopped the turn."
    stopped = f"Stopped by {_who(reason)} after {call.stopwatch.elapsed_s:.1f} s."
    return half_output(call, stopped)


def timed_out_text(call: ToolCall, limit_s: float) -> str:
    """For a call that took longer than its tool allows."""
    return with_output(call, f"Stopped because it took longer than its limit of {limit_s:g} s.")


def half_output(call: ToolCall, text: str) -> str:
    """The same as `with_output`, for a call that no hook sees the result of."""
    return text if call.is_guarded else with_output(call, text)


def with_output(call: ToolCall, text: str) -> str:
    """The end of the output so far, then `text`."""
    output = call.output.text
    if not output:
        return text
    return f"{output}{'' if output.endswith(chr(10)) else chr(10)}{text}"


def _who(reason: str) -> str:
    match reason:
        case "user":
            return "the user"
        case "" | "shutdown":
            return "the end of the program"
        case _:
            return f'the program ("{reason}")'
