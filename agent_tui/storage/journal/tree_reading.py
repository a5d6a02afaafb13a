"""The turns of all branches of a journal, read without its long texts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from agent_tui.protocol.branches import TreeTurn
from agent_tui.storage.journal.slices import Slices

_MOST_HEAD = 300  # characters of a prompt
_CALL = b'{"type":"tool_call"'  # as a part begins; in a text the quotes would be escaped
_LINES_AT_ONCE = 16


class _Part(Struct):
    type: str
    text: str = ""
    attached: str = ""


class _Message(Struct):
    id: str
    role: str
    parts: msgspec.Raw
    turn_id: str = ""
    created: float = 0.0
    is_interrupted: bool = False
    is_superseded: bool = False
    shell: msgspec.Raw = msgspec.Raw()
    compaction: msgspec.Raw = msgspec.Raw()

    @property
    def is_prompt(self) -> bool:
        return self.role == "user" and not self.is_aside

    @property
    def is_aside(self) -> bool:
        return bool(bytes(self.shell)) or bool(bytes(self.compaction))


class _Checkpoint(Struct):
    path: str
    turn_id: str = ""


class _Entry(Struct):
    """The fields of all entries that matter here; others are skipped unread."""

    id: str
    type: str
    parent: str = ""
    message: _Message | None = None
    message_id: str = ""
    turn_id: str = ""
    at: str = ""
    label: str = ""
    checkpoint: _Checkpoint | None = None


class _Turn(Struct):
    id: str
    turn_id: str
    parent: str
    tip: str
    head: str = ""
    created: float = 0.0
    count: int = 0
    is_answered: bool = False


_ENTRY_DECODER = msgspec.json.Decoder(_Entry)
_PARTS_DECODER = msgspec.json.Decoder(list[_Part])


def tree_turns(content: bytes, slices: Slices) -> tuple[TreeTurn, ...]:
    """The turns of a journal with these bytes, in the order of their beginning; a turn stands
    behind its parent. What cannot be read is left out. Raises `Unwanted`."""
    reading = _Reading()
    for number, line in enumerate(_lines(content)):
        # Damage, or half a line that is being written.
        with contextlib.suppress(ValueError, RecursionError):
            reading.take(_ENTRY_DECODER.decode(line))
        if not number % _LINES_AT_ONCE:
            slices.pause()
    return reading.turns()


def _lines(content: bytes) -> Iterator[memoryview]:
    view = memoryview(content)
    start = content.find(b"\n") + 1  # behind the header
    while 0 < start < len(content):
        end = content.find(b"\n", start)
        end = len(content) if end < 0 else end
        yield view[start:end]
        start = end + 1


class _Reading:
    """Follows `MessageTree`, without the messages."""

    def __init__(self) -> None:
        self._turn_of: dict[str, _Turn] = {}  # by message id, of all branches
        self._before: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._files: dict[str, set[str]] = {}
        self._tip = self._last_entry = ""
        self._tips: dict[str, str] = {}
        self._turns: list[_Turn] = []

    def take(self, entry: _Entry) -> None:
        """The next entry."""
        if entry.id in self._tips:
            return
        if entry.parent not in ("", self._last_entry):
            self._tip = self._tips.get(entry.parent, self._tip)
        match entry.type:
            case "message" if entry.message is not None:
                self._take_message(entry.message)
            case "delta":
                if entry.message_id not in self._turn_of:
                    self._add(entry.message_id, entry.turn_id)
            case "head" if entry.at in self._turn_of or not entry.at:
                self._tip = entry.at
            case "label":
                self._labels[entry.message_id] = entry.label
            case "checkpoint" if entry.checkpoint is not None:
                self._note_file(entry.checkpoint)
            case _:
                pass
        self._last_entry = entry.id
        self._tips[entry.id] = self._tip

    def turns(self) -> tuple[TreeTurn, ...]:
        """All of them, after the last entry."""
        current: set[str] = set()
        at = self._tip
        while at:
            current.add(self._turn_of[at].id)
            at = self._before[at]
        return tuple(
            TreeTurn(
                id=turn.id,
                tip=turn.tip,
                parent=turn.parent,
                head=turn.head,
                created=turn.created,
                message_count=turn.count,
                has_failed=not turn.is_answered,
                label=self._labels.get(turn.id, ""),
                is_current=turn.id in current,
                changed_files=len(self._files.get(turn.id, ())),
            )
            for turn in self._turns
        )

    def _note_file(self, checkpoint: _Checkpoint) -> None:
        turn = self._turn_of.get(self._tip)
        if turn is not None and checkpoint.turn_id:  # without one, a rewind made the change
            self._files.setdefault(turn.id, set()).add(checkpoint.path)

    def _take_message(self, message: _Message) -> None:
        turn = self._turn_of.get(message.id)
        if turn is None:
            turn = self._add(message.id, message.turn_id, message if message.is_prompt else None)
        elif message.is_prompt and message.id == turn.id:
            turn.head = _head(message)  # a hook has rewritten it
        if not (message.is_superseded or message.is_aside):
            is_whole = message.role == "assistant" and not message.is_interrupted
            turn.is_answered = is_whole and _CALL not in bytes(message.parts)

    def _add(self, message_id: str, turn_id: str, prompt: _Message | None = None) -> _Turn:
        before = self._turn_of.get(self._tip)
        if before is None or (prompt is not None and not _joins(prompt, before)):
            before = _Turn(message_id, turn_id, before.id if before else "", message_id)
            if prompt is not None:
                before.head, before.created = _head(prompt), prompt.created
            self._turns.append(before)
        before.tip, before.count = message_id, before.count + 1
        self._turn_of[message_id] = before
        self._before[message_id] = self._tip
        self._tip = message_id
        return before


def _joins(prompt: _Message, turn: _Turn) -> bool:
    """It was sent to the running turn."""
    return bool(prompt.turn_id) and prompt.turn_id == turn.turn_id


def _head(prompt: _Message) -> str:
    try:
        parts = _PARTS_DECODER.decode(prompt.parts)
    except (ValueError, RecursionError):
        return ""
    text = "".join(part.text for part in parts if part.type == "text" and not part.attached)
    return " ".join(text[: 2 * _MOST_HEAD].split())[:_MOST_HEAD]
