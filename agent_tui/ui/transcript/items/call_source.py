"""A tool call as markdown: what was called, and what came back."""

from __future__ import annotations

from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.fenced import fenced
from agent_tui.ui.render.terminal_text import terminal_text
from agent_tui.ui.render.todo_entries import TodoState
from agent_tui.ui.render.tool_call import CallTitle, call_time
from agent_tui.ui.transcript.items.call_result import CallResult

_BOXES = {TodoState.DONE: "x", TodoState.DROPPED: "-"}


def call_source(title: CallTitle, result: CallResult | None, note: str = "") -> str:
    """A line with verb and target; the command, or arguments that the line does not tell; the
    result, a change as a diff. note: why there is no result."""
    parts = [_heading(title, result, note)]
    if title.command:
        parts.append(fenced(harmless(title.command), "sh"))
    elif title.arguments:
        parts.append(fenced(harmless(title.arguments), "json"))
    if title.todos:
        parts.append(
            "\n".join(f"- [{_BOXES.get(todo.state, ' ')}] {todo.text}" for todo in title.todos)
        )
    if result is not None and result.shows_diff:
        parts.append(fenced(harmless(result.diff), "diff"))
    elif result is not None and not title.todos:
        parts += _text(result)
    return "\n\n".join(parts)


def _heading(title: CallTitle, result: CallResult | None, note: str) -> str:
    first = f"{title.verb} {title.target}".rstrip()
    if result is not None:
        facts = ("failed" if result.is_error else "", call_time(result.elapsed_s))
        note = " · ".join(fact for fact in facts if fact)
    return f"{first} · {note}" if note else first


def _text(result: CallResult) -> list[str]:
    text = harmless(terminal_text(result.text.strip("\n")))
    parts = [fenced(text)] if text.strip() else []
    if result.cut_lines:
        parts.append(f"… {counted(result.cut_lines, 'more line')}")
    if result.blob:
        parts.append(f"Whole output: {result.blob}")
    return parts
