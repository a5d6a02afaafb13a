"""Rows to the text they were drawn from: no decoration, no newline where a line was wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent_tui.protocol.status import TurnStatus
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.items.turn_end_item import TurnEndItem
from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.selection.place import Span
from agent_tui.ui.transcript.selection.row_cells import RowCells


def copied_text(layout: Layout, span: Span) -> str:
    """What a span stands for. An item that is covered from its first text to its last counts as its
    source; without drawing it, unless it is the first or the last one. Between the two, what has no
    `source_in_text` is left out. Items stand a blank line apart, as they do on the screen."""
    out: list[str] = []
    for number in range(span.start.item, span.end.item + 1):
        text = _item_text(layout, number, span)
        if not text:
            continue
        if out:
            out.append("\n\n" if layout.item(number).has_gap else "\n")
        out.append(text)
    return "".join(out)


def source_in_text(item: Item) -> str:
    """The source of an item that stands among others; "" for the line under a turn that went well:
    time and tokens are no part of what was said."""
    if isinstance(item, TurnEndItem) and item.result.status is TurnStatus.OK:
        return ""
    return _source(item)


def copied_rows(rows: Sequence[SourceRow], first: int = 0, end: int | None = None) -> str:
    """The text of neighbouring rows of one item. first: the first cell of the topmost row. end: the
    cell behind the last one of the lowest row, None for all of it."""
    out: list[str] = []
    last = len(rows) - 1
    for at, row in enumerate(rows):
        text = _row_text(
            row,
            first if at == 0 else 0,
            end if at == last and end is not None else row.cell_length,
            is_alone=not last,
            has_lead=at == 0 or row.glue == "\n",
        )
        if text is not None:
            out += (row.glue, text) if out else (text,)
    return "".join(out)


def _item_text(layout: Layout, number: int, span: Span) -> str:
    item = layout.item(number)
    is_first, is_last = number == span.start.item, number == span.end.item
    if not (is_first or is_last):
        return source_in_text(item)
    rows = layout.rows(number)
    top = int(item.has_gap and bool(rows))
    first = span.start[1:] if is_first and span.start.row >= top else (top, 0)
    end = span.end[1:] if is_last else (len(rows) - 1, layout.width)
    if first[0] > end[0]:
        return ""
    if _covers(rows, top, first, end) and (source := _source(item)):
        return source
    return copied_rows(rows[first[0] : end[0] + 1], first[1], end[1])


def _source(item: Item) -> str:
    return item.source().lstrip("\n").rstrip()


def _covers(
    rows: Sequence[SourceRow], top: int, first: tuple[int, int], end: tuple[int, int]
) -> bool:
    """All text of an item lies between two of its cells. top: its first row below the gap."""
    edges = _text_edges(rows[top:])
    if edges is None:
        return False
    (first_row, first_cell), (last_row, last_end) = edges
    return first <= (top + first_row, first_cell) and end >= (top + last_row, last_end)


def _text_edges(
    rows: Sequence[SourceRow],
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Row and cell of the first text, and of the end of the last."""
    first = next(_with_text(enumerate(rows)), None)
    last = next(_with_text(reversed(list(enumerate(rows)))), None)
    if first is None or last is None:
        return None
    return (first[0], first[1].lead_cells), (last[0], RowCells(last[1]).end)


def _with_text(
    rows: Iterator[tuple[int, SourceRow]],
) -> Iterator[tuple[int, SourceRow]]:
    for at, row in rows:
        if row.source or (row.source is None and RowCells(row).end > row.lead_cells):
            yield at, row


def _row_text(
    row: SourceRow, first: int, end: int, *, is_alone: bool, has_lead: bool
) -> str | None:
    """The text of a row between two cells; None when it brings nothing, not even a newline."""
    cells = RowCells(row)
    text_end = max(cells.end, row.lead_cells)
    is_cut_left, is_cut_right = first > row.lead_cells, end < text_end
    lead = row.lead if has_lead and first < max(row.lead_cells, 1) else ""
    if row.source is not None and not (is_cut_left or is_cut_right):
        return lead + row.source if row.source else None
    if row.source == "" and not is_alone:
        return None
    has_text = text_end > row.lead_cells
    if has_text and (end <= row.lead_cells or first >= text_end):
        return None
    return lead + cells.slice(max(first, row.lead_cells), min(end, text_end))
