"""A fenced code block that is still growing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent_tui.ui.markdown.block_renderer import Pen
from agent_tui.ui.markdown.code_rows import CodeRows, OpenCodeRow
from agent_tui.ui.markdown.highlight import highlighted
from agent_tui.ui.markdown.parser import fence_language
from agent_tui.ui.markdown.row_writer import RowWriter
from agent_tui.ui.markdown.source_row import SourceRow

if TYPE_CHECKING:
    from markdown_it.token import Token

# Code is coloured in portions while it streams and, for tokens that span lines, anew as a whole at
# its end; above this size the portions stay (pygments needs about 1.4 ms/kB).
_WHOLE_CHARACTERS = 20_000
_PORTION_CHARACTERS = 600
_LONG_LINE_CHARACTERS = 1_000


class OpenFence:
    """Takes the text behind the opening line, line by line."""

    def __init__(self, opening: Token, opening_line: str, pen: Pen, *, has_gap: bool) -> None:
        self._pen = pen
        self._language = fence_language(opening.info)
        self._indent = len(opening_line) - len(opening_line.lstrip(" "))
        self._mark = opening.markup[0]
        # Both lengths are bounded: a line that is longer than a long line cannot be a closing one.
        marks = f"{self._mark}{{{len(opening.markup)},400}}"
        self._closing = re.compile(rf" {{0,3}}{marks}[ \t]{{0,500}}$")
        self._has_gap = has_gap
        self._tail = ""  # source that is no complete line
        self._is_mid_line = False  # a part of the line in the tail was taken before
        self._whole: list[str] = []
        self._size = 0
        self._portion = ""
        self._waiting: list[str] = []  # whole portions that nobody has asked to see yet
        self._open_row = OpenCodeRow()
        self._rows: list[SourceRow] = []

    def feed(self, text: str) -> str | None:
        """Take text. None while the fence is open; once it is closed, the text behind it."""
        text = self._tail + text
        start = 0
        while (end := text.find("\n", start)) >= 0:
            line = text[start:end]
            if self._is_closing(line):
                self._tail = ""
                return text[end + 1 :]
            self._take(self._take_long(line) + "\n")
            self._is_mid_line = False
            start = end + 1
        self._tail = self._take_long(text[start:], keep_indent=True)
        return None

    def finish(self) -> list[SourceRow]:
        """All rows, when the fence is closed or the text is over."""
        if not self._is_closing(self._tail):
            self._take(self._without_indent(self._tail))
        self._tail = ""
        if self._size < _WHOLE_CHARACTERS:
            self._rows, self._open_row = [], OpenCodeRow()
            self._waiting = ["".join(self._whole)]
        else:
            self._waiting.append(self._portion)
        self._freeze_waiting()
        writer = self._writer()
        CodeRows(writer, self._pen.palette, self._open_row).close()
        return self._rows + writer.rows

    @property
    def rows(self) -> list[SourceRow]:
        """Rows whose text is final; `finish` may colour them anew."""
        return self._rows

    def last_rows(self) -> list[SourceRow]:
        """Rows below `rows`; brings `rows` up to date first."""
        self._freeze_waiting()
        tail = "" if self._may_become_closing() else self._without_indent(self._tail)
        writer = self._writer()
        code = CodeRows(writer, self._pen.palette, self._open_row)
        code.write(highlighted(self._portion + tail, self._language, self._pen.palette))
        code.close()
        return writer.rows

    def _is_closing(self, line: str) -> bool:
        return not self._is_mid_line and self._closing.match(line) is not None

    def _may_become_closing(self) -> bool:
        mark = self._tail.strip(" ")
        return bool(mark) and not self._is_mid_line and not mark.strip(self._mark)

    def _take_long(self, line: str, *, keep_indent: bool = False) -> str:
        """Take a long line in equal pieces, which do not depend on the deltas. Its last piece."""
        while len(line) > _LONG_LINE_CHARACTERS:
            self._take(self._without_indent(line[:_LONG_LINE_CHARACTERS]))
            self._is_mid_line = True
            line = line[_LONG_LINE_CHARACTERS:]
        return line if keep_indent else self._without_indent(line)

    def _take(self, text: str) -> None:
        self._size += len(text)
        if self._size < _WHOLE_CHARACTERS:
            self._whole.append(text)
        self._portion += text
        if len(self._portion) >= _PORTION_CHARACTERS:
            self._waiting.append(self._portion)
            self._portion = ""

    def _freeze_waiting(self) -> None:
        for portion in self._waiting:
            writer = self._writer()
            code = CodeRows(writer, self._pen.palette, self._open_row)
            code.write(highlighted(portion, self._language, self._pen.palette))
            self._open_row = code.open_row
            self._rows.extend(writer.rows)
        self._waiting.clear()

    def _writer(self) -> RowWriter:
        writer = RowWriter(self._pen.frame, self._pen.palette.text)
        if self._has_gap and not self._rows:
            writer.gap()
        return writer

    def _without_indent(self, line: str) -> str:
        """Without the columns that the opening line was indented by; a tab may lose only some."""
        if self._is_mid_line:
            return line
        column = at = 0
        while column < self._indent and at < len(line) and line[at] in " \t":
            column += 4 - column % 4 if line[at] == "\t" else 1
            at += 1
        return " " * (column - self._indent) + line[at:]
