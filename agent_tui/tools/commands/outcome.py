"""How a command ended, as one line for the model. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.processes import ExitStatus
from agent_tui.protocol.tools import ToolResult


def has_failed(status: ExitStatus) -> bool:
    """Anything but exit code 0."""
    return status.code != 0 or bool(status.problem)


def outcome_facts(status: ExitStatus) -> list[str]:
    """What is worth saying; nothing for a plain success."""
    facts = []
    if status.signal:
        facts.append(f"ended by {status.signal}")
    elif status.code:
        facts.append(f"exit code {status.code}")
    if status.left_over:
        facts.append(f"{processes(status.left_over)} that it left running ended")
    if status.problem:
        facts.append(status.problem.rstrip("."))
    return facts


def processes(count: int) -> str:
    """A number of them in words."""
    return "1 process" if count == 1 else f"{count} processes"


def duration(seconds: float) -> str:
    """12.3 s, 4 min 5 s."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def command_result(output: str, facts: Sequence[str], *, is_error: bool = False) -> ToolResult:
    """The output with the facts in brackets below it."""
    output = output.rstrip("\n") if output.strip() else "(no output)"
    return ToolResult(text=f"{output}\n[{' · '.join(facts)}]", is_error=is_error)
