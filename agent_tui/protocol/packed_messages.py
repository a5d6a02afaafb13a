"""A long history in little memory: pages of packed messages, unpacked when somebody looks."""

from __future__ import annotations

import threading
import zlib
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import overload

import msgspec

from agent_tui.protocol.messages import ChatMessage, Role

_PAGE_MESSAGES, _PAGE_BYTES = 128, 96_000  # a page ends before the next prompt, once it has so many
_MOST_MESSAGES, _MOST_BYTES = 512, 512_000  # a turn that is longer is cut before an answer
_UNPACKED_PAGES = 2
_LEVEL = 1  # a third of the size at 50 MB/s; higher levels save little more and cost three times it

_ENCODER = msgspec.msgpack.Encoder()


class PackedMessages(Sequence[ChatMessage]):
    """An immutable history, oldest first. Thread-safe.

    Pages begin with a prompt, or in an overlong turn with an answer, so that the results of a tool
    call stand in its page. Unpacking one takes about a millisecond; the last ones are remembered.
    """

    def __init__(
        self,
        pages: Sequence[bytes] = (),
        lengths: Sequence[int] = (),
        marks: Sequence[bytes] = (),
    ) -> None:
        """pages, lengths, marks: see `MessagePacker`."""
        self._pages, self._lengths, self._marks = tuple(pages), tuple(lengths), tuple(marks)
        self._ends = tuple(accumulate(self._lengths))
        self._lock = threading.Lock()
        self._unpacked: OrderedDict[int, tuple[ChatMessage, ...]] = OrderedDict()

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> ChatMessage: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[ChatMessage, ...]: ...

    def __getitem__(self, index: int | slice) -> ChatMessage | tuple[ChatMessage, ...]:
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = index + len(self) if index < 0 else index
        for number, end in enumerate(self._ends):
            if 0 <= at < end:
                return self.page(number)[at - end]
        raise IndexError(index)

    def __iter__(self) -> Iterator[ChatMessage]:
        for page in self._pages:
            yield from _unpacked(page)

    def __reversed__(self) -> Iterator[ChatMessage]:
        for page in reversed(self._pages):
            yield from reversed(_unpacked(page))

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def place_of(self, message_id: str) -> int:
        """The index of a message, -1 when it is not there. Only pages that may have it are
        unpacked."""
        mark = _mark(message_id)
        for number in range(len(self._pages) - 1, -1, -1):
            # Bytes of two marks that happen to be those of a third unpack a page for nothing.
            if mark in self._marks[number]:
                start = self._ends[number] - self._lengths[number]
                ids = _id_decoder().decode(zlib.decompress(self._pages[number]))
                for at, message in enumerate(ids):
                    if message.id == message_id:
                        return start + at
        return -1

    def split(self, count: int) -> tuple[PackedMessages, tuple[ChatMessage, ...]]:
        """The first `count` messages, as whole pages and the messages behind them; those are some,
        from a prompt on as a rule, unless `count` is 0."""
        pages = bisect_left(self._ends, count)  # those that end before
        start = self._ends[pages - 1] if pages else 0
        kept = PackedMessages(self._pages[:pages], self._lengths[:pages], self._marks[:pages])
        return kept, self.page(pages)[: count - start] if count else ()

    def page(self, number: int) -> tuple[ChatMessage, ...]:
        """The messages of one page; 0 is the oldest."""
        with self._lock:
            page = self._unpacked.pop(number, None) or _unpacked(self._pages[number])
            self._unpacked[number] = page
            if len(self._unpacked) > _UNPACKED_PAGES:
                self._unpacked.popitem(last=False)
        return page


class MessagePacker:
    """Packs messages one by one, oldest first. One thread at a time.

    Of each page it keeps the bytes, how many messages they are, and four bytes for each message's
    id, by which one is found without unpacking all pages.
    """

    def __init__(self) -> None:
        self._pages: list[bytes] = []
        self._lengths: list[int] = []
        self._marks: list[bytes] = []
        self._open: list[bytes] = []
        self._open_marks: list[bytes] = []
        self._open_bytes = 0

    def add(self, message: ChatMessage) -> None:
        """Take the next message.

        Raises `UnicodeEncodeError` for half a surrogate pair, which no stored message has.
        """
        if self._ends_before(message):
            self._end_page()
        data = _ENCODER.encode(message)
        self._open.append(data)
        self._open_marks.append(_mark(message.id))
        self._open_bytes += len(data)

    def keep(self, count: int) -> None:
        """Forget all but the first `count` messages."""
        closed = sum(self._lengths)
        if count >= closed:
            del self._open[count - closed :], self._open_marks[count - closed :]
            self._open_bytes = sum(map(len, self._open))
            return
        page = b""
        while closed > count:
            page = self._pages.pop()
            closed -= self._lengths.pop()
            self._marks.pop()
        self._open, self._open_marks, self._open_bytes = [], [], 0
        for message in _unpacked(page)[: count - closed]:
            self.add(message)

    def packed(self) -> PackedMessages:
        """All messages so far."""
        self._end_page()
        return PackedMessages(self._pages, self._lengths, self._marks)

    def _ends_before(self, message: ChatMessage) -> bool:
        count, size = len(self._open), self._open_bytes
        if message.is_prompt:
            return count >= _PAGE_MESSAGES or size >= _PAGE_BYTES
        is_too_long = count >= _MOST_MESSAGES or size >= _MOST_BYTES
        return is_too_long and message.role is Role.ASSISTANT

    def _end_page(self) -> None:
        if self._open:
            # An array as MessagePack writes it: its length, then the elements.
            head = b"\xdd" + len(self._open).to_bytes(4, "big")
            self._pages.append(zlib.compress(head + b"".join(self._open), _LEVEL))
            self._lengths.append(len(self._open))
            self._marks.append(b"".join(self._open_marks))
            self._open, self._open_marks, self._open_bytes = [], [], 0


def packed(messages: Iterable[ChatMessage]) -> PackedMessages:
    """`messages`, packed."""
    packer = MessagePacker()
    for message in messages:
        packer.add(message)
    return packer.packed()


def _mark(message_id: str) -> bytes:
    return zlib.crc32(message_id.encode()).to_bytes(4, "big")


def _unpacked(page: bytes) -> tuple[ChatMessage, ...]:
    return _decoder().decode(zlib.decompress(page))


class _Id(msgspec.Struct):
    id: str


@cache
def _id_decoder() -> msgspec.msgpack.Decoder[list[_Id]]:
    return msgspec.msgpack.Decoder(list[_Id])


@cache
def _decoder() -> msgspec.msgpack.Decoder[tuple[ChatMessage, ...]]:
    # Made when first wanted: it looks at the types of all parts, and starts import this module.
    return msgspec.msgpack.Decoder(tuple[ChatMessage, ...])
