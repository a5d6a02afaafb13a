"""A reader over a few items, for tests that press keys and look at places and registers."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.ui.markdown import warm_up
from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.markdown.source_row import SourceRow
from agent_tui.ui.transcript.items.answer_item import AnswerItem
from agent_tui.ui.transcript.items.item import Item
from agent_tui.ui.transcript.layout import Layout
from agent_tui.ui.transcript.vim.reader import Reader
from agent_tui.ui.transcript.vim.text_window import TextPlace
from agent_tui.ui.vim.keys import parsed
from agent_tui.ui.vim.registers import Contents


class CountedItem(AnswerItem):
    """An answer that says whether it was drawn."""

    __slots__ = ("is_drawn",)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.is_drawn = False

    def rows(self, width: int, palette: Palette) -> Sequence[SourceRow]:
        self.is_drawn = True
        return super().rows(width, palette)


def growing(text: str) -> AnswerItem:
    """An answer to which text may be appended."""
    return AnswerItem(text, is_growing=True)


def a_layout(*items: Item, width: int = 40) -> Layout:
    """Items one below the other."""
    warm_up()
    layout = Layout(palette_from({}, dark=True))
    layout.reflow(width)
    layout.extend(items)
    return layout


def a_reader(*items: Item, width: int = 40, at: TextPlace | None = None) -> Reader:
    """The cursor stands on the first line of the first item, below the gap."""
    return reader_of(a_layout(*items, width=width), at)


def reader_of(layout: Layout, at: TextPlace | None = None) -> Reader:
    reader = Reader(layout, Contents())
    reader.stand_at(at or TextPlace(layout.first, layout.first_row(layout.first), 0))
    return reader


def press(reader: Reader, keys: str) -> str:
    """The last message."""
    message = ""
    for key in parsed(keys):
        reader.prepare(0)
        message = reader.feed(key).message or message
    return message


def unnamed(reader: Reader) -> str:
    """What "p" would put."""
    content = reader.engine.registers.get("")
    return "" if content is None else content.text


def char_at(reader: Reader) -> str:
    """The character under the cursor."""
    row, column = reader.engine.cursor
    return reader.window.line(row)[column : column + 1]
