"""The prompts that wait for the running turn."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from agent_tui.protocol.sessions import Delivery, QueuedPrompt


class PromptQueue:
    """First in, first out, in lanes: prompts that steer the running turn, then those that wait for
    its end, then held ones that wait for the user. A prompt written after a cancel is thus not held
    with those before it.

    max_follow_ups: how many prompts go out in a row without a human, 0 for no limit.
    """

    def __init__(self, *, max_follow_ups: int, held: Iterable[QueuedPrompt] = ()) -> None:
        self._steering: list[QueuedPrompt] = []
        self._ready: list[QueuedPrompt] = []
        self._held = [_queued(prompt) for prompt in held]
        self._max_follow_ups = max_follow_ups
        self._follow_ups = 0

    @property
    def prompts(self) -> tuple[QueuedPrompt, ...]:
        """All that wait, in the order in which they will be sent."""
        return (*self._steering, *self._ready, *self._held)

    @property
    def is_held(self) -> bool:
        """True when some prompts wait for the user."""
        return bool(self._held)

    def add(self, prompt: QueuedPrompt, *, place: int = -1, holds: bool = False) -> None:
        """Put a human's prompt at the end of its lane. place: among `prompts`, for one that was
        taken out there; then it goes to the lane that is there now. holds: it waits for the
        user."""
        self._follow_ups = 0
        steers = prompt.delivery is Delivery.STEER
        first_held = len(self._steering) + len(self._ready)
        if holds or (not steers and self._held and place >= first_held):
            self._held.insert(max(place - first_held, 0), _queued(prompt))
            return
        lane, start = (self._steering, 0) if steers else (self._ready, len(self._steering))
        lane.insert(len(lane) if place < 0 else max(place - start, 0), prompt)

    def edit(self, prompt_id: str, text: str | None) -> bool:
        """Replace a prompt's text, or remove it with None. False when it does not wait any more."""
        self._follow_ups = 0
        lane, index = self._found(prompt_id)
        if index < 0:
            return False
        lane[index : index + 1] = [] if text is None else [replace(lane[index], text=text)]
        return True

    def move(self, prompt_id: str, place: int) -> bool:
        """Put a prompt at another place among `prompts`, or as near to it as its lane reaches.
        False when that changes nothing."""
        self._follow_ups = 0
        lane, index = self._found(prompt_id)
        if index < 0:
            return False
        start = 0
        for before in (self._steering, self._ready):
            if before is lane:
                break
            start += len(before)
        wanted = min(max(place - start, 0), len(lane) - 1)
        lane.insert(wanted, lane.pop(index))
        return wanted != index

    def steer(self, prompt_id: str) -> bool:
        """Let a waiting prompt steer, behind those that do. False when that changes nothing."""
        self._follow_ups = 0
        lane, index = self._found(prompt_id)
        if index < 0 or lane is self._steering:
            return False
        self._steering.append(replace(lane.pop(index), delivery=Delivery.STEER))
        return True

    def take_first(self) -> QueuedPrompt | None:
        """The next prompt to send after the human's own; None when none is ready."""
        lane = self._steering or self._ready
        return lane.pop(0) if lane else None

    def take_follow_up(self) -> QueuedPrompt | None:
        """The next prompt to send without a human; holds the queue instead when the limit is
        reached."""
        is_ready = bool(self._steering or self._ready)
        if is_ready and self._max_follow_ups and self._follow_ups >= self._max_follow_ups:
            self.hold()
        if (prompt := self.take_first()) is not None:
            self._follow_ups += 1
        return prompt

    def take_steering(self) -> tuple[QueuedPrompt, ...]:
        """All prompts for the next request."""
        taken, self._steering = tuple(self._steering), []
        return taken

    def take_all(self) -> tuple[QueuedPrompt, ...]:
        """All prompts, the held ones too."""
        taken = self.prompts
        self._steering, self._ready, self._held = [], [], []
        return taken

    def hold(self) -> bool:
        """Let all prompts that wait now wait for the user. False when that changes nothing."""
        changed = [*self._steering, *self._ready]
        self._steering, self._ready = [], []
        self._held += map(_queued, changed)
        return bool(changed)

    def release(self) -> None:
        """Let held prompts go out, before those written later."""
        self._follow_ups = 0
        self._ready = self._held + self._ready
        self._held = []

    def _found(self, prompt_id: str) -> tuple[list[QueuedPrompt], int]:
        """The lane of a prompt and its place there, -1 when it does not wait."""
        for lane in (self._steering, self._ready, self._held):
            for index, prompt in enumerate(lane):
                if prompt.id == prompt_id:
                    return lane, index
        return [], -1


def _queued(prompt: QueuedPrompt) -> QueuedPrompt:
    """The turn that it was to steer is over."""
    return replace(prompt, delivery=Delivery.QUEUE)
