"""The prompts that wait for the running turn to end."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from agent_tui.protocol.sessions import QueuedPrompt


class PromptQueue:
    """First in, first out, in two lanes: prompts that are sent as soon as possible, and held ones
    that wait for the user. A prompt written after a cancel is thus not held with those before it.

    max_follow_ups: how many prompts go out in a row without a human, 0 for no limit.
    """

    def __init__(self, *, max_follow_ups: int, held: Iterable[QueuedPrompt] = ()) -> None:
        self._ready: list[QueuedPrompt] = []
        self._held: list[QueuedPrompt] = list(held)
        self._max_follow_ups = max_follow_ups
        self._follow_ups = 0

    @property
    def prompts(self) -> tuple[QueuedPrompt, ...]:
        """All that wait, in the order in which they will be sent."""
        return (*self._ready, *self._held)

    @property
    def is_held(self) -> bool:
        """True when some prompts wait for the user."""
        return bool(self._held)

    def add(self, prompt: QueuedPrompt) -> None:
        """Put a human's prompt at the end."""
        self._follow_ups = 0
        self._ready.append(prompt)

    def edit(self, prompt_id: str, text: str | None) -> bool:
        """Replace a prompt's text, or remove it with None. False when it does not wait any more."""
        self._follow_ups = 0
        for lane in (self._ready, self._held):
            for index, prompt in enumerate(lane):
                if prompt.id == prompt_id:
                    lane[index : index + 1] = [] if text is None else [replace(prompt, text=text)]
                    return True
        return False

    def take_first(self) -> QueuedPrompt | None:
        """The next prompt to send after the human's own; None when none is ready."""
        return self._ready.pop(0) if self._ready else None

    def take_follow_up(self) -> QueuedPrompt | None:
        """The next prompt to send without a human; holds the queue instead when the limit is
        reached."""
        if self._ready and self._max_follow_ups and self._follow_ups >= self._max_follow_ups:
            self.hold()
        if not self._ready:
            return None
        self._follow_ups += 1
        return self._ready.pop(0)

    def hold(self) -> bool:
        """Let all prompts that wait now wait for the user. False when that changes nothing."""
        changed, self._ready = self._ready, []
        self._held += changed
        return bool(changed)

    def release(self) -> None:
        """Let held prompts go out, before those written later."""
        self._follow_ups = 0
        self._ready = self._held + self._ready
        self._held = []
