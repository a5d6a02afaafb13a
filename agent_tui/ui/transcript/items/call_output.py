"""The output of a tool call: its end while it runs, all of it when it is opened."""

from __future__ import annotations

from rich.segment import Segment

from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.render.cells import cells_of, cut_end
from agent_tui.ui.render.counted import counted
from agent_tui.ui.render.exact_text import exact_rows
from agent_tui.ui.render.one_line import exact_line
from agent_tui.ui.render.output_rows import output_rows, path_rows, write_numbered
from agent_tui.ui.render.output_tail import OutputTail
from agent_tui.ui.render.shell_result import shell_ending_line, shell_output
from agent_tui.ui.render.terminal_text import terminal_text
from agent_tui.ui.render.tool_call import CallKind, CallTitle
from agent_tui.ui.transcript.items.call_result import CallResult

TAIL_ROWS = 5
OWN_TAIL_ROWS = 12
"""Of a command of the user's, who ran it to see what it prints."""
OPEN_ROWS = 400
OPEN_TAIL_ROWS = 24  # of a running command, drawn anew with each portion
_BREAK_SIGN = "↵"


def write_whole_command(title: CallTitle, writer: RowWriter, palette: Palette) -> None:
    """The exact command, if the line above cannot show it. Copied, it has no signs."""
    command = title.command.strip("\n")
    fits = "\n" not in command and cells_of(title.target) < writer.width // 2
    if fits or not command:
        return
    lines = command.split("\n")[:OPEN_ROWS]
    for number, line in enumerate(lines, start=1):
        is_inner = bool(line) and number < len(lines)
        sign = [Segment(_BREAK_SIGN, palette.warning)] if is_inner else []
        rows = list(exact_rows(line, writer.width - len(sign), palette.text, palette.warning))
        for index, row in enumerate(rows):
            end = sign if index == len(rows) - 1 else []
            writer.row([*row, *end], source="" if index else line or None)


def write_tail(
    tail: OutputTail, writer: RowWriter, palette: Palette, *, most: int = TAIL_ROWS
) -> None:
    """The last rows of an output, at most so many, under a row that counts the others."""
    rows, above = tail.last_rows(writer.width, most, output_rows(palette.dim))
    if above:
        writer.row([Segment(cut_end(f"… {above} above", writer.width), palette.dim)], source="")
    for row in rows:
        writer.row(row)


def write_output(title: CallTitle, result: CallResult, writer: RowWriter, palette: Palette) -> None:
    """The beginning of a whole output, and how many lines follow; of a command, how it ended stands
    below it."""
    text, is_error = result.text, result.is_error
    ending = shell_ending_line(text, is_error=is_error) if title.is_shell else ""
    output = shell_output(text) if ending else text
    lines = terminal_text(output.strip("\n")).split("\n") if output.strip() else []
    more = len(lines) - _write_lines(title, lines, writer, palette) + result.cut_lines
    if more:
        write_note(counted(more, "more line"), writer, palette)
    tone = palette.error if is_error else palette.dim
    if ending:
        writer.wrap([Segment(ending, tone)])


def write_note(text: str, writer: RowWriter, palette: Palette) -> None:
    """A remark of ours below an output."""
    writer.wrap([Segment(f"… {exact_line(text)}", palette.dim)], source="")


def _write_lines(title: CallTitle, lines: list[str], writer: RowWriter, palette: Palette) -> int:
    """As many lines as fit into `OPEN_ROWS`; how many those are."""
    is_file = title.kind is CallKind.READ and bool(title.paths)
    draw = (path_rows if title.kind is CallKind.FIND else output_rows)(palette.quote)
    left = OPEN_ROWS
    for shown, line in enumerate(lines):
        if left <= 0:
            return shown
        styles = (palette.dim, palette.quote)
        if is_file and (count := write_numbered(line, title.paths[0], writer, styles, left)):
            left -= count
            continue
        rows = draw(line, writer.width)[:left]
        for row in rows:
            writer.row(row)
        left -= len(rows)
    return len(lines)
