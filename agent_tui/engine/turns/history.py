"""The messages of one session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain

import anyio
from msgspec.structs import replace

from agent_tui.engine.compaction.compacted_history import CompactedHistory, compacted_history
from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.engine.turns.request_messages import RequestMessages
from agent_tui.errors import SessionError
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from agent_tui.protocol.packed_messages import PackedMessages

_MOST_UNCOUNTED = 1_000  # messages; sooner than go through more of them we estimate the whole


class History:
    """Grows at its end, and goes to other states as a whole. Use on the controller's loop; what it
    hands out is immutable.

    messages: of a stored session. unread_count: so many before them are still to be read; None:
    there are none. Then the first of `messages` is a prompt.
    """

    def __init__(
        self, messages: Iterable[ChatMessage] = (), *, unread_count: int | None = None
    ) -> None:
        self._earlier = PackedMessages()
        self._recent = list(messages)
        self._halves = self._earlier, self._recent  # for other threads: never of two states
        self._stored_count = len(self._recent)
        self._unread_count = unread_count
        self._turn_start = 0
        self._is_turn_open = False
        self._asides: list[ChatMessage] = []
        self._request: RequestMessages | None = None  # of `_earlier` and so many of `_recent`:
        self._request_count = 0
        self._compacted = CompactedHistory()
        self._marks: dict[str, ChatMessage] = {}  # newest forms of earlier compaction marks
        self._uncounted_count = 0  # of `_recent`: counts in them are of other requests
        self._failure: SessionError | None = None
        self._changed: anyio.Event | None = None  # of those who wait for the unread

    def __len__(self) -> int:
        return (self._unread_count or len(self._earlier)) + len(self._recent)

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """All that are known, oldest first. Of a long session that was opened again it takes the
        time and memory that the opening spared."""
        earlier, recent = self._halves
        return (*earlier, *recent)

    @property
    def request(self) -> RequestMessages:
        """What a model may see of them. It costs what was appended since the last call; after
        another change, and at first, everything that a summary does not stand for. From then on a
        long session that was opened again takes the memory that the opening spared."""
        return self._prepared()

    @property
    def compacted(self) -> CompactedHistory:
        """Which summary `request` begins with, without the messages. It costs the same."""
        self._prepared()
        return self._compacted

    def _prepared(self) -> RequestMessages:
        added = self._recent[self._request_count :]
        if self._request is None or any(message.compaction for message in added):
            found = compacted_history(self.newest_first())
            request = self._request = RequestMessages(found.messages)
            self._compacted = CompactedHistory([], found.mark, found.head, found.lead_count)
        else:
            request = self._request
            for message in added:
                request.add(message)
        self._request_count = len(self._recent)
        return request

    def newest_first(self) -> Iterator[ChatMessage]:
        """All that are known, backwards; earlier ones are unpacked when they are reached."""
        return self.snapshot()()

    def snapshot(self) -> Callable[[], Iterator[ChatMessage]]:
        """The present for another thread: gives what `newest_first` would give now."""
        return partial(_newest_first, tuple(self._recent), self._earlier, dict(self._marks))

    @property
    def counted(self) -> tuple[int, list[ChatMessage]]:
        """Tokens of a request with the last answer, as a provider counted them, and what was added
        since. 0 when nobody has counted."""
        added: list[ChatMessage] = []
        for at in range(len(self._recent) - 1, self._uncounted_count - 1, -1):
            message = self._recent[at]
            if len(added) > _MOST_UNCOUNTED:
                break
            if message.is_superseded:
                continue
            if message.compaction is not None:
                return message.compaction.tokens_after, added
            if message.usage is not None and message.usage.total_tokens:
                # Thinking is paid for, and never sent.
                usage = message.usage
                return usage.total_tokens - usage.reasoning_tokens, added
            added.append(message)
        return 0, []

    def replace_mark(self, mark: ChatMessage) -> None:
        """Another form of a compaction mark that stands in the history."""
        self._marks[mark.id], self._uncounted_count = mark, len(self._recent)
        self._recent = [mark if one.id == mark.id else one for one in self._recent]
        self._halves = self._earlier, self._recent
        self._request = None

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
    def state(self) -> HistoryState:
        """The present. Of a history that is not whole, only what was read."""
        return HistoryState(self._earlier, tuple(self._recent))

    def go_to(self, state: HistoryState) -> None:
        """Be this from now on. Only while no turn is open, and once it is whole."""
        marks = self._marks
        self._earlier = state.earlier
        self._recent = [marks.get(m.id, m) if m.compaction else m for m in state.recent]
        self._halves = self._earlier, self._recent
        self._turn_start = len(self._recent)
        self._uncounted_count = min(self._uncounted_count, len(self._recent))
        self._request, self._request_count = None, 0

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
        self._halves = messages, self._recent
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
        """The user's newest prompt that a model may see, None before the first."""
        prompts = (m for m in reversed(self._recent) if m.is_prompt and not m.is_superseded)
        return next(prompts, None)

    @property
    def is_answered(self) -> bool:
        """True when the model's whole answer stands after the last prompt, and in an empty
        history."""
        for message in reversed(self._recent):
            if not (message.is_superseded or message.shell or message.compaction):
                is_whole = message.role is Role.ASSISTANT and not message.is_interrupted
                return is_whole and not message.tool_calls
        return True

    @property
    def open_calls(self) -> tuple[ToolCallPart, ...]:
        """The tool calls of the last answer that have no result; () when more than results follows
        it."""
        answered: set[str] = set()
        for message in reversed(self._recent):
            if message.is_superseded or message.shell or message.compaction:
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

    def extend(self, messages: Iterable[ChatMessage]) -> None:
        """Add messages at the end, in one step for readers on other threads."""
        self._recent += messages

    def replace_message(self, message: ChatMessage) -> bool:
        """Put another form of a message in its place. False when it stands there as it is, or is
        not among the recent ones."""
        kept = self._recent
        for at in range(len(kept) - 1, -1, -1):
            if kept[at].id == message.id:
                is_changed = kept[at] != message
                kept[at] = message
                if is_changed and at < self._request_count:
                    self._request = None
                return is_changed
        return False

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


def _newest_first(
    recent: Sequence[ChatMessage], earlier: PackedMessages, marks: Mapping[str, ChatMessage]
) -> Iterator[ChatMessage]:
    for message in chain(reversed(recent), reversed(earlier)):
        yield marks.get(message.id, message) if message.compaction else message
