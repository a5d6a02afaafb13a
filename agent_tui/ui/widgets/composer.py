"""The composer: where the user writes the next prompt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingsMap
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import TextArea

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.keymap import composer_bindings
from agent_tui.ui.widgets.chip_text_area import ChipTextArea
from agent_tui.ui.widgets.draft_stash import DraftStash
from agent_tui.ui.widgets.prompt_history import PromptHistory

if TYPE_CHECKING:
    from agent_tui.ui.widgets.editing import Editing

MARK = "❯ "
"""Stands at the left of the first row."""


class Composer(ChipTextArea):
    """Where the user writes the next prompt. It reports what the user wants and acts on its own
    text only.

    Large pastes stand in it as chips; `draft` and the texts in messages are expanded, `text` is
    not.
    """

    DEFAULT_CSS = """
    Composer, Composer:focus {
        width: 1fr; height: auto; max-height: 13; padding: 0; border: none;
        border-top: solid $border; color: $foreground; background: $background;
        scrollbar-size-vertical: 1;
    }
    Composer .text-area--placeholder { color: $text-muted; }
    Composer .text-area--gutter { color: $primary; text-style: bold; }
    """

    # Plain classes: a dataclass takes half a millisecond to define, before the first picture.
    class Submitted(Message):
        """Enter on a text: a prompt or a command. shown: the same with chips, to put it back."""

        def __init__(self, text: str, shown: str) -> None:
            super().__init__()
            self.text, self.shown = text, shown

    class QueueReleased(Message):
        """Enter on an empty composer."""

    class QueuedTaken(Message):
        """A waiting prompt came back into the composer and must leave the queue."""

        def __init__(self, prompt_id: str) -> None:
            super().__init__()
            self.prompt_id = prompt_id

    class StashChanged(Message):
        """A draft was put aside or brought back. count: how many are put aside."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

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
        completed: Callable[[str], str],
        run_binding: Callable[[str], Awaitable[bool]],
    ) -> None:
        super().__init__(
            soft_wrap=True,
            tab_behavior="indent",
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self._bindings = BindingsMap.merge([composer_bindings(keys), self._bindings])
        self._completed = completed
        self._run_binding = run_binding
        self._prompts = PromptHistory()
        self._stash = DraftStash()
        self._queued: tuple[QueuedPrompt, ...] = ()
        self._taken = QueuedPrompt(id="", text="")
        self.editing: Editing | None = None
        self._successor: Widget | None = None  # to which a key here has moved the focus
        self.set_reactive(TextArea.cursor_blink, False)
        self.load_text(self.shown(text))
        self.move_cursor(self.document.end)

    @property
    def gutter_width(self) -> int:
        """The cells left of the text; TextArea keeps its cursor and the mouse right of them."""
        return len(MARK)

    def render_line(self, y: int) -> Strip:
        """One row with the prompt mark, or the blank below it, at its left; called by Textual."""
        is_first = y + self.scroll_offset.y == 0
        style = self.get_component_rich_style("text-area--gutter")
        mark = Segment(MARK if is_first else " " * len(MARK), style)
        text = super().render_line(y)
        return Strip([mark, *text.adjust_cell_length(self.size.width - len(MARK), self.rich_style)])

    @property
    def draft(self) -> str:
        """Everything unsent: what was put aside and the text, expanded. This is what is kept on
        disk."""
        return self.chips.expanded(self._stash.with_text(self.text))

    @property
    def is_blank(self) -> bool:
        """Nothing but blanks."""
        return not self.text.strip()

    def set_queued(self, prompts: Iterable[QueuedPrompt]) -> None:
        """The prompts that wait now; Up on an empty composer takes the last."""
        self._queued = tuple(prompts)

    def set_history(self, prompts: Iterable[str]) -> None:
        """The prompts that Up and Down call up, oldest first."""
        self._prompts.replace(map(self.shown, prompts))

    def add_earlier_history(self, prompts: Iterable[str]) -> None:
        """More prompts for Up, older than the others, oldest first."""
        self._prompts.prepend(map(self.shown, prompts))

    def put_back(self, text: str) -> None:
        """Give a text back to the user, before what was written since; nothing is overwritten."""
        newer = self.text
        shown = self.shown(text)
        self._show(f"{shown}\n\n{newer}" if newer.strip() else shown)

    def prompt_was_sent(self, prompt_id: str) -> None:
        """A prompt that had come back for editing was sent all the same: drop the copy."""
        if prompt_id == self._taken.id and self.text == self._taken.text:
            self.clear()

    def put_aside(self) -> None:
        """Stash the text, if there is any; the stash key brings it back."""
        if not self.is_blank:
            self._stash.push(self.text)
            self.clear()
            self.post_message(self.StashChanged(len(self._stash)))

    def action_submit(self) -> None:
        """Send the text, break the line after a backslash, or release the held queue."""
        row, column = self.cursor_location
        if self.document.get_line(row)[:column].endswith("\\"):
            self.replace("\n", (row, column - 1), (row, column), maintain_selection_offset=False)
            return
        if self.is_blank:
            self.post_message(self.QueueReleased())
            return
        shown = self.text
        self._prompts.add(shown)
        self.clear()
        self.post_message(self.Submitted(self.chips.expanded(shown), shown))

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
            self._taken = QueuedPrompt(id=last.id, text=self.shown(last.text))
            self._show(self._taken.text)
            self.post_message(self.QueuedTaken(last.id))
            return
        older = self._prompts.older(self.text)
        if older is None:
            raise SkipAction
        self._show(older)

    def action_next(self) -> None:
        """On the last row: a newer prompt, at the end the draft."""
        if not self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        newer = self._prompts.newer(self.text)
        if newer is None:
            raise SkipAction
        self._show(newer)

    def action_stash(self) -> None:
        """Put the text aside, or bring back what was put aside last."""
        if not self.is_blank:
            self.put_aside()
            return
        if len(self._stash):
            self._show(self._stash.pop())
            self.post_message(self.StashChanged(len(self._stash)))

    def action_complete(self) -> None:
        """Complete a half-typed command; else the key indents."""
        completed = self._completed(self.text)
        if not completed or completed == self.text:
            raise SkipAction
        self._show(completed)

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

    async def _on_key(self, event: events.Key) -> None:
        # See `OrderedKeysApp`: bound keys wait their turn behind the characters before
        # them. Textual calls TextArea's own `_on_key` next, unless it is prevented.
        before = self.screen.focused
        if self._successor is not None and before is self._successor:
            # Typed in one burst behind the key that moved the focus.
            self.app.post_message(events.Key(event.key, event.character))
        elif self.editing is not None and self.editing.take(event):
            pass
        elif await self._run_binding(event.key):
            focused = self.screen.focused
            if before is self and focused is not self:
                self._successor = focused
        else:
            return
        event.stop()
        event.prevent_default()

    def _show(self, shown: str) -> None:
        # An edit, not a load: undo brings back what stood here.
        self.replace(shown, (0, 0), self.document.end, maintain_selection_offset=False)
        self.history.checkpoint()
