"""The help: the keys and commands that work now; typing finds one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.commands.command import Command
from agent_tui.ui.help.content import help_content
from agent_tui.ui.help.sections import (
    HelpSection,
    Place,
    command_section,
    filtered,
    help_sections,
)
from agent_tui.ui.keymap import first_key
from agent_tui.ui.render.cells import cells_of, cut_end

_SIDE_CELLS = 5  # the padding and the scroll bar
_PROMPT_NOTE = (
    "A line that begins with a slash and a word is a command. A blank before the",
    "slash, or a path such as /usr/bin, makes it a prompt.",
    "",
)


class HelpScreen(Screen[None]):
    """Keys and commands. Letters filter, Ctrl+U takes the filter away, arrows and PgUp, PgDn
    scroll, Esc and Enter close it.

    place: where the help was asked for. topic: a command to tell about first, "" for none.
    """

    DEFAULT_CSS = """
    HelpScreen { background: $background; }
    HelpScreen HelpFilter { height: 1; background: $surface; color: $foreground; }
    HelpScreen VerticalScroll {
        padding: 1 2; background: $background; scrollbar-size-vertical: 1;
    }
    HelpScreen Static { width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "app.stop", "Close", show=False)]

    def __init__(
        self,
        keys: KeyBindings,
        commands: Sequence[Command],
        *,
        place: Place = Place.COMPOSER,
        topic: str = "",
    ) -> None:
        super().__init__()
        self._keys, self._commands, self._place, self._topic = keys, commands, place, topic
        self._filter = HelpFilter(f"{closing_key(keys)} closes")
        self._text = Static()
        self._width = 0

    def compose(self) -> ComposeResult:
        """What is sought, and one long text that scrolls."""
        yield self._filter
        with VerticalScroll():
            yield self._text

    def on_resize(self, event: events.Resize) -> None:
        """Wrap what keys do beside their names."""
        self._width = event.size.width - _SIDE_CELLS
        self._text.update(self._content(self._filter.text))

    def on_key(self, event: events.Key) -> None:
        """What is typed is sought; the help key for an empty composer closes, too."""
        text = self._filter.text
        if event.key in ("backspace", "ctrl+u"):
            self._seek(text[:-1] if event.key == "backspace" else "")
        elif event.key == "question_mark" and not text:
            self.app.pop_screen()
        elif event.is_printable and event.character is not None:
            self._seek(text + event.character)
        else:
            return
        event.stop()

    def _seek(self, text: str) -> None:
        self._filter.show(text)
        self._text.update(self._content(text))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _content(self, text: str) -> Content:
        topic = next((one for one in self._commands if one.name == self._topic), None)
        if topic is not None and not text:
            sections = command_section(topic, self._keys)
            return help_content(sections, ("Type to find others.",), self._width)
        return whole_help(self._keys, self._commands, self._place, text, width=self._width)


class HelpFilter(Widget):
    """One row: what is sought, and how the help is closed."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self.text = ""

    def show(self, text: str) -> None:
        """Show another text."""
        self.text = text
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Called by Textual."""
        width, style = self.size.width, self.rich_style
        dim = style + Style(dim=True)
        head = f"  Help ❯ {cut_end(self.text, max(width - 24, 1))}"
        # Where an input method shows what is being composed.
        self.app.cursor_position = self.region.offset + Offset(cells_of(head), 0)
        row = [Segment(head, style), Segment(" ", style + Style(reverse=True))]
        room = width - sum(segment.cell_length for segment in row) - 2
        hint = f"type to find · {self._hint}" if not self.text else self._hint
        row.append(Segment(hint.rjust(room) if len(hint) <= room else "", dim))
        return Strip(row).adjust_cell_length(width, style)


def closing_key(keys: KeyBindings) -> str:
    """The key that closes the help."""
    return first_key(keys, "stop") or "Enter"


def whole_help(
    keys: KeyBindings,
    commands: Sequence[Command],
    place: Place = Place.COMPOSER,
    text: str = "",
    *,
    width: int = 0,
) -> Content:
    """The whole help, or what of it has the words of `text`. width: see `help_content`."""
    sections: Sequence[HelpSection] = filtered(help_sections(keys, commands, place), text)
    if text:
        return help_content(sections, () if sections else (f"Nothing here has “{text}”.",), width)
    closing = f"{closing_key(keys)} closes this help."
    return help_content(sections, (*_PROMPT_NOTE, closing), width)
