"""How a tool call is drawn: its line, and what stands below it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.markdown.wrap import Row, row_cells, wrapped
from agent_tui.ui.render.cells import cells_of, cut_end, cut_start
from agent_tui.ui.render.diff_rows import diff_rows
from agent_tui.ui.render.exact_text import exact_rows
from agent_tui.ui.render.one_line import exact_line
from agent_tui.ui.render.output_tail import OutputTail, monospace_rows
from agent_tui.ui.render.shell_result import shell_output
from agent_tui.ui.render.terminal_text import terminal_text
from agent_tui.ui.render.todo_entries import TodoState
from agent_tui.ui.render.tool_call import CallTitle, call_result, call_time

TAIL_ROWS = 5
DIFF_ROWS = 16
OPEN_ROWS = 400
_OPEN_TAIL_ROWS = 24  # of a running command, drawn anew with each portion
_ROOM_FOR_TIME = 20  # cells; in less, the result itself is told rather than its time
_MOST_TEXT = 64_000  # characters of a result or a diff: more than 400 rows hold on most screens
_MARKS = {
    TodoState.OPEN: "○",
    TodoState.ACTIVE: "◐",
    TodoState.DONE: "✓",
    TodoState.DROPPED: "✗",
}


class CallResult(Struct, frozen=True):
    """What a call gave back; see `ToolResultPart`. summary: of the whole result, when only its
    beginning is kept; cut_lines: how many lines of text are not."""

    text: str
    is_error: bool = False
    elapsed_s: float = 0.0
    diff: str = ""
    blob: str = ""
    summary: str = ""
    cut_lines: int = 0

    @property
    def is_small(self) -> bool:
        """All of it may be kept."""
        return len(self.text) <= _MOST_TEXT and len(self.diff) <= _MOST_TEXT

    def bounded(self, title: CallTitle) -> CallResult:
        """The same, without what would never be shown."""
        return replace(
            self,
            text=self.text[:_MOST_TEXT],
            diff=self.diff[:_MOST_TEXT],
            summary=self.said(title),
            cut_lines=self.text.count("\n", _MOST_TEXT),
        )

    def said(self, title: CallTitle) -> str:
        """The result in a few words."""
        return self.summary or call_result(title, self.text, is_error=self.is_error, diff=self.diff)


class Look(Struct, frozen=True):
    """Which part of a result is drawn; see `ToolCallItem`."""

    is_open: bool
    is_stale: bool


def title_row(
    title: CallTitle, marker: Segment, ending: Sequence[Segment], width: int, palette: Palette
) -> Row:
    """One row. When it is too long, the target gives way first, down to half of the row."""
    head = [marker, Segment(cut_end(title.verb, max(width - 4, 1)), palette.text)]
    target = f" {title.target}" if title.target else ""
    needed = row_cells(head) + cells_of(target)
    most = max(width - needed, width // 2, 2)
    if most < min(row_cells(ending), _ROOM_FOR_TIME) and len(ending) > 2:
        ending = ending[:-1]
    end = _shortened(ending, most)
    room = width - row_cells(head) - row_cells(end)
    cut = cut_start(title.target, room - 1) if title.keeps_end else cut_end(title.target, room - 1)
    if target and cut:
        head.append(Segment(f" {cut}", palette.quote))
    return [*head, *_shortened(end, max(width - row_cells(head), 0))]


def result_ending(title: CallTitle, result: CallResult, palette: Palette) -> list[Segment]:
    """How the call went and how long it took."""
    said = result.said(title)
    ending = []
    if result.diff and not result.is_error:
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


def write_whole_command(title: CallTitle, writer: RowWriter, palette: Palette) -> None:
    """The exact command, if the line above cannot show it."""
    command = title.command.strip("\n")
    if "\n" not in command and cells_of(title.target) < writer.width // 2:
        return
    for row in exact_rows(command, writer.width, palette.text, palette.warning):
        writer.row(row)


def write_result(
    title: CallTitle, result: CallResult, look: Look, writer: RowWriter, palette: Palette
) -> None:
    """What stands below a call that is over."""
    if result.diff and not result.is_error:
        diff = result.diff
        if title.keeps_end:  # it names the file already
            diff = diff[diff.find("\n@@ ") + 1 :]
        for row in diff_rows(
            diff, writer.width, palette, most=OPEN_ROWS if look.is_open else DIFF_ROWS
        ):
            writer.row(row)
    elif title.todos and not result.is_error and not look.is_stale:
        _write_todos(title, writer, palette)
    elif look.is_open:
        _write_text(result, writer, palette)
    elif result.is_error and title.is_shell:
        tail = OutputTail()
        tail.feed(shell_output(result.text))
        write_tail(tail, writer, palette)
    if look.is_open and result.blob:
        _write_note(f"whole output: {result.blob}", writer, palette)


def write_tail(
    tail: OutputTail, writer: RowWriter, palette: Palette, *, is_open: bool = False
) -> None:
    """The last rows of an output, under a row that counts the others."""
    rows, above = tail.last_rows(writer.width, _OPEN_TAIL_ROWS if is_open else TAIL_ROWS)
    if above:
        writer.row([Segment(cut_end(f"… {above} above", writer.width), palette.dim)])
    _write_rows(rows, palette.dim, writer)


def estimated_body_rows(result: CallResult, *, is_open: bool) -> int:
    """A guess, without looking at the title."""
    if result.diff:
        return min(result.diff.count("\n"), OPEN_ROWS if is_open else DIFF_ROWS)
    return min(result.text.count("\n") + 1, OPEN_ROWS) if is_open else 0


def _write_todos(title: CallTitle, writer: RowWriter, palette: Palette) -> None:
    styles = {TodoState.ACTIVE: palette.accent, TodoState.DONE: palette.success}
    for entry in title.todos:
        style = styles.get(entry.state, palette.dim)
        text = palette.text if entry.state is TodoState.ACTIVE else palette.dim
        is_pushed = writer.push(Segment("  ", text), Segment(f"{_MARKS[entry.state]} ", style))
        for row in wrapped([Segment(entry.text, text)], writer.width):
            writer.row(row)
        if is_pushed:
            writer.pop()


def _write_text(result: CallResult, writer: RowWriter, palette: Palette) -> None:
    lines = terminal_text(result.text.strip("\n")).split("\n") if result.text.strip() else []
    rows: list[str] = []
    shown = 0
    for line in lines:
        if len(rows) >= OPEN_ROWS:
            break
        rows += monospace_rows(line, writer.width)
        shown += 1
    _write_rows(rows[:OPEN_ROWS], palette.quote, writer)
    if more := len(lines) - shown + result.cut_lines:
        _write_note(f"{more:,} more {'line' if more == 1 else 'lines'}", writer, palette)


def _write_note(text: str, writer: RowWriter, palette: Palette) -> None:
    for row in wrapped([Segment(f"… {exact_line(text)}", palette.dim)], writer.width):
        writer.row(row)


def _write_rows(rows: Sequence[str], style: Style, writer: RowWriter) -> None:
    for text in rows:
        writer.row([Segment(text, style)])


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
