"""Whether keys answer: arming and the focus, and where the focus was before."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from agent_tui.ui.panels.arming import Arming, ArmingState
from agent_tui.ui.panels.field import Field
from agent_tui.ui.widgets.chip_text_area import ChipTextArea


class KeyTaking:
    """Takes the focus for a panel when the keys rest, and gives it back. Call on the UI loop.

    changed: called when the panel looks different.
    """

    def __init__(self, panel: Widget, field: Field, changed: Callable[[], object]) -> None:
        self.arming = Arming(panel.set_timer, self._rested, self._has_draft)
        self._panel = panel
        self._field = field
        self._changed = changed
        self._armed_at = 0.0
        self._answered_by = ""
        self._return_to: Widget | None = None

    @property
    def has_keys(self) -> bool:
        """The focus is in the panel."""
        return self._panel.has_focus_within

    @property
    def can_give_back(self) -> bool:
        """It is known where the focus was."""
        target = self._return_to
        return target is not None and target.is_attached and target.focusable

    def start(self) -> None:
        """Something is asked: take the keys when they rest."""
        self.arming.start()
        self._changed()

    def stop(self) -> None:
        """Nothing is asked any more."""
        self.arming.stop()
        self.give_back()

    def take(self) -> None:
        """Take the keys now."""
        self.arming.arm()
        self._armed_at = Message().time  # by the clock of key events
        self._answered_by = ""
        self.focus_inside()
        self._changed()

    def invite(self) -> None:
        """Take them after a moment, though the user went elsewhere before."""
        if self.arming.state is ArmingState.PAUSED:
            self.start()

    def leave(self) -> None:
        """Give the keys back until the user returns."""
        if self.has_keys:
            self.arming.pause()
            self.give_back()
            self._changed()

    def left(self) -> None:
        """The focus went, perhaps only from one part of the panel to another."""
        if self.arming.is_armed and not self.has_keys:
            self.arming.pause()
            self._changed()

    def may_answer(self, event: events.Key) -> bool:
        """The key was pressed after the panel had taken the keys."""
        return self.arming.is_armed and event.time >= self._armed_at

    def is_stray(self, event: events.Key) -> bool:
        """A key that came too early: it belongs elsewhere, unless it is the one that answered the
        request before and is still held down."""
        if self.arming.is_armed:
            self.start()
        if event.key == self._answered_by:
            return False
        self._answered_by = ""  # another key came between, so it was let go
        return True

    def is_typing(self, event: events.Key) -> bool:
        """A character that means nothing to the panel begins a sentence, which goes where the focus
        was: what came in one burst with it must not answer."""
        if not (event.is_printable and (event.character or "").strip() and self.can_give_back):
            return False
        self.leave()
        return self.pass_on(event)

    def pass_on(self, event: events.Key) -> bool:
        """Give a stray key to what has the focus now. False when that is nobody else.

        It came in one burst with the key that answered, so it must not be overtaken by those behind
        it, which go there directly.
        """
        focused = self._panel.screen.focused
        if focused is None or self.has_keys or self._panel in focused.ancestors_with_self:
            return False
        if event.is_printable and event.character is not None and isinstance(focused, TextArea):
            if isinstance(focused, ChipTextArea):
                focused.type_key(event)
            else:
                focused.insert(event.character)
        else:
            focused.post_message(events.Key(event.key, event.character))
        return True

    def answered(self, key: str) -> None:
        """This key answered."""
        self._answered_by = key

    def focus_inside(self) -> None:
        """Focus the field when it is open, else the panel."""
        if not self.has_keys:
            self._return_to = self._panel.screen.focused
        target = self._field if self._field.is_open else self._panel
        self._panel.screen.set_focus(target, scroll_visible=False)

    def give_back(self) -> None:
        """Focus what was focused before."""
        if self.has_keys:
            self._panel.screen.set_focus(self._return_to if self.can_give_back else None)

    def _has_draft(self) -> bool:
        focused = self._panel.screen.focused if self._panel.is_attached else None
        if isinstance(focused, TextArea):
            return bool(focused.text.strip())
        return isinstance(focused, Input) and bool(focused.value.strip())

    def _rested(self) -> None:
        if self._panel.screen.is_active:
            self.take()
        else:  # another screen lies on top
            self.arming.start()
