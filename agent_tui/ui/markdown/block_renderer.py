"""Block tokens to rows: paragraphs, headings, lists, quotes, code, tables, rules, HTML as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style

from agent_tui.ui.markdown import definitions
from agent_tui.ui.markdown.code_rows import CodeRows
from agent_tui.ui.markdown.definitions import definitions_of
from agent_tui.ui.markdown.highlight import highlighted
from agent_tui.ui.markdown.inline import definition_runs, inline_runs
from agent_tui.ui.markdown.joint import DrawState, Joint
from agent_tui.ui.markdown.palette import Palette
from agent_tui.ui.markdown.parser import fence_language
from agent_tui.ui.markdown.row_writer import Frame, RowWriter
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.markdown.table import TableShape, write_table
from agent_tui.ui.markdown.wrap import WrappedRow, expanded, row_cells, wrapped

if TYPE_CHECKING:
    from markdown_it.token import Token

_BULLETS = ("•", "◦", "▪")
_NO_PREFIX = Segment("")
_TASK = re.compile(r"\[([ xX])\](?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Pen:
    """What all portions of one text are drawn with."""

    frame: Frame
    palette: Palette


def render_blocks(
    tokens: Sequence[Token],
    source: str,
    pen: Pen,
    state: DrawState,
    *,
    next_joint: Joint = Joint.BLOCK,
    next_glue: str = "\n",
) -> tuple[list[SourceRow], DrawState]:
    """Rows of one portion, and the state for the next, which will attach by `next_joint`.

    source: what `tokens` were parsed from. With RUN_ON the last row is not returned: it is open.
    next_glue: of the next portion's first row, see `SourceRow`.
    """
    renderer = _BlockRenderer(source, pen, state, next_joint)
    return renderer.portion(tokens, next_glue)


class _BlockRenderer:
    def __init__(self, source: str, pen: Pen, state: DrawState, next_joint: Joint) -> None:
        self._lines = source.split("\n")
        self._ends_blank = source[-1:].isspace()
        self._palette = pen.palette
        self._state = state
        self._joint = state.joint  # consumed by the first block
        self._next_joint = next_joint
        self._writer = RowWriter(pen.frame, pen.palette.text, state.glue)
        self._bullet_depth = 0
        self._open_row: WrappedRow | None = None
        self._next_number: int | None = None
        self._shape: TableShape | None = None

    def portion(self, tokens: Sequence[Token], next_glue: str) -> tuple[list[SourceRow], DrawState]:
        state = self._state
        if self._joint is Joint.RUN_ON and not (tokens and tokens[0].type == "paragraph_open"):
            self._flush_open_row()
        if state.has_rows and self._joint in (Joint.BLOCK, Joint.ITEM_SPACED):
            self._writer.gap()
        for index, block in enumerate(_siblings(tokens)):
            if index:
                self._joint = Joint.BLOCK
                if state.has_rows or self._writer.rows:  # a block may have no rows at all
                    self._writer.gap()
            self._draw(block, self._palette.text)
        end = DrawState(
            joint=self._next_joint,
            has_rows=state.has_rows or bool(self._writer.rows) or bool(self._open_row),
            open_row=self._open_row,
            glue=next_glue,
            next_number=self._next_number,
            shape=self._shape,
        )
        return self._writer.rows, end

    def _draw(self, block: Sequence[Token], style: Style) -> None:
        self._DRAWN_BY[block[0].type](self, block, style)

    def _flush_open_row(self) -> None:
        row = self._state.open_row
        if row:
            is_blank_last = not row[-1].text.strip(" ")  # it stood for the blank at the cut
            self._writer.row(WrappedRow(row[:-1], row.glue) if is_blank_last else row)
            self._writer.gap()
        self._joint = Joint.BLOCK

    def _paragraph(self, block: Sequence[Token], style: Style) -> int:
        """The width of its longest row."""
        runs = inline_runs(block[1], style, self._palette)
        open_row = self._state.open_row if self._joint is Joint.RUN_ON else None
        self._joint = Joint.BLOCK
        rows = wrapped([*(open_row or ()), *runs], self._writer.width)
        if open_row is not None:
            rows[0].glue = open_row.glue
        if self._next_joint is Joint.RUN_ON:
            self._open_row = rows.pop()
            if self._ends_blank:
                self._open_row.append(Segment(" ", style))
        for row in rows:
            self._writer.row(row)
        return max(map(row_cells, rows), default=0)

    def _heading(self, block: Sequence[Token], style: Style) -> None:
        is_main = block[0].tag in ("h1", "h2")
        style = self._palette.heading if is_main else self._palette.subheading
        self._writer.nest(_NO_PREFIX, _NO_PREFIX, marker_lead=f"{'#' * int(block[0].tag[1])} ")
        cells = self._paragraph(block, style)
        self._writer.pop()
        if block[0].tag == "h1" and cells:  # underlined text would look like a link
            self._writer.row([Segment("─" * cells, self._palette.faint)], source="")

    def _list(self, block: Sequence[Token], style: Style) -> None:
        joint, self._joint = self._joint, Joint.BLOCK
        is_rest = joint in (Joint.ITEM_REST, Joint.ITEM_REST_SPACED)
        is_continued = is_rest or joint in (Joint.ITEM, Joint.ITEM_SPACED)
        number = self._first_number(block[0], is_continued)
        self._bullet_depth += 1
        for index, item in enumerate(_siblings(block[1:-1])):
            is_old = is_rest and not index
            if index and self._is_spaced(item):
                self._writer.gap()
            self._start_item(item, number, has_marker=not is_old)
            if is_old and joint is Joint.ITEM_REST_SPACED:
                self._writer.gap()
            self._children(item[1:-1], style)
            self._writer.pop()
            number = None if number is None else number + 1
        self._bullet_depth -= 1
        if number is not None and block[0].level == 0:
            is_unfinished = self._next_joint in (Joint.ITEM_REST, Joint.ITEM_REST_SPACED)
            self._next_number = number - is_unfinished

    def _first_number(self, opening: Token, is_continued: bool) -> int | None:
        if opening.type != "ordered_list_open":
            return None
        if is_continued and self._state.next_number is not None:
            return self._state.next_number
        return int(opening.attrs.get("start", 1))

    def _start_item(self, item: Sequence[Token], number: int | None, *, has_marker: bool) -> None:
        bullet = _BULLETS[(self._bullet_depth - 1) % len(_BULLETS)]
        text = f"{bullet} " if number is None else f"{number}{item[0].markup} "
        lead = "- " if number is None else text
        blanks = " " * len(lead)
        colour = self._palette.marker
        if has_marker and (is_done := _take_task_box(item)) is not None:
            text = ("" if number is None else text) + ("☑ " if is_done else "☐ ")
            lead += "[x] " if is_done else "[ ] "
            colour = self._palette.success if is_done else colour
        indent = Segment(" " * len(text), self._palette.text)
        marker = Segment(text, colour) if has_marker else None
        self._writer.nest(indent, marker, lead=blanks, marker_lead=lead)

    def _children(self, tokens: Sequence[Token], style: Style) -> None:
        for index, block in enumerate(_siblings(tokens)):
            if index and self._is_spaced(block):
                self._writer.gap()
            self._draw(block, style)

    def _is_spaced(self, block: Sequence[Token]) -> bool:
        """A blank line stands before it. Told by this line alone, not by whether the list is loose:
        that may be known only when its last item has arrived."""
        where = block[0].map
        return bool(where and where[0] and not self._lines[where[0] - 1].strip(" \t>"))

    def _quote(self, block: Sequence[Token], style: Style) -> None:
        joint, self._joint = self._joint, Joint.BLOCK
        self._writer.nest(Segment("▎ ", self._palette.faint), lead="> ")
        if joint is Joint.QUOTE:
            self._writer.gap()
        for index, child in enumerate(_siblings(block[1:-1])):
            if index:
                self._writer.gap()
            self._draw(child, self._palette.quote)
        self._writer.pop()

    def _code(self, block: Sequence[Token], style: Style) -> None:
        token = block[0]
        language = fence_language(token.info)
        rows = CodeRows(self._writer, self._palette)
        rows.write(highlighted(token.content, language, self._palette))
        rows.close()

    def _table(self, block: Sequence[Token], style: Style) -> None:
        is_continued = self._joint in (Joint.TABLE, Joint.TABLE_REST)
        shape = self._state.shape if is_continued else None
        self._joint = Joint.BLOCK
        self._shape = write_table(block, self._writer, self._palette, shape)

    def _rule(self, block: Sequence[Token], style: Style) -> None:
        line = Segment("─" * self._writer.width, self._palette.faint)
        self._writer.row([line], source="---")

    def _html(self, block: Sequence[Token], style: Style) -> None:
        text = expanded(block[0].content.rstrip("\n"))
        self._writer.wrap([Segment(text, self._palette.dim)])

    def _definitions(self, block: Sequence[Token], style: Style) -> None:
        self._joint = Joint.BLOCK
        for definition in definitions_of(block[0]):
            runs = definition_runs(definition, self._palette)
            self._writer.wrap(runs)

    # Not bound to one renderer: its rows would wait for the garbage collector, which runs rarely.
    _DRAWN_BY: ClassVar[dict[str, Callable[[_BlockRenderer, Sequence[Token], Style], object]]] = {
        "paragraph_open": _paragraph,
        "heading_open": _heading,
        "bullet_list_open": _list,
        "ordered_list_open": _list,
        "blockquote_open": _quote,
        "table_open": _table,
        "fence": _code,
        "code_block": _code,
        "hr": _rule,
        "html_block": _html,
        definitions.TOKEN: _definitions,
    }


def _siblings(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The blocks side by side in `tokens`, each with all that it contains."""
    start = 0
    while start < len(tokens):
        end = start
        if tokens[start].nesting == 1:
            level = tokens[start].level
            end += 1
            while tokens[end].level != level or tokens[end].nesting != -1:
                end += 1
        yield tokens[start : end + 1]
        start = end + 1


def _take_task_box(item: Sequence[Token]) -> bool | None:
    """Cut the `[ ]` or `[x]` off a list item; True when ticked, None when it is no task."""
    if len(item) < 3 or item[2].type != "inline" or not item[2].children:
        return None
    text = item[2].children[0]
    box = _TASK.match(text.content)
    if box is None or text.type != "text":
        return None
    text.content = text.content[box.end() :]
    return box.group(1) != " "
