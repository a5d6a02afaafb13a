"""A screen with a strip of waiting prompts, which can be changed, taken back and sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from textual import events

from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.sessions import Delivery, QueuedPrompt
from agent_tui.ui.keymap import first_key, rebind
from agent_tui.ui.screens.sidebar_screen import SidebarScreen
from agent_tui.ui.widgets.composer import Composer
from agent_tui.ui.widgets.queue_rows import NO_HINTS, QueueHints
from agent_tui.ui.widgets.queue_strip import QueueStrip

if TYPE_CHECKING:
    from agent_tui.ui.commands.command import CommandHost

_WORDS = {Delivery.QUEUE: "queues", Delivery.STEER: "steers"}


class _Edited(Struct, frozen=True):
    """A waiting prompt that is in the composer. behind: ids of those that wait behind it."""

    session_id: str
    delivery: Delivery
    behind: frozenset[str]


class QueueScreen(SidebarScreen):
    """Implements `QueueKeeper`: turns what the user does with waiting prompts into calls of the
    engine link."""

    _usual, _other = Delivery.QUEUE, Delivery.STEER
    _send_hints = NO_HINTS

    def __init__(self, host: CommandHost) -> None:
        super().__init__(host)
        self._is_other_wanted = False
        self._edited: _Edited | None = None
        self.queue_strip = QueueStrip(self)

    def set_up_queue(self, options: UiOptions) -> None:
        """Take over what the keys do. Call before the first picture."""
        self._usual = Delivery(options.enter_while_running)
        self._other = Delivery.QUEUE if self._usual is Delivery.STEER else Delivery.STEER
        keys = options.key_bindings
        enter, other = first_key(keys, "composer.submit"), first_key(keys, "composer.steer")
        self._send_hints = self.queue_strip.hints = QueueHints(
            open=first_key(keys, "app.queue"),
            enter=f"{enter} {_WORDS[self._usual]}" if enter else "",
            other=f"{other} {_WORDS[self._other]}" if other else "",
        )
        rebind(self.queue_strip, keys, "queue")

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the composer, wherever the focus is."""
        if self.take_typing(event):
            event.stop()

    def take_typing(self, event: events.Key) -> bool:
        """Write a character into the composer, unless the focused widget wants the key. True when
        it was one."""
        # What comes here while the composer has the focus was typed just before it got it.
        is_late = self.focused is self.composer
        is_typing = event.is_printable and event.character is not None
        if not is_typing or not (is_late or event.key not in self.screen.active_bindings):
            return False
        self.set_focus(self.composer)
        self.composer.type_key(event)
        return True

    @property
    def send_hint(self) -> str:
        """What the keys do with a draft while a turn runs."""
        hints = self._send_hints
        return ", ".join(said for said in (hints.enter, hints.other) if said)

    def queued_prompts(self) -> Sequence[QueuedPrompt]:
        """The prompts that wait."""
        return self.queue_strip.prompts

    def send_prompt(self, text: str) -> bool:
        """Send a prompt, or let it wait while a turn runs. False when the engine is closed."""
        delivery = self._other if self._is_other_wanted else self._usual
        edited, self._edited, self._is_other_wanted = self._edited, None, False
        place = -1
        if edited is not None and edited.session_id == self._host.link.session_id:
            delivery, place = edited.delivery, self._place_of(edited)
        images = self.composer.chips.images_in(text)
        return self._host.link.submit(text, delivery, place, images)

    def action_queue(self) -> None:
        """The queue key: to the list of waiting prompts, and back."""
        if self.queue_strip.has_focus:
            self.leave_queue()
        elif self.queue_strip.prompts:
            self.set_focus(self.queue_strip)
        else:
            self.outside.say("no prompts are waiting")

    def on_composer_queue_released(self) -> None:
        """Send the held queue, if there is one."""
        if self.queue_strip.is_held:
            self._host.link.release_queue()

    def on_composer_queued_taken(self, message: Composer.QueuedTaken) -> None:
        """The prompt is in the composer now, so it must not be sent as well."""
        self._host.link.remove_queued(message.prompt_id)

    def on_composer_stash_changed(self, message: Composer.StashChanged) -> None:
        """What was edited may have been put aside."""
        if self.composer.is_blank:
            self._edited = None

    def edit_queued(self, prompt: QueuedPrompt) -> None:
        """Take it into the composer; a draft is put aside and comes back after sending."""
        ids = [one.id for one in self.queue_strip.prompts]
        behind = frozenset(ids[ids.index(prompt.id) + 1 :])
        self._host.link.remove_queued(prompt.id)
        self.composer.put_aside(returns=True)
        self.composer.recall(prompt.text, prompt.images)
        self._edited = _Edited(self._host.link.session_id, prompt.delivery, behind)
        self.set_focus(self.composer)

    def remove_queued(self, prompt: QueuedPrompt) -> None:
        """Drop it."""
        self._host.link.remove_queued(prompt.id)

    def restore_queued(self, prompt: QueuedPrompt, place: int) -> None:
        """Let it wait again."""
        self._host.link.restore_queued(prompt, place)

    def move_queued(self, prompt: QueuedPrompt, place: int) -> None:
        """Let it wait elsewhere."""
        self._host.link.move_queued(prompt.id, place)

    def steer_queued(self, prompt: QueuedPrompt) -> None:
        """Send it with the next request."""
        self._host.link.steer_queued(prompt.id)

    def leave_queue(self) -> None:
        """Go back to the composer."""
        self.set_focus(self.composer)

    def is_crowded(self) -> bool:
        """Something else above the composer needs the room."""
        return False

    async def run_binding(self, key: str) -> bool:
        """Do what a key is bound to."""
        return await self._host.run_binding(key)

    def _place_of(self, edited: _Edited) -> int:
        """Before the first of those that stood behind it; -1 when nothing waits any more."""
        prompts = self.queue_strip.prompts
        places = (at for at, prompt in enumerate(prompts) if prompt.id in edited.behind)
        return next(places, len(prompts)) if prompts else -1
