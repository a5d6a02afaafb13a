"""The queue strip: the prompts that wait, above the composer, only when there are any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.ui.key_actions import QUEUE_ACTIONS
from agent_tui.ui.keymap import view_bindings
from agent_tui.ui.returned_keys import return_key
from agent_tui.ui.widgets.queue_rows import (
    MOST_PROMPTS,
    NO_HINTS,
    QueueHints,
    list_rows,
    queue_rows,
    top_row,
)

LOW_WINDOW_ROWS = 16
_LIST_ROWS, _LOW_LIST_ROWS = 8, 3  # prompts in view while the list has the focus


class QueueKeeper(Protocol):
    """Does what the user wants with the waiting prompts. Called at once, because the keys that
    follow may be meant for what has the focus then. place: from 0, as the strip lists them."""

    def edit_queued(self, prompt: QueuedPrompt) -> None:
        """Take it out and into the composer."""
        ...

    def remove_queued(self, prompt: QueuedPrompt) -> None:
        """Drop it."""
        ...

    def restore_queued(self, prompt: QueuedPrompt, place: int) -> None:
        """Let a dropped one wait again."""
        ...

    def move_queued(self, prompt: QueuedPrompt, place: int) -> None:
        """Let it wait elsewhere."""
        ...

    def steer_queued(self, prompt: QueuedPrompt) -> None:
        """Send it with the next request of the running turn."""
        ...

    def leave_queue(self) -> None:
        """Go back to the composer."""
        ...

    async def run_binding(self, key: str) -> bool:
        """Do what a key is bound to; False for nothing."""
        ...

    def is_crowded(self) -> bool:
        """Something else above the composer needs the room."""
        ...


class QueueStrip(Widget, can_focus=True):
    """Shows waiting prompts, their first line each, and what to do about them. With the focus it is
    a list; what its keys change is shown at once, and the engine's word counts."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*view_bindings("queue", QUEUE_ACTIONS)]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"queue-strip--cursor"}
    DEFAULT_CSS = """
    QueueStrip { height: auto; display: none; color: $text-muted; background: $background; }
    QueueStrip .queue-strip--cursor {
        color: $primary; background: $background; text-style: bold;
    }
    QueueStrip:ansi { text-style: dim; }
    """

    hints: QueueHints = NO_HINTS

    def __init__(self, keeper: QueueKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._prompts: tuple[QueuedPrompt, ...] = ()
        self._is_held = False
        self._window_rows = LOW_WINDOW_ROWS
        self._chosen = self._top = 0
        self._dropped: list[tuple[QueuedPrompt, int]] = []  # for undo, the last one last

    @property
    def prompts(self) -> tuple[QueuedPrompt, ...]:
        """What is shown, in the order in which it is sent."""
        return self._prompts

    @property
    def is_held(self) -> bool:
        """The prompts wait for the user, not for the running turn."""
        return self._is_held

    def show(self, prompts: Sequence[QueuedPrompt], *, is_held: bool) -> None:
        """Show these prompts instead; none hides the strip."""
        chosen_id = self._prompts[self._chosen].id if self._prompts else ""
        self._prompts, self._is_held = tuple(prompts), is_held and bool(prompts)
        places = (at for at, prompt in enumerate(self._prompts) if prompt.id == chosen_id)
        self._choose(next(places, self._chosen))
        self.display = bool(prompts)
        if self.has_focus and not prompts:
            self._keeper.leave_queue()
        self.refresh(layout=True)

    def prompt_was_sent(self, prompt_id: str) -> None:
        """What was dropped too late must not be sent again by an undo."""
        self._dropped = [entry for entry in self._dropped if entry[0].id != prompt_id]

    def forget_dropped(self) -> None:
        """Another session is shown."""
        self._dropped.clear()

    def fit(self, window_rows: int) -> None:
        """Take only one row in a low window, and few while it is used."""
        if window_rows != self._window_rows:
            self._window_rows = window_rows
            self._choose(self._chosen)
            self.refresh(layout=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        """With the focus it is a list, which begins at the prompt that is sent last."""
        super().watch_has_focus(has_focus)
        if has_focus:
            self._choose(len(self._prompts) - 1)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line for each row, whatever its length; called by Textual."""
        return len(self._rows(width))

    def render_line(self, y: int) -> Strip:
        """One row; called by Textual."""
        rows = self._rows(self.size.width)
        text = rows[y] if y < len(rows) else ""
        style = self.rich_style
        if self.has_focus and y == self._chosen - self._top:
            style = self.get_component_rich_style("queue-strip--cursor")
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, self.rich_style)

    async def _on_key(self, event: events.Key) -> None:
        # See `OrderedKeysApp`: keys act here in their order, those that are bound everywhere, too.
        is_here = self.screen.focused is self
        if is_here and await self._keeper.run_binding(event.key):
            pass
        elif event.is_printable or not is_here:
            # A text begins, or the focus has moved while this key was on its way.
            if is_here:
                self._keeper.leave_queue()
            return_key(self, event)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Choose a prompt; a second click on it edits it."""
        had_focus = self.has_focus
        place = event.y + (self._top if had_focus else 0)
        is_prompt = event.y < len(self._rows(self.size.width)) - 1
        if not had_focus:
            self.screen.set_focus(self)
        if is_prompt and place < len(self._prompts):
            if had_focus and place == self._chosen:
                self.action_edit()
            else:
                self._choose(place)
                self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel goes through the list."""
        self.action_go(1)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel goes through the list."""
        self.action_go(-1)
        event.stop()

    def action_go(self, steps: int) -> None:
        """Choose another prompt."""
        self._choose(self._chosen + steps)
        self.refresh()

    def action_go_first(self) -> None:
        """Choose the one that is sent first."""
        self.action_go(-len(self._prompts))

    def action_go_last(self) -> None:
        """Choose the one that is sent last."""
        self.action_go(len(self._prompts))

    def action_edit(self) -> None:
        """Take the prompt into the composer."""
        if self._prompts:
            prompt = self._prompts[self._chosen]
            self._keeper.edit_queued(prompt)
            self._without(prompt)

    def action_remove(self) -> None:
        """Drop the prompt; undo brings it back."""
        if self._prompts:
            prompt = self._prompts[self._chosen]
            self._dropped.append((prompt, self._chosen))
            self._keeper.remove_queued(prompt)
            self._without(prompt)

    def action_undo(self) -> None:
        """Bring back what was dropped last."""
        if self._dropped:
            prompt, place = self._dropped.pop()
            self._keeper.restore_queued(prompt, min(place, len(self._prompts)))

    def action_shift(self, steps: int) -> None:
        """Send the prompt earlier or later."""
        place = self._chosen + steps
        if 0 <= place < len(self._prompts):
            prompt = self._prompts[self._chosen]
            self._keeper.move_queued(prompt, place)
            # Who steers is sent before all others.
            if self._prompts[place].delivery is prompt.delivery:
                prompts = list(self._prompts)
                prompts.insert(place, prompts.pop(self._chosen))
                self.show(prompts, is_held=self._is_held)

    def action_steer(self) -> None:
        """Send the prompt with the turn's next request, or at once."""
        if self._prompts:
            self._keeper.steer_queued(self._prompts[self._chosen])

    def _without(self, prompt: QueuedPrompt) -> None:
        rest = [one for one in self._prompts if one.id != prompt.id]
        self.show(rest, is_held=self._is_held)

    def _choose(self, place: int) -> None:
        count = len(self._prompts)
        self._chosen = min(max(place, 0), max(count - 1, 0))
        self._top = top_row(self._chosen, self._top, self._list_rows, count)

    @property
    def _list_rows(self) -> int:
        return _LOW_LIST_ROWS if self._is_low else min(_LIST_ROWS, self._window_rows // 4)

    @property
    def _is_low(self) -> bool:
        is_half = self._window_rows < 2 * LOW_WINDOW_ROWS
        return self._window_rows < LOW_WINDOW_ROWS or (is_half and self._keeper.is_crowded())

    def _rows(self, width: int) -> list[str]:
        if self.has_focus and self._prompts:
            return list_rows(self._prompts, self._chosen, self._top, self._list_rows, width)
        most = 0 if self._is_low else MOST_PROMPTS
        return queue_rows(self._prompts, self._is_held, width, most=most, hints=self.hints)
