"""What both panels have in common: the queue, the keys, the text field, the picture."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection
from typing import ClassVar, Generic

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import TextArea

from agent_tui.ui.markdown.palette import Palette, palette_from
from agent_tui.ui.panels.arming import ArmingState
from agent_tui.ui.panels.field import MOST_ROWS, Field
from agent_tui.ui.panels.ink import Ink
from agent_tui.ui.panels.key_taking import KeyTaking
from agent_tui.ui.panels.key_watch import watch_keys
from agent_tui.ui.panels.picture import Frame, Picture, most_rows
from agent_tui.ui.panels.request_queue import AnyRequest, RequestQueue
from agent_tui.ui.panels.rows_view import RowsView
from agent_tui.ui.panels.sheet import Fitted, Sheet

_WHEEL_ROWS = 3
_SCROLL_PAGES = {"pageup": -1.0, "pagedown": 1.0, "ctrl+u": -0.5, "ctrl+d": 0.5}
_ROWS_BESIDE_FIELD = 4


class PromptPanel(Widget, Generic[AnyRequest], can_focus=True):
    """Asks one request after the other, docked where its host puts it, never modal.

    The keys stay where they are until none was pressed for a moment; see `Arming`. Keys are taken
    in `on_key`, not as bindings: a binding could also be run for a key that was typed elsewhere.
    notice: the answer to the last key, shown until the next.
    """

    DEFAULT_CSS = """
    PromptPanel {
        width: 1fr; height: auto; display: none; background: $background; color: $foreground;
    }
    """
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, switch_key: str = "", id: str | None = None) -> None:
        """switch_key: the host's key that leads to the panel, as people read it; "" for none."""
        super().__init__(id=id)
        self.field = Field()
        self.keys = KeyTaking(self, self.field, self.redraw)
        self.notice = ""
        self.picture = Picture(self.sheet, self._theme_palette)
        self._queue: RequestQueue[AnyRequest] = RequestQueue()
        self._switch_key = switch_key
        self._is_held = False
        self._others = 0
        self._key = ""
        self._top = RowsView(lambda width, rows: self._fitted(width, rows).above)
        self._bottom = RowsView(lambda width, rows: self._fitted(width, rows).below)
        self._unwatch: Callable[[], None] = lambda: None

    @property
    def request(self) -> AnyRequest | None:
        """The request that is shown, or would be if the panel were not held back."""
        return self._queue.current

    def add(self, request: AnyRequest) -> None:
        """Ask this after all that is there. The same id again replaces what was asked."""
        before = self.request
        self._queue.add(request)
        self._queue_changed(before)

    def withdraw(self, request_id: str) -> None:
        """It is no longer open; harmless when it is unknown."""
        before = self.request
        self._queue.remove(request_id)
        self._queue_changed(before)

    def clear(self) -> None:
        """Ask nothing."""
        before = self.request
        self._queue.clear()
        self._queue_changed(before)

    def hold(self, is_held: bool, *, others: int = 0) -> None:
        """Stay hidden while another panel asks something older. others: requests there, which are
        counted here."""
        if others != self._others:
            self._others = others
            self.redraw()
        if is_held != self._is_held:
            self._is_held = is_held
            self._present()

    def enter(self) -> None:
        """Take the keys now, because the user said so."""
        if self.display:
            self.keys.take()

    @property
    def has_view(self) -> bool:
        """Something is open inside the panel that Esc closes first."""
        return self.field.is_open

    @abstractmethod
    def close_view(self) -> None:
        """Close it."""

    @abstractmethod
    def reset(self) -> None:
        """Another request is shown, or none: forget everything about the one before."""

    @abstractmethod
    def sheet(self, ink: Ink, width: int) -> Sheet:
        """What there is to show. The title without rule and counter."""

    @abstractmethod
    def press(self, key: str) -> bool:
        """A key that is meant for the panel. False: it means nothing here."""

    @abstractmethod
    def press_in_field(self, key: str) -> None:
        """One of the keys that the field passed on."""

    @abstractmethod
    def select(self, target: int) -> None:
        """A choice was clicked. Only an armed panel may take a second click as an answer."""

    def compose(self) -> ComposeResult:
        """Rows, the text field, rows."""
        yield self._top
        yield self.field
        yield self._bottom

    def on_mount(self) -> None:
        """Watch keys and colours."""
        self._unwatch = watch_keys(self.app, self.keys.arming.key_pressed)
        self.app.theme_changed_signal.subscribe(self, lambda _: self._repaint())
        self._present()

    def on_unmount(self) -> None:
        """Let go of the app."""
        self._unwatch()
        self.keys.arming.stop()

    def redraw(self) -> None:
        """Something of what is shown has changed."""
        self.picture.changed()
        self._top.refresh(layout=True)
        self._bottom.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """Answer, or let the key go where it would go without a panel."""
        if event.key == "escape" and self.has_view:
            self.close_view()
        elif not self.keys.may_answer(event):
            if self.keys.is_stray(event) and not self.keys.pass_on(event):
                return
        elif self.field.is_open:
            if event.key in self.field.passed_keys:
                self._press(event.key, self.press_in_field)
            elif not self.field.take(event):
                return
        elif event.key == "tab" and self.keys.can_give_back:
            self.keys.leave()
        elif event.key in _SCROLL_PAGES:
            pages = _SCROLL_PAGES[event.key]
            self._scroll(int(pages * self.picture.page_rows) or (1 if pages > 0 else -1))
        elif not self._press(event.key, self.press) and not self.keys.is_typing(event):
            return
        event.stop()
        event.prevent_default()

    def on_focus(self) -> None:
        """A click, or the terminal's window is in front again: wait as if the request were new."""
        self.keys.invite()

    on_descendant_focus = on_focus

    def on_blur(self) -> None:
        """The user went elsewhere."""
        self.keys.left()

    on_descendant_blur = on_blur

    def on_resize(self) -> None:
        """Leave the rows around the field their room."""
        self._fit_field()

    def on_rows_view_clicked(self, message: RowsView.Clicked) -> None:
        """A choice was clicked."""
        message.stop()
        self.notice = ""
        self.select(message.target)
        self.redraw()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """The field may need more rows."""
        message.stop()
        self.redraw()

    def on_mouse_down(self) -> None:
        """A button is like a key: what is meant for something else must not answer."""
        self.keys.arming.key_pressed()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll what is asked."""
        event.stop()
        self._scroll(-_WHEEL_ROWS)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll what is asked."""
        event.stop()
        self._scroll(_WHEEL_ROWS)

    def answered(self, message: Message, request_id: str) -> None:
        """Send the answer and show what comes next."""
        self.keys.answered(self._key)
        self.post_message(message)
        self.withdraw(request_id)

    def open_field(self, text: str, *, placeholder: str, passed_keys: Collection[str]) -> None:
        """Let the user write."""
        self.field.open(text, placeholder=placeholder, passed_keys=passed_keys)
        if self.keys.arming.is_armed:
            self.keys.focus_inside()
        self.redraw()

    def close_field(self) -> None:
        """Back to keys."""
        if self.field.has_focus:
            self.screen.set_focus(self, scroll_visible=False)
        self.field.close()
        self.redraw()

    def _queue_changed(self, before: AnyRequest | None) -> None:
        if self.request == before:
            self.redraw()
            return
        self.notice, self.picture.offset = "", 0
        self.close_field()
        self.reset()
        self._present()

    def _present(self) -> None:
        if not self.is_attached:
            return
        is_shown = self.request is not None and not self._is_held
        if is_shown:
            self._fit_field()
            self.display = True
            self.keys.start()
        else:
            self.keys.stop()
            self.display = False

    def _press(self, key: str, press: Callable[[str], bool | None]) -> bool:
        self._key, before, self.notice = key, self.notice, ""
        self.picture.is_following = True
        is_taken = press(key) is not False
        if is_taken or before:
            self.redraw()
        return is_taken

    def _scroll(self, rows: int) -> None:
        self.picture.offset = max(self.picture.offset + rows, 0)
        self.picture.is_following = False
        self.redraw()

    def _fit_field(self) -> None:
        rows = most_rows(self.screen.size.height) - _ROWS_BESIDE_FIELD
        self.field.styles.max_height = max(min(MOST_ROWS, rows), 1)

    def _repaint(self) -> None:
        self.picture.changed(has_other_colours=True)
        self.redraw()

    def _theme_palette(self) -> Palette:
        return palette_from(self.app.theme_variables, self.app.current_theme.dark)

    def _fitted(self, width: int, screen_rows: int) -> Fitted:
        place, count = self._queue.place
        count += self._others
        frame = Frame(
            counter=f"{place} of {count}" if count > 1 else "",
            notice=self.notice,
            unarmed_hint=self._unarmed_hint(),
        )
        is_armed = self.keys.arming.is_armed
        return self.picture.fitted(
            width, screen_rows, self.field.rows, is_armed=is_armed, frame=frame
        )

    def _unarmed_hint(self) -> str:
        if self.keys.arming.state is ArmingState.PAUSED:
            return f"{self._switch_key or 'A click here'} leads back to these keys"
        return "These keys answer in a moment …"
