"""How a tool call is drawn: its line, and what stands below it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.link_targets import link_to
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.markdown.wrap import Row, row_cells
from agent_tui.ui.render.cells import cells_of, cut_end, cut_start
from agent_tui.ui.render.diff_row import write_diff
from agent_tui.ui.render.diff_rows import diff_rows
from agent_tui.ui.render.one_line import one_line
from agent_tui.ui.render.output_tail import OutputTail
from agent_tui.ui.render.shell_result import shell_output
from agent_tui.ui.render.todo_entries import TodoState
from agent_tui.ui.render.tool_call import CallKind, CallTitle, call_time
from agent_tui.ui.transcript.items.call_output import (
    OPEN_ROWS,
    OWN_TAIL_ROWS,
    TAIL_ROWS,
    write_note,
    write_output,
    write_tail,
)
from agent_tui.ui.transcript.items.call_result import CallResult

DIFF_ROWS = 16
_ROOM_FOR_TIME = 20  # cells; in less, the result itself is told rather than its time


class Look(Struct, frozen=True):
    """Which part of a result is drawn; see `ToolCallItem`. is_own: of a command that the user
    ran."""

    is_open: bool
    is_stale: bool
    is_own: bool


def write_title(
    title: CallTitle,
    marker: Segment,
    ending: Sequence[Segment],
    writer: RowWriter,
    palette: Palette,
) -> None:
    """The call's line, and the indentation of what will stand below it. Copied, it is whole."""
    is_indented = writer.push(Segment("  ", palette.text), marker)
    row = _title_row(title, ending, writer.width - (0 if is_indented else 2), palette)
    whole = f"{title.verb} {title.target}".rstrip() + "".join(run.text for run in ending)
    writer.row(row if is_indented else [marker, *row], source=whole)


def result_ending(title: CallTitle, result: CallResult, palette: Palette) -> list[Segment]:
    """How the call went and how long it took."""
    said = result.said(title)
    ending = []
    if result.shows_diff:
        tones = {"+": palette.success, "−": palette.error}
        words = said.split(" ")
        ending = [Segment(f" {word}", tones.get(word[0], palette.dim)) for word in words]
    elif said:
        ending = [
            Segment(" · ", palette.dim),
            Segment(said, palette.error if result.is_error else palette.dim),
        ]
    if time := call_time(result.elapsed_s):
        ending.append(Segment(f" · {time}", palette.dim))
    return ending


def _title_row(title: CallTitle, ending: Sequence[Segment], width: int, palette: Palette) -> Row:
    """One row. When it is too long, the target gives way first, down to half of the row."""
    head = [Segment(cut_end(title.verb, max(width - 2, 1)), palette.text)]
    target = f" {title.target}" if title.target else ""
    needed = row_cells(head) + cells_of(target)
    most = max(width - needed, (width + 2) // 2, 2)
    if most < min(row_cells(ending), _ROOM_FOR_TIME) and len(ending) > 2:
        ending = ending[:-1]
    end = _shortened(ending, most)
    room = width - row_cells(head) - row_cells(end)
    shown = title.target
    if title.kind is CallKind.READ and cells_of(shown) > room - 1 and title.paths:
        shown = one_line(title.paths[0])  # the name tells more than which of its lines
    cut = cut_start(shown, room - 1) if title.keeps_end else cut_end(shown, room - 1)
    if target and cut:
        head.append(Segment(" ", palette.quote))
        # Of several files, each is named below.
        link = link_to(title.places[0]) if len(title.paths) == 1 else Style.null()
        head.append(Segment(cut, palette.quote + link))
    return [*head, *_shortened(end, max(width - row_cells(head), 0))]


def write_result(
    title: CallTitle, result: CallResult, look: Look, writer: RowWriter, palette: Palette
) -> None:
    """What stands below a call that is over."""
    if result.shows_diff:
        diff = result.diff
        if title.keeps_end:  # it names the file already
            diff = diff[diff.find("\n@@ ") + 1 :]
        name = title.paths[0] if title.paths else ""
        most = OPEN_ROWS if look.is_open else DIFF_ROWS
        write_diff(diff_rows(diff, writer.width, palette, most=most, name=name), writer)
    elif title.todos and not result.is_error and not look.is_stale:
        _write_todos(title, writer, palette)
    elif look.is_open:
        write_output(title, result, writer, palette)
    elif title.is_shell and (result.is_error or (look.is_own and result.has_more(title))):
        tail = OutputTail()
        tail.feed(shell_output(result.text))
        write_tail(tail, writer, palette, most=OWN_TAIL_ROWS if look.is_own else TAIL_ROWS)
    if look.is_open and result.blob:
        write_note(f"whole output: {result.blob}", writer, palette)


def estimated_body_rows(result: CallResult, look: Look) -> int:
    """A guess, without looking at the title."""
    if result.diff:
        return min(result.diff.count("\n"), OPEN_ROWS if look.is_open else DIFF_ROWS)
    if look.is_open:
        return min(result.text.count("\n") + 1, OPEN_ROWS)
    return min(result.text.count("\n"), OWN_TAIL_ROWS) if look.is_own else 0


def _write_todos(title: CallTitle, writer: RowWriter, palette: Palette) -> None:
    styles = {TodoState.ACTIVE: palette.accent, TodoState.DONE: palette.success}
    for entry in title.todos:
        style = styles.get(entry.state, palette.dim)
        text = palette.text if entry.state is TodoState.ACTIVE else palette.dim
        is_pushed = writer.push(Segment("  ", text), Segment(f"{entry.state.mark} ", style))
        writer.wrap([Segment(entry.text, text)])
        if is_pushed:
            writer.pop()


def _shortened(segments: Sequence[Segment], cells: int) -> list[Segment]:
    """In at most so many cells: the longest piece is cut first, then what stands last."""
    row = list(segments)
    if (over := row_cells(row) - cells) > 0:
        longest = max(range(len(row)), key=lambda place: cells_of(row[place].text))
        text, style, _ = row[longest]
        row[longest] = Segment(cut_end(text, max(cells_of(text) - over, 2)), style)
    while row and (over := row_cells(row) - cells) > 0:
        text, style, _ = row.pop()
        if (left := cells_of(text) - over) > 1:
            row.append(Segment(cut_end(text, left), style))
    return row
