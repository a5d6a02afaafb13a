"""The rows of the popup: entries and folders, cut to a width."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.completion.folder_tree import TreeRow
from agent_tui.ui.completion.offer import Entry
from agent_tui.ui.render.cells import cells_of, cut_end, cut_start
from agent_tui.ui.render.marked_runs import marked_runs
from agent_tui.ui.render.one_line import name_line

_CHOSEN, _OTHER = "❯ ", "  "
_GAP = 2  # cells between what is taken and what it means
_LEAST_DETAIL = 12  # fewer cells of a meaning say nothing
_OPEN, _CLOSED, _FILE, _AWAITED = "▾ ", "▸ ", "  ", "…"


class Inks(Struct, frozen=True):
    """plain: of what can be taken. matched: of the letters that were typed. dim: of what it means.
    chosen: of the row that would be taken."""

    plain: Style
    matched: Style
    dim: Style
    chosen: Style


def detail_column(entries: Sequence[Entry], width: int) -> int:
    """Where meanings begin; 0 when there is no room for them, or nothing to say."""
    if not any(entry.detail for entry in entries):
        return 0
    widest = max(cells_of(entry.label + entry.usage) for entry in entries)
    column = min(len(_OTHER) + widest + _GAP, width * 3 // 5)
    return column if width - column >= _LEAST_DETAIL else 0


def entry_row(
    entry: Entry, width: int, column: int, inks: Inks, *, is_chosen: bool
) -> list[Segment]:
    """One entry in `width` cells, not filled up. column: see `detail_column`."""
    room = (column - _GAP if column else width) - len(_OTHER)
    label, matched = _cut(entry, room)
    usage = cut_end(entry.usage, room - cells_of(label))
    plain = inks.chosen if is_chosen else inks.plain
    row = [
        Segment(_CHOSEN if is_chosen else _OTHER, plain),
        *(
            Segment(text, plain + inks.matched if is_match else plain)
            for text, is_match in marked_runs(label, frozenset(matched))
        ),
        Segment(usage, inks.dim if not is_chosen else plain),
    ]
    if column:
        used = len(_OTHER) + cells_of(label + usage)
        row.append(Segment(" " * max(column - used, 0)))
        row.append(Segment(cut_end(entry.detail, width - column), inks.dim))
    return row


def tree_row(row: TreeRow, width: int, inks: Inks, *, is_chosen: bool) -> list[Segment]:
    """One row of the folder tree."""
    # A deep folder in a narrow window: the name is worth more than its indent.
    indent = "  " * min(row.depth, max(width // 6, 0))
    mark = (_OPEN if row.is_open else _CLOSED) if row.is_folder else _FILE
    ink = inks.chosen if is_chosen else inks.plain
    name = name_line(row.name) if row.target else _AWAITED
    start = (_CHOSEN if is_chosen else _OTHER) + indent + mark
    return [Segment(start, ink), Segment(cut_end(name, max(width - len(start), 1)), ink)]


def _cut(entry: Entry, room: int) -> tuple[str, tuple[int, ...]]:
    if not entry.keeps_end:
        label = cut_end(entry.label, room)
        return label, tuple(at for at in entry.matched if at < len(label))
    label = cut_start(entry.label, room)
    lost = len(entry.label) - len(label)
    kept = (at - lost for at in entry.matched)
    return label, tuple(at for at in kept if at > 0 or lost == 0)
