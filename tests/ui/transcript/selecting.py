"""A transcript in which tests select: mouse reports as a terminal sends them, and what was wanted
of the screen around it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from textual import events
from textual.app import App, ComposeResult
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Static

from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.early_keys import parsed_keys
from agent_tui.ui.markdown import warm_up
from agent_tui.ui.transcript.selectable_view import SelectableView
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.transcript.wanted import CopyWanted, OpenWanted
from tests.ui.transcript.screen import visible_rows

MARK = "▌"


class SelectingApp(App[None]):
    """A transcript between two rows of something else, and what it asked for."""

    CSS = "Static { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.transcript = Transcript()
        self.above = Static("above")
        self.above.can_focus = True
        self.wanted: list[CopyWanted] = []
        self.opened: list[str] = []
        self.hints: list[str] = []
        self.hints_when_copied: list[str] = []
        self.keys_left: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.above
        yield self.transcript
        yield Static("below")

    def on_copy_wanted(self, message: CopyWanted) -> None:
        self.wanted.append(message)
        self.hints_when_copied = list(self.hints)

    def on_open_wanted(self, message: OpenWanted) -> None:
        self.opened.append(message.target)

    def on_selectable_view_hint_changed(self, message: SelectableView.HintChanged) -> None:
        self.hints.append(message.text)

    def on_key(self, event: events.Key) -> None:
        self.keys_left.append(event.key)


class Selecting:
    """What a test may do and see. Places of the mouse are column and row of the transcript."""

    def __init__(self, app: SelectingApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.transcript = app.transcript

    def show(self, *messages: ChatMessage, has_earlier: bool = False) -> None:
        self.transcript.open_session(SessionInfo(id="s"), messages, has_earlier)

    async def rows(self) -> list[str]:
        """See `visible_rows`."""
        await self.pilot.pause()
        return visible_rows(self.transcript)

    async def marked(self) -> list[str]:
        """The rows that the cursor marks, without its bar."""
        return [row[1:].strip() for row in await self.rows() if row.startswith(MARK)]

    async def lit(self) -> list[str]:
        """What is shown as selected, row by row."""
        await self.pilot.pause()
        rows = map(self.transcript.render_line, range(self.transcript.size.height))
        theme = self.app.theme_variables
        page = Color.parse(theme["background"])
        band = (page + Color.parse(theme["screen-selection-background"])).rich_color
        lit = ["".join(s.text for s in row if s.style and s.style.bgcolor == band) for row in rows]
        return [text for text in lit if text]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def mouse(self, *reports: tuple[str, int, int]) -> None:
        """Reports in one burst: "down", "move" (with the button), "hover", "up", "shift"
        (down, with Shift) and "wheel" (downwards), each with a column and a row."""
        raw = "".join(_report(*report) for report in reports)
        for event in parsed_keys(raw.encode()):
            self.app.post_message(event)
        await self.pilot.pause()
        await self.pilot.pause()

    async def drag_slowly(self, *reports: tuple[str, int, int]) -> None:
        """The same, each when the one before has been acted upon: outside of the transcript a
        drag is only followed once the mouse is caught."""
        for report in reports:
            await self.mouse(report)

    async def drag(self, *places: tuple[int, int]) -> None:
        first, *others = places
        moves = [("move", *place) for place in others]
        await self.mouse(("down", *first), *moves, ("up", *places[-1]))

    async def click(self, column: int, row: int, times: int = 1) -> None:
        await self.mouse(*[("down", column, row), ("up", column, row)] * times)

    def copied(self) -> str:
        """The last text for the clipboard."""
        return next(each.text for each in reversed(self.app.wanted) if not each.to_primary_only)

    def primary(self) -> str:
        """The last text for the primary selection."""
        return next(each.text for each in reversed(self.app.wanted) if each.to_primary_only)


@asynccontextmanager
async def selecting(
    *messages: ChatMessage,
    width: int = 60,
    height: int = 20,
    is_focused: bool = True,
    has_earlier: bool = False,
) -> AsyncIterator[Selecting]:
    """A transcript of `height` rows with a history. has_earlier: more of it may be added above."""
    warm_up()
    app = SelectingApp()
    async with app.run_test(size=(width, height + 2)) as pilot:
        screen = Selecting(app, pilot)
        screen.show(*messages, has_earlier=has_earlier)
        await pilot.pause()
        (app.transcript if is_focused else app.above).focus()
        await pilot.pause()
        yield screen


def lines(first: int, end: int) -> str:
    """Paragraphs of one row each."""
    return "\n\n".join(f"line {number}" for number in range(first, end))


def _report(kind: str, column: int, row: int) -> str:
    codes: Sequence[str] = {
        "down": ("0", "M"),
        "shift": ("4", "M"),
        "move": ("32", "M"),
        "hover": ("35", "M"),
        "wheel": ("65", "M"),
        "up": ("0", "m"),
    }[kind]
    return f"\x1b[<{codes[0]};{column + 1};{row + 2}{codes[1]}"
