"""The result of a shell command: what it printed, and how it ended."""

from __future__ import annotations

import re

from agent_tui.ui.render.one_line import one_line

_SHORT_RESULT = 100  # characters; a longer line is counted, not shown
_DURATION = re.compile(r"[\d.]+ (?:s|min [\d.]+ s)")
_NO_OUTPUT = "(no output)"


def shell_output(text: str) -> str:
    """What a command printed, without the line below it that says how it ended."""
    return _parted(text)[0]


def shell_ending_line(text: str, *, is_error: bool) -> str:
    """The line below a whole output: `exit code 1 · 2.6 s`. "" when the output says it itself."""
    _, ending, is_marked = _parted(text)
    if not is_marked:
        return ""
    facts = [one_line(fact) for fact in ending.split(" · ")]
    if not is_error and all(_DURATION.fullmatch(fact) for fact in facts):
        facts.insert(0, "exit code 0")
    return " · ".join(facts)


def shell_ending(text: str, *, is_error: bool) -> str:
    """`exit code 1`; of a success the number of lines, and what else is worth knowing."""
    output, ending, is_marked = _parted(text)
    if not is_error and not is_marked:
        return counted_lines(text)
    facts = [fact for fact in ending.split(" · ") if not _DURATION.fullmatch(fact)]
    said = one_line(facts[0]) if facts else ""
    if is_error:
        return said or "failed"
    counted = counted_lines(output) if output or not said else ""
    return " · ".join(part for part in (said, counted) if part)


def counted_lines(text: str) -> str:
    """`42 lines`, or a short text itself."""
    text = text.strip()
    if lines := text.count("\n"):
        return f"{lines + 1:,} lines"
    return (one_line(text) if len(text) <= _SHORT_RESULT else "1 line") or "no output"


def _parted(text: str) -> tuple[str, str, bool]:
    """Output; how it ended; whether that was marked by brackets, as the tool does. What the engine
    says of a call that it stopped is a plain sentence."""
    output, _, ending = text.strip("\n").rpartition("\n")
    is_marked = ending.startswith("[") and ending.endswith("]")
    output = output.strip("\n")
    return "" if output == _NO_OUTPUT else output, ending[1:-1] if is_marked else ending, is_marked
