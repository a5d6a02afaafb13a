"""The prompts of a session that wait: told to everybody and kept in the journal."""

from __future__ import annotations

from collections.abc import Iterable

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.prompt_queue import PromptQueue
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.protocol.events import QueueChanged
from agent_tui.protocol.prompt_events import QueueReturned
from agent_tui.protocol.sessions import QueuedPrompt

TOLD_AT_ONCE = 200
"""So many prompts are told and written with each change. Of more, which only programs send, changes
come together: the whole list is told each time."""
GATHERING_S = 0.1


class WaitingPrompts:
    """A `PromptQueue` that tells what changes in it. Use on the controller's loop."""

    def __init__(
        self,
        parts: EngineParts,
        *,
        state: SessionState,
        journal: JournalWriter,
        queued: Iterable[QueuedPrompt],
    ) -> None:
        self._parts, self._state, self._journal = parts, state, journal
        self._queue = PromptQueue(max_follow_ups=parts.options.auto_follow_ups, held=queued)
        self._told = self.present
        self._is_gathering = False

    @property
    def present(self) -> QueueChanged:
        """The prompts that wait, as the event that tells of them."""
        return QueueChanged(prompts=self._queue.prompts, is_held=self._queue.is_held)

    @property
    def is_held(self) -> bool:
        """Some wait for the user."""
        return self._queue.is_held

    def add(self, prompt: QueuedPrompt, *, place: int, holds: bool) -> None:
        """A prompt came; see `PromptQueue.add`. Not told yet."""
        self._queue.add(prompt, place=place, holds=holds)

    def edit(self, prompt_id: str, text: str | None) -> None:
        """Change or remove a prompt; nothing happens when it was sent meanwhile."""
        if self._queue.edit(prompt_id, text):
            self.tell()

    def move(self, prompt_id: str, place: int) -> None:
        """Let a prompt wait elsewhere."""
        if self._queue.move(prompt_id, place):
            self.tell()

    def steer(self, prompt_id: str) -> bool:
        """Let a prompt join the running turn. False when that changes nothing. Not told yet."""
        return self._queue.steer(prompt_id)

    def hold(self) -> None:
        """All wait for the user now."""
        if self._queue.hold():
            self.tell()

    def release(self) -> None:
        """Nothing waits for the user any more. Not told yet."""
        self._queue.release()

    def give_back(self) -> None:
        """Nothing waits any more; what did goes back to the user."""
        if prompts := self._queue.take_all():
            self.tell()
            self._state.publish(QueueReturned(prompts=prompts))

    def take_first(self) -> QueuedPrompt | None:
        """See `PromptQueue`. Not told yet: the prompt must stand in the journal before it leaves
        the queue there."""
        return self._queue.take_first()

    def take_steering(self) -> tuple[QueuedPrompt, ...]:
        """See `PromptQueue`. Not told yet."""
        return self._queue.take_steering()

    def take_follow_up(self) -> QueuedPrompt | None:
        """See `PromptQueue`. The prompt is not told yet; that the queue waits now is."""
        was_held = self._queue.is_held
        prompt = self._queue.take_follow_up()
        if self._queue.is_held and not was_held:
            count = self._parts.options.auto_follow_ups
            self._state.publish(session_notices.queue_waits_for_a_human(count))
            self.tell()
        return prompt

    def tell(self) -> None:
        """Publish and write the list, unless nothing has changed."""
        if self._is_gathering:
            return
        present = self.present
        if len(present.prompts) <= TOLD_AT_ONCE:
            self._tell(present)
        else:
            self._is_gathering = True
            self._parts.tasks.start_soon(self._tell_later)

    def flush(self) -> None:
        """Like `tell`, without waiting for more."""
        self._tell(self.present)

    async def _tell_later(self) -> None:
        await self._parts.clock.sleep(GATHERING_S)
        self._is_gathering = False
        self.flush()

    def _tell(self, present: QueueChanged) -> None:
        if present != self._told:
            self._told = present
            self._journal.append_queue(present.prompts)
            self._state.publish(present)
