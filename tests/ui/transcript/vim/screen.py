"""A transcript that is a vim, on a screen, and what it asked of the application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.pilot import Pilot

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.early_keys import parsed_keys
from agent_tui.ui.markdown import warm_up
from agent_tui.ui.transcript.selection.place import Place
from agent_tui.ui.transcript.vim.vim_reading import VimReading
from agent_tui.ui.transcript.vim_view import VimView
from agent_tui.ui.vim.registers import Contents
from agent_tui.ui.widgets.cursor_shape import CursorShape
from tests.ui.transcript.screen import visible_rows
from tests.ui.transcript.selecting import SelectingApp
from tests.ui.transcript.vim.reading import char_at


class ReadingScreenApp(SelectingApp):
    """Implements `ReadingHost`."""

    def __init__(self, *, is_vim: bool = True) -> None:
        super().__init__()
        self.is_vim = is_vim
        self.said: list[str] = []
        self.labels: list[tuple[str, str]] = []
        self.asked: list[tuple[str, ...]] = []
        self._reading: VimReading | None = None

    def reading_of(self, view: VimView) -> VimReading | None:
        if self._reading is None and self.is_vim:
            self._reading = VimReading(view, self, Contents())
        return self._reading if self.is_vim else None

    def shape_cursor(self, shape: CursorShape) -> bool:
        return False

    def show_editing_mode(self, label: str, command_line: str) -> None:
        self.labels.append((label, command_line))

    def show_composer_mode(self) -> None:
        self.labels.append(("composer", ""))

    def say(self, hint: str) -> None:
        self.said.append(hint)

    def show_vim_list(self, text: str) -> None:
        self.asked.append(("list", text))

    def copy_from_vim(self, text: str, *, to_primary_only: bool) -> None:
        self.asked.append(("copy", text))

    def run_vim_line(self, line: str) -> None:
        self.asked.append(("line", line))

    def line_completions(self, line: str) -> list[str]:
        return []

    def write_conversation(self, name: str, *, may_replace: bool, then_leave: bool) -> None:
        self.asked.append(("write", name))

    def edit_from_vim(self, name: str) -> None:
        self.asked.append(("edit", name))

    def leave(self) -> None:
        self.asked.append(("leave",))

    def whole_key(self, key: str) -> str:
        return key

    async def run_binding(self, key: str) -> bool:
        self.asked.append(("key", key))
        return True

    def write_again(self, key: str) -> None:
        self.asked.append(("write again", key))
        self.screen.set_focus(self.above)

    async def search_word(self, word: str, place: Place, *, is_upwards: bool) -> None:
        self.asked.append(("search", word, "up" if is_upwards else "down"))

    def end_search(self) -> None:
        self.asked.append(("end search",))


class ReadingScreen:
    """What a test may do and see."""

    def __init__(self, app: ReadingScreenApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.transcript = app.transcript

    @property
    def reading(self) -> VimReading:
        reading = self.transcript.reading
        assert isinstance(reading, VimReading)
        return reading

    @property
    def line(self) -> str:
        """The line of the cursor, from the cursor on."""
        row, column = self.reading.reader.engine.cursor
        return self.reading.reader.window.line(row)[column:]

    @property
    def char(self) -> str:
        return char_at(self.reading.reader)

    @property
    def is_cursor_in_view(self) -> bool:
        caret = self.reading.reader.caret
        return caret is not None and any(at[:2] == caret[:2] for at in self.transcript.placed)

    async def type(self, raw: str) -> None:
        """Keys as the terminal sends them, in one burst."""
        for event in parsed_keys(raw.encode()):
            self.app.post_message(event)
        await self.pilot.pause()
        await self.pilot.pause()

    async def rows(self) -> list[str]:
        await self.pilot.pause()
        return visible_rows(self.transcript)

    async def click(self, column: int, row: int) -> None:
        raw = f"\x1b[<0;{column + 1};{row + 2}M\x1b[<0;{column + 1};{row + 2}m"
        await self.type(raw)

    def reversed_cells(self) -> list[str]:
        """What the block cursor stands on."""
        rows = map(self.transcript.render_line, range(self.transcript.size.height))
        return [s.text for row in rows for s in row if s.style and s.style.reverse]


@asynccontextmanager
async def reading(
    *messages: ChatMessage, width: int = 60, height: int = 12, is_vim: bool = True
) -> AsyncIterator[ReadingScreen]:
    """A focused transcript of `height` rows."""
    warm_up()
    app = ReadingScreenApp(is_vim=is_vim)
    async with app.run_test(size=(width, height + 2)) as pilot:
        app.transcript.open_session(SessionInfo(id="s"), messages)
        await pilot.pause()
        app.transcript.focus()
        await pilot.pause()
        yield ReadingScreen(app, pilot)


def wheel_up() -> events.Event:
    """One notch, over the transcript."""
    return next(iter(parsed_keys(b"\x1b[<64;3;5M")))
