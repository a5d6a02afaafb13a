"""What the sidebar's rows say, as runs of text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TypeVar

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import Delivery, QueuedPrompt
from agent_tui.protocol.status import TurnStatus
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.wrap import Row, row_cells, wrapped
from agent_tui.ui.render.cells import cells_of, cut_end, cut_start
from agent_tui.ui.render.costs import usage_cost
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.durations import duration_text
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.render.todo_entries import TodoEntry, TodoState
from agent_tui.ui.transcript.outline import TurnEntry
from agent_tui.ui.widgets.token_text import token_text

_Entry = TypeVar("_Entry")
_LEAST_HEAD = 8  # cells; rather than less of a prompt, its facts are left out


class TargetKind(Enum):
    """What a row stands for."""

    TURN = auto()
    FILE = auto()


class Target(Struct, frozen=True):
    """What Enter acts on. place: among the outline's entries, or among the files."""

    kind: TargetKind
    place: int


class SideRow(Struct):
    """One row. target: None for titles and what cannot be acted on."""

    runs: Row
    target: Target | None = None


class TurnLook(Struct, frozen=True):
    """How a turn is shown. is_running: it is the last one, and goes on. is_current: the transcript
    shows it. is_chosen: the cursor stands on it, so that its facts get a row of their own."""

    is_running: bool = False
    is_current: bool = False
    is_chosen: bool = False


def turn_rows(
    entry: TurnEntry, target: Target, look: TurnLook, width: int, palette: Palette
) -> list[SideRow]:
    """The head of the prompt with what matters most behind it; a second row when chosen."""
    mark, mark_style = _turn_mark(entry, look, palette)
    facts = [] if look.is_chosen else _short_facts(entry, palette)
    room = width - cells_of(mark)
    if room - row_cells(facts) < _LEAST_HEAD:
        facts = []
    text = palette.text if look.is_chosen else palette.quote
    if look.is_current:
        text = palette.text + palette.strong
    head = Segment(cut_end(entry.head or "(no prompt)", room - row_cells(facts)), text)
    blank = room - cells_of(head.text) - row_cells(facts)
    row = [Segment(mark, mark_style), head, Segment(" " * max(blank, 0), text), *facts]
    rows = [SideRow(row, target)]
    if look.is_chosen and (long := _long_facts(entry)):
        lines = wrapped([Segment(long, palette.dim)], max(width - 2, 1))
        rows += [SideRow([Segment("  ", palette.dim), *line], target) for line in lines]
    return rows


def title_row(title: str, width: int, palette: Palette) -> SideRow:
    """The title of a section."""
    return SideRow([Segment(cut_end(title, width), palette.subheading)])


def note_rows(text: str, width: int, palette: Palette) -> list[SideRow]:
    """A sentence, wrapped."""
    return [SideRow(list(row)) for row in wrapped([Segment(text, palette.dim)], width)]


def file_rows(
    files: Sequence[tuple[str, int]], most: int, width: int, palette: Palette
) -> list[SideRow]:
    """Changed files; of a path, its end is kept."""
    rows = []
    shown, more = _shortened(files, most)
    for place, (path, turns) in enumerate(shown):
        times = f" ×{turns}" if turns > 1 else ""
        name = cut_start(one_line(path), width - 2 - cells_of(times))
        runs = [
            Segment("  ", palette.dim),
            Segment(name, palette.quote),
            Segment(times, palette.dim),
        ]
        rows.append(SideRow(runs, Target(TargetKind.FILE, place)))
    return [*rows, *_more_row(more, width, palette)]


def todo_rows(todos: Sequence[TodoEntry], most: int, width: int, palette: Palette) -> list[SideRow]:
    """The checklist, what is being done first in sight."""
    active = next((at for at, todo in enumerate(todos) if todo.state is TodoState.ACTIVE), 0)
    start = max(min(active - 1, len(todos) - most), 0)
    shown, more = _shortened(todos[start:], most)
    rows = []
    for todo in shown:
        tone = {TodoState.ACTIVE: palette.accent, TodoState.DONE: palette.success}
        text = palette.text if todo.state is TodoState.ACTIVE else palette.dim
        mark = Segment(f"{todo.state.mark} ", tone.get(todo.state, palette.dim))
        rows.append(SideRow([mark, Segment(cut_end(todo.text, width - 2), text)]))
    return [*rows, *_more_row(more, width, palette)]


def queue_rows(
    prompts: Sequence[QueuedPrompt], most: int, width: int, palette: Palette
) -> list[SideRow]:
    """Prompts that wait."""
    shown, more = _shortened(prompts, most)
    rows = [
        SideRow(
            [
                Segment("» " if prompt.delivery is Delivery.STEER else "◦ ", palette.dim),
                Segment(cut_end(one_line(prompt.text), width - 2), palette.quote),
            ]
        )
        for prompt in shown
    ]
    return [*rows, *_more_row(more, width, palette)]


def _shortened(entries: Sequence[_Entry], most: int) -> tuple[Sequence[_Entry], int]:
    if len(entries) <= most:
        return entries, 0
    return entries[: most - 1], len(entries) - most + 1


def _more_row(more: int, width: int, palette: Palette) -> list[SideRow]:
    return [SideRow([Segment(cut_end(f"  … {more} more", width), palette.dim)])] if more else []


def _turn_mark(entry: TurnEntry, look: TurnLook, palette: Palette) -> tuple[str, Style]:
    result = entry.result
    if look.is_running:
        return "▶ ", palette.accent
    if result is not None and result.status in (TurnStatus.ERROR, TurnStatus.MAX_ITERATIONS):
        return "✗ ", palette.error
    if result is not None and result.status is not TurnStatus.OK:
        return "■ ", palette.warning
    return ("▸ " if look.is_current else "  "), palette.accent


def _short_facts(entry: TurnEntry, palette: Palette) -> Row:
    facts: Row = []
    if entry.failures:
        facts.append(Segment(f" ✗{entry.failures}", palette.error))
    if entry.files:
        facts.append(Segment(f" ±{len(entry.files)}", palette.dim))
    if entry.result is not None and entry.result.elapsed_s:
        facts.append(Segment(f" {_short_time(entry.result.elapsed_s)}", palette.dim))
    return facts


def _short_time(seconds: float) -> str:
    if seconds < 99.5:
        return f"{seconds:.0f}s"
    minutes = seconds / 60
    return f"{minutes:.0f}m" if minutes < 99.5 else f"{minutes / 60:.0f}h"


def _long_facts(entry: TurnEntry) -> str:
    parts = []
    if entry.files:
        parts.append(counted(len(entry.files), "file"))
    if entry.failures:
        parts.append(f"{entry.failures} failed")
    if entry.result is not None:
        parts += _result_facts(entry.result)
    return " · ".join(parts)


def _result_facts(result: TurnResult) -> list[str]:
    parts = []
    if result.elapsed_s:
        parts.append(duration_text(result.elapsed_s))
    if tokens := result.usage.total_tokens:
        parts.append(f"{token_text(tokens)} tokens")
    if cost := usage_cost(result.usage):
        parts.append(cost)
    return parts
