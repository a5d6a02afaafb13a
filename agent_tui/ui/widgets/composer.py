"""The composer: where the user writes the next prompt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingsMap
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.key_tables import QUIT_KEY
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.keymap import composer_bindings
from agent_tui.ui.returned_keys import return_key
from agent_tui.ui.widgets.free_rows import free_rows
from agent_tui.ui.widgets.overlaid_text_area import OverlaidTextArea

MARK, SHELL_MARK = "❯ ", "$ "
"""Stand at the left of the first row; the second of a shell command."""


class Composer(OverlaidTextArea, TextArea):
    """Where the user writes the next prompt. It reports what the user wants and acts on its own
    text only.

    Large pastes stand in it as chips; `draft` and the texts in messages are expanded, `text` is
    not. `completing` takes keys first, `editing` before the bindings do.
    """

    KEY_CONTEXT = "composer"
    DEFAULT_CSS = """
    Composer, Composer:focus {
        width: 1fr; height: auto; max-height: 13; padding: 0; border: none;
        border-top: solid $border; color: $foreground; background: $background;
        scrollbar-size-vertical: 1; border-title-color: $primary; border-title-style: none;
    }
    Composer.-low, Composer.-low:focus { border-top: none; }
    Composer .text-area--placeholder { color: $text-muted; }
    Composer .composer--selected {
        color: $input-selection-foreground; background: $input-selection-background;
    }
    Composer .composer--found { text-style: underline bold; color: $accent; }
    Composer .composer--shell { color: $warning; text-style: bold; }
    Composer .text-area--gutter { color: $primary; text-style: bold; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "composer--selected",
        "composer--found",
        "composer--shell",
    }

    takes_shell_lines: ClassVar[bool] = True
    """A text that begins with "!" is a shell command, and shown as one."""

    taker: Callable[[Submitted], object] | None = None
    """Takes what is given away before it is told: by then the keys behind it in the same burst
    would have reached the text, and they may be meant for another session."""

    # Plain classes: a dataclass takes half a millisecond to define, before the first picture.
    class Submitted(Message):
        """Enter on a text: a prompt or a command. shown: the same with chips, to put it back.
        is_other_way: it waits for the other thing than usual while a turn runs."""

        def __init__(self, text: str, shown: str, *, is_other_way: bool) -> None:
            super().__init__()
            self.text, self.shown, self.is_other_way = text, shown, is_other_way

    class QueueReleased(Message):
        """Enter on an empty composer."""

    class QueuedTaken(Message):
        """A waiting prompt came back into the composer and must leave the queue."""

        def __init__(self, prompt_id: str) -> None:
            super().__init__()
            self.prompt_id = prompt_id

    class HelpWanted(Message):
        """The help key on an empty composer."""

    class LeaveWanted(Message):
        """The end-of-input key on an empty composer."""

    def __init__(
        self,
        text: str,
        keys: KeyBindings,
        *,
        placeholder: str,
        run_binding: Callable[[str], Awaitable[bool]],
        whole_key: Callable[[str], str],
    ) -> None:
        super().__init__(
            soft_wrap=True,
            tab_behavior="indent",
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self._text_areas_bindings = self._bindings
        self.use_keys(keys)
        self._run_binding, self._whole_key = run_binding, whole_key
        self._queued: tuple[QueuedPrompt, ...] = ()
        self._taken = QueuedPrompt(id="", text="")
        self._successor: Widget | None = None  # to which a key here has moved the focus
        self.set_reactive(TextArea.cursor_blink, False)
        self.load_text(self.shown(text))
        self.move_cursor(self.document.end)

    def use_keys(self, keys: KeyBindings) -> None:
        """These keys hold from now on."""
        self._bindings = BindingsMap.merge([composer_bindings(keys), self._text_areas_bindings])

    @property
    def gutter_width(self) -> int:
        """The cells left of the text; TextArea keeps its cursor and the mouse right of them."""
        return len(MARK)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the text has and the window leaves, at least one; called by Textual."""
        wanted = super().get_content_height(container, viewport, width)
        rule = self.gutter.height
        return max(min(wanted, free_rows(self, container.height) - rule), 1)

    def render_line(self, y: int) -> Strip:
        """One row with the prompt mark, or the blank below it, at its left; called by Textual."""
        is_first = y + self.scroll_offset.y == 0
        is_shell = self.takes_shell_lines and self.document.get_line(0).startswith("!")
        part = "composer--shell" if is_shell else "text-area--gutter"
        shown = SHELL_MARK if is_shell else MARK
        style = self.get_component_rich_style(part)
        mark = Segment(shown if is_first else " " * len(MARK), style)
        text = super().render_line(y)
        return Strip([mark, *text.adjust_cell_length(self.size.width - len(MARK), self.rich_style)])

    def set_queued(self, prompts: Iterable[QueuedPrompt]) -> None:
        """The prompts that wait now; Up on an empty composer takes the last."""
        self._queued = tuple(prompts)

    def prompt_was_sent(self, prompt_id: str) -> None:
        """A prompt that had come back for editing was sent all the same: drop the copy."""
        if prompt_id == self._taken.id and self.text == self._taken.text:
            self.show_text("")

    def action_submit(self) -> None:
        """Send the text, break the line after a backslash, or release the held queue."""
        row, column = self.cursor_location
        if self.document.get_line(row)[:column].endswith("\\"):
            self.replace("\n", (row, column - 1), (row, column), maintain_selection_offset=False)
            return
        if self.is_blank:
            self.post_message(self.QueueReleased())
        else:
            self._give_away()

    def action_steer(self) -> None:
        """Send the text the other way: to the running turn, or into the queue."""
        if not self.is_blank:
            self._give_away(is_other_way=True)

    def _give_away(self, *, is_other_way: bool = False) -> None:
        shown = self.text
        self._prompts.add(shown)
        self.history.checkpoint()
        self.clear()
        self.tell_editing(is_given_away=True)
        text = self.chips.expanded(shown)
        message = self.Submitted(text, shown, is_other_way=is_other_way)
        if self.taker is not None:
            self.taker(message)
        self.post_message(message)

    def action_new_line(self) -> None:
        """Break the line."""
        self.replace("\n", *self.selection, maintain_selection_offset=False)

    def action_previous(self) -> None:
        """On the first row: take back the last waiting prompt, else an older prompt."""
        if not self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        if self.is_blank and self._queued:
            *rest, last = self._queued
            self._queued = tuple(rest)
            self._taken = QueuedPrompt(id=last.id, text=self.shown(last.text, last.images))
            self.show_text(self._taken.text)
            self.post_message(self.QueuedTaken(last.id))
            return
        older = self._prompts.older(self.text)
        if older is None:
            raise SkipAction
        self.show_text(older)

    def action_complete(self) -> None:
        """Complete a half-typed command; else the key indents."""
        if self.completing is None or not self.completing.complete_command():
            raise SkipAction

    def action_help_when_empty(self) -> None:
        """Ask for help when nothing is written; else the key is a character."""
        if self.text:
            raise SkipAction
        self.post_message(self.HelpWanted())

    def action_leave_when_empty(self) -> None:
        """Ask to leave when nothing is written; else the key deletes."""
        if self.text:
            raise SkipAction
        self.post_message(self.LeaveWanted())

    def type_key(self, event: events.Key) -> None:
        """See `ChipTextArea`; in vim's normal mode a character is a command."""
        if self.editing is None or not self.editing.take(event):
            super().type_key(event)

    async def _on_key(self, event: events.Key) -> None:
        # See `OrderedKeysApp`: bound keys wait their turn behind the characters before
        # them. Textual calls TextArea's own `_on_key` next, unless it is prevented.
        before = self.screen.focused
        if self._successor is not None and before is self._successor:
            # Typed in one burst behind the key that moved the focus.
            return_key(self, event)
        elif not (key := self._whole_key(event.key)) or self._is_taken(event, key):
            pass
        elif await self._runs_binding(key):
            focused = self.screen.focused
            if before is self and focused is not self:
                self._successor = focused
        elif key == event.key:
            return
        event.stop()
        event.prevent_default()

    def _is_taken(self, event: events.Key, key: str) -> bool:
        """The popup or the way of editing took it. The end of a sequence is for neither, and the
        way out must not depend on them."""
        if key != event.key or key == QUIT_KEY:
            return False
        if self.completing is not None and self.completing.take_key(key):
            return True
        return self.editing is not None and self.editing.take(event)

    async def _runs_binding(self, key: str) -> bool:
        if self.editing is None:
            return await self._run_binding(key)
        before, self._is_editing_told = self.text, False
        is_bound = await self._run_binding(key)
        if self.text != before and not self._is_editing_told:
            self.tell_editing()
        return is_bound
