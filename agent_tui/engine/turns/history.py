"""The messages of one session."""

from __future__ import annotations

from collections.abc import Iterable

import anyio
from msgspec.structs import replace

from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.errors import SessionError
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.protocol.packed_messages import PackedMessages


class History:
    """Grows at its end only. Use on the controller's loop; what it hands out is immutable.

    messages: of a stored session. unread_count: so many before them are still to be read; None:
    there are none. Then the first of `messages` is a prompt.
    """

    def __init__(
        self, messages: Iterable[ChatMessage] = (), *, unread_count: int | None = None
    ) -> None:
        self._earlier = PackedMessages()
        self._recent = list(messages)
        self._stored_count = len(self._recent)
        self._unread_count = unread_count
        self._turn_start = 0
        self._is_turn_open = False
        self._asides: list[ChatMessage] = []
        self._request: RequestMessages | None = None  # of `_earlier` and so many of `_recent`:
        self._request_count = 0
        self._failure: SessionError | None = None
        self._changed: anyio.Event | None = None  # of those who wait for the unread

    def __len__(self) -> int:
        return (self._unread_count or len(self._earlier)) + len(self._recent)

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """All that are known, oldest first. Of a long session that was opened again it takes the
        time and memory that the opening spared."""
        return (*self._earlier, *self._recent)

    @property
    def request(self) -> RequestMessages:
        """What a model may see of them. It costs what was appended since the last call; after
        another change, and at first, everything. From then on a long session that was opened again
        takes the memory that the opening spared."""
        if self._request is None:
            self._request, self._request_count = RequestMessages(self._earlier), 0
        for index in range(self._request_count, len(self._recent)):
            self._request.add(self._recent[index])
        self._request_count = len(self._recent)
        return self._request

    @property
    def earlier(self) -> PackedMessages:
        """Those that were read after the opening."""
        return self._earlier

    @property
    def recent(self) -> tuple[ChatMessage, ...]:
        """Those behind `earlier`."""
        return tuple(self._recent)

    @property
    def recent_before_turn(self) -> tuple[ChatMessage, ...]:
        """`recent` as it was when the last turn began."""
        return tuple(self._recent[: self._turn_start])

    @property
    def is_whole(self) -> bool:
        """Nothing is to be read any more."""
        return self._unread_count is None

    def begin_turn(self) -> None:
        """What is appended from now on belongs to a turn."""
        self._turn_start = len(self._recent)
        self._is_turn_open = True

    def end_turn(self) -> None:
        """The turn is over."""
        self._is_turn_open = False
        self.settle_asides()

    @property
    def turn_asides(self) -> tuple[ChatMessage, ...]:
        """What the user's shell commands printed since the running turn began; () when none
        runs."""
        if not self._is_turn_open:
            return ()
        settled = (one for one in self._recent[self._turn_start :] if one.shell is not None)
        return (*settled, *self._asides)

    def add_aside(self, message: ChatMessage) -> None:
        """What a shell command of the user's printed. While a turn runs it waits for the turn's
        next request: the one under way must stay what it was."""
        (self._asides if self._is_turn_open else self._recent).append(message)

    def settle_asides(self) -> None:
        """A request comes: what waited for it belongs to the history now."""
        self._recent += self._asides
        self._asides = []

    async def wait_until_whole(self) -> None:
        """Wait for what is still to be read. Raises `SessionError` when it cannot be."""
        while not self.is_whole:
            if self._failure is not None:
                raise self._failure
            self._changed = self._changed or anyio.Event()
            await self._changed.wait()

    def put_earlier(self, messages: PackedMessages) -> None:
        """What was unread."""
        self._earlier, self._unread_count = messages, None
        self._request = None
        self._tell_waiting()

    def replace_stored(self, messages: PackedMessages) -> None:
        """What is really stored, in place of the messages it was made with."""
        self._recent[: self._stored_count] = messages
        self._turn_start += len(messages) - self._stored_count
        self._stored_count, self._unread_count = len(messages), None
        self._request = None
        self._tell_waiting()

    def fail(self, failure: SessionError) -> None:
        """The rest cannot be read: no request may be made of half a history."""
        self._failure = failure
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        changed, self._changed = self._changed, None
        if changed is not None:
            changed.set()

    @property
    def last_prompt(self) -> ChatMessage | None:
        """The user's newest prompt, None before the first."""
        prompts = (m for m in reversed(self._recent) if m.is_prompt)
        return next(prompts, None)

    @property
    def is_answered(self) -> bool:
        """True when the model's whole answer stands after the last prompt, and in an empty
        history."""
        for message in reversed(self._recent):
            if not (message.is_superseded or message.shell):
                is_whole = message.role is Role.ASSISTANT and not message.is_interrupted
                return is_whole and not message.tool_calls
        return True

    @property
    def open_calls(self) -> tuple[ToolCallPart, ...]:
        """The tool calls of the last answer that have no result; () when more than results follows
        it."""
        answered: set[str] = set()
        for message in reversed(self._recent):
            if message.is_superseded or message.shell:
                continue
            if message.role is Role.ASSISTANT:
                is_whole = not message.is_interrupted
                calls = message.tool_calls if is_whole else ()
                return tuple(call for call in calls if call.call_id not in answered)
            if message.role is Role.USER:
                break
            answered.update(p.call_id for p in message.parts if isinstance(p, ToolResultPart))
        return ()

    def append(self, message: ChatMessage) -> None:
        """Add a message at the end."""
        self._recent.append(message)

    def supersede_interrupted(self) -> tuple[ChatMessage, ...]:
        """Set interrupted answers after the last prompt aside for a retry; returns their new
        form."""
        changed: list[ChatMessage] = []
        kept = self._recent
        for index in range(len(kept) - 1, -1, -1):
            message = kept[index]
            if message.is_prompt:
                break
            if message.is_interrupted and not message.is_superseded:
                kept[index] = replace(message, is_superseded=True)
                changed.append(kept[index])
                self._request = None
        return tuple(reversed(changed))
