"""What stands before the end of a long journal, read while somebody looks at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from agent_tui.protocol.packed_messages import MessagePacker, PackedMessages, packed
from agent_tui.protocol.ports import EarlierMessages
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.journal.entries import AnyEntry, FactsEntry, MessageEntry, ModelEntry
from agent_tui.storage.journal.journal_end import JournalEnd
from agent_tui.storage.journal.journal_scan import JournalScan, decoded_entry, scan_journal
from agent_tui.storage.journal.session_replay import MessageSlots, SessionReplay

_SLICE_S, _PAUSE_S = 0.001, 0.001

Repair = Callable[[JournalScan, bytes], tuple[str, ...]]


class JournalRest:
    """An `EarlierHistory`. end: what was read. repair: called with a scan of the whole and its
    bytes when that turns out to be damaged; keeps the file as it was and returns what to say."""

    def __init__(self, path: Path, end: JournalEnd, repair: Repair) -> None:
        self._path, self._end, self._repair = path, end, repair

    def read(self, is_unwanted: Callable[[], bool]) -> EarlierMessages | None:
        """See `EarlierHistory`."""
        try:
            with disk_failures(self._path, action="read", session_id=self._path.parent.name):
                return EarlierMessages(messages=self._read_in_order(is_unwanted))
        except _Unwanted:
            return None
        except _OutOfOrder:
            return self._read_whole()

    def _read_in_order(self, is_unwanted: Callable[[], bool]) -> PackedMessages:
        """The quick way, for a journal in which each entry follows the one before it."""
        packing = _Packing(self._end)
        end_s = 0.0
        for entry in self._entries():
            packing.take(entry)
            if time.perf_counter() >= end_s:
                # Gives the interpreter lock away: the screen must not wait for its turn.
                time.sleep(_PAUSE_S)
                if is_unwanted():
                    raise _Unwanted
                end_s = time.perf_counter() + _SLICE_S
        return packing.finished()

    def _entries(self) -> Iterator[AnyEntry]:
        left = self._end.start
        with self._path.open("rb") as file:
            left -= len(file.readline())  # the header
            while left > 0:
                line = file.readline()
                left -= len(line)
                entry = decoded_entry(line.removesuffix(b"\n"))
                if entry is None:
                    raise _OutOfOrder
                yield entry

    def _read_whole(self) -> EarlierMessages:
        """The way of a journal that is read at once, whatever is in it."""
        session_id = self._path.parent.name
        failures = disk_failures(self._path, action="read", session_id=session_id)
        with failures, self._path.open("rb") as file:
            content = file.read(self._end.size)
        scan = scan_journal(content, session_id=session_id)
        messages = SessionReplay(scan.header, scan.entries).messages
        notes = self._repair(scan, content) if scan.is_damaged else ()
        shown = self._end.replay.messages
        fits = messages[-len(shown) :] == shown
        return EarlierMessages(
            messages=packed(messages[: -len(shown)] if fits else messages),
            is_everything=not fits,
            notes=notes,
        )


class _Unwanted(Exception):
    """Nobody waits any more."""


class _OutOfOrder(Exception):
    """Only a reader who has the whole journal can tell what this means."""


class _Packing:
    """Entries in the order of the file to packed messages, turn by turn: within a turn a later
    entry may replace a message."""

    def __init__(self, end: JournalEnd) -> None:
        self._end = end
        self._packer = MessagePacker()
        self._turn = MessageSlots()
        self._model = ""
        self._last_id = end.replay.header.id
        # Hashes, because ids would take three times the memory. Two that are equal by chance lead
        # to the slow way, which has the same result.
        self._entry_ids = {hash(entry_id) for entry_id in end.entry_ids}
        self._message_ids = {hash(message.id) for message in end.replay.messages}

    def take(self, entry: AnyEntry) -> None:
        """The next entry."""
        _add_new(hash(entry.id), self._entry_ids)
        if entry.parent not in ("", self._last_id):
            raise _OutOfOrder
        self._last_id = entry.id
        if isinstance(entry, MessageEntry) and entry.message.is_prompt:
            self._end_turn()
        elif isinstance(entry, ModelEntry | FactsEntry):
            self._model = entry.model
        self._turn.apply(entry, self._model)

    def finished(self) -> PackedMessages:
        """All that was taken; the end of the journal must follow it."""
        if self._end.parent not in ("", self._last_id):
            raise _OutOfOrder
        self._end_turn()
        return self._packer.packed()

    def _end_turn(self) -> None:
        for message in self._turn.messages():
            _add_new(hash(message.id), self._message_ids)
            self._packer.add(message)
        self._turn = MessageSlots()


def _add_new(number: int, known: set[int]) -> None:
    if number in known:
        raise _OutOfOrder
    known.add(number)
