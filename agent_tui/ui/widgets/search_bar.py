"""The search bar: one row with what is sought and how often it was found."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.foreign_text import harmless
from agent_tui.ui.keymap import rebind, rebind_in_app
from agent_tui.ui.returned_keys import return_key
from agent_tui.ui.transcript.search.search import SearchState

_LEAST_CELLS_WITH_COUNT = 40
_MARK = "/ "


class SearchBar(Horizontal):
    """Where the user writes what is sought. The field has the focus, not the bar.

    search_for: called with each new text. returns_to: gets the focus with Enter.

    | key | does |
    |---|---|
    | enter | keep the search and go on in the transcript |
    | up, down | older and newer searches of this run |
    | pageup, pagedown | scroll the transcript |
    """

    DEFAULT_CSS = """
    SearchBar { height: 1; background: $surface; color: $foreground; }
    SearchBar SearchMark { width: 2; height: 1; color: $primary; }
    SearchBar SearchCount { width: 20; height: 1; color: $text-muted; }
    SearchBar SearchCount.-none { color: $text-warning; }
    SearchBar SearchField, SearchBar SearchField:focus {
        width: 1fr; height: 1; border: none; padding: 0;
        background: $surface; color: $foreground; background-tint: transparent;
    }
    """

    class Dismissed(Message):
        """The user wants no search any more."""

    def __init__(self, search_for: Callable[[str], object], *, returns_to: Widget) -> None:
        super().__init__()
        self._returns_to = returns_to
        self._count = SearchCount()
        self._former: list[str] = []
        self._at = 0  # which of the former ones is shown; behind the last: what is being written
        self._written = ""
        self.field = SearchField(search_for)

    @property
    def is_open(self) -> bool:
        """It is shown."""
        return bool(self.display)

    def compose(self) -> ComposeResult:
        """Mark, field and count."""
        yield SearchMark()
        yield self.field
        yield self._count

    def on_resize(self, event: events.Resize) -> None:
        """The count is the first to go in a narrow window."""
        self._count.display = event.size.width >= _LEAST_CELLS_WITH_COUNT

    def open(self, text: str) -> None:
        """Show the bar with this text. Call when it is mounted; give `field` the focus then."""
        self.display = self.field.can_focus = True
        self._at, self._written = len(self._former), ""
        self.field.begin(harmless(text))

    def close(self) -> None:
        """Hide it; what was sought can be called up again."""
        self._remember()
        # A panel that gives the focus back must not give it to what is hidden.
        self.display = self.field.can_focus = False

    def show_state(self, state: SearchState | None) -> None:
        """Tell how often it was found."""
        self._count.show(state)

    def accept(self) -> None:
        """Enter: the search stays, the focus goes."""
        self._remember()
        # Now, not with a message: the next key, already on its way, must not be written here.
        self.screen.set_focus(self._returns_to)

    def dismiss(self) -> None:
        """Esc, where the program leaves it to the bar."""
        self.post_message(self.Dismissed())

    def older(self) -> None:
        """Call up the search before the one that is shown."""
        if self._at == len(self._former):
            self._written = self.field.value
        self._call_up(self._at - 1)

    def newer(self) -> None:
        """Call up the search after the one that is shown, at last what was being written."""
        self._call_up(self._at + 1)

    def _call_up(self, at: int) -> None:
        if 0 <= at <= len(self._former):
            self._at = at
            self.field.show(self._former[at] if at < len(self._former) else self._written)

    def _remember(self) -> None:
        text = self.field.value
        if text.strip():
            self._former = [*(former for former in self._former if former != text), text]
        self._at = len(self._former)


class SearchField(Input):
    """The text of a search bar. Keys act in the order in which they were typed."""

    KEY_CONTEXT = "search"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("alt+b", "cursor_left_word", "Word left", show=False),
        Binding("alt+f", "cursor_right_word", "Word right", show=False),
    ]

    def __init__(self, search_for: Callable[[str], object]) -> None:
        super().__init__(select_on_focus=False)
        self._search_for = search_for
        self._sought = ""
        # Input deletes to the right with it, where everything else deletes to the left.
        back = Binding("alt+backspace", "delete_left_word", show=False)
        self._bindings.key_to_bindings[back.key] = [back]
        rebind(self, KeyBindings.default(), "search")
        self.set_reactive(Input.cursor_blink, False)

    def on_mount(self) -> None:
        """Take the keys of the application."""
        rebind_in_app(self, self.KEY_CONTEXT)

    def begin(self, text: str) -> None:
        """Seek this text, also if it stands here from the last time."""
        self._sought = text
        self.show(text)
        self._search_for(text)

    def show(self, text: str) -> None:
        """Put another text here, the cursor behind it."""
        self.value = text
        self.cursor_position = len(text)

    def watch_value(self, value: str) -> None:
        """Seek at once: keys that are typed next may need what is found."""
        if value != self._sought:
            self._sought = value
            self._search_for(value)

    def action_accept(self) -> None:
        """See `SearchBar`."""
        self._bar.accept()

    def action_dismiss(self) -> None:
        """See `SearchBar`."""
        self._bar.dismiss()

    def action_older(self) -> None:
        """See `SearchBar`."""
        self._bar.older()

    def action_newer(self) -> None:
        """See `SearchBar`."""
        self._bar.newer()

    @property
    def _bar(self) -> SearchBar:
        bar = self.parent
        assert isinstance(bar, SearchBar)
        return bar

    async def _on_key(self, event: events.Key) -> None:
        # Textual calls Input's own `_on_key` next, unless it is prevented.
        if self.screen.focused is not self:  # typed behind the Enter that ended the writing
            event.stop()
            event.prevent_default()
            return_key(self, event)
            return
        bound = self._bindings.key_to_bindings.get(event.key, ())
        if event.key in ("escape", "ctrl+c"):  # where the program leaves them to the bar
            action = "dismiss"
        elif bound:
            action = bound[0].action
        else:
            return
        # Textual looks for bindings only when a key has bubbled up to the app; the characters typed
        # behind it would be in the text by then.
        event.stop()
        event.prevent_default()
        await self.run_action(action)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        line = " ".join(harmless(event.text).split())
        self.replace(line, *self.selection)


class SearchMark(Widget):
    """The slash in front of the field."""

    def render_line(self, y: int) -> Strip:
        """Called by Textual."""
        return Strip([Segment(_MARK, self.rich_style)], len(_MARK))


class SearchCount(Widget):
    """How often it was found, at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def show(self, state: SearchState | None) -> None:
        """Tell this; None tells nothing."""
        self._text = count_text(state)
        self.set_class(state is not None and not (state.total or state.is_counting), "-none")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Called by Textual."""
        style: Style = self.rich_style
        return Strip([Segment(f"{self._text} ".rjust(self.size.width), style)])


def count_text(state: SearchState | None) -> str:
    """How often it was found, in at most 19 cells as long as there are less than a million."""
    if state is None:
        return ""
    if not state.total:
        return "…" if state.is_counting else "no match"
    total = f"{state.total:,}{'+' if state.is_counting else ''}"
    return total if state.position is None else f"{state.position:,} of {total}"
