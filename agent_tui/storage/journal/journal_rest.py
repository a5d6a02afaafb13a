"""What stands before the end of a long journal, read while somebody looks at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from agent_tui.protocol.packed_messages import MessagePacker, PackedMessages, packed
from agent_tui.protocol.ports import EarlierMessages
from agent_tui.storage.disk_failures import disk_failures
from agent_tui.storage.journal.entries import (
    AnyEntry,
    FactsEntry,
    HeadEntry,
    MessageEntry,
    ModelEntry,
)
from agent_tui.storage.journal.journal_end import JournalEnd
from agent_tui.storage.journal.journal_scan import JournalScan, decoded_entry, scan_journal
from agent_tui.storage.journal.message_tree import MessageTree
from agent_tui.storage.journal.session_replay import SessionReplay
from agent_tui.storage.journal.slices import Slices, Unwanted
from agent_tui.storage.stored_paths import StoredPaths

Repair = Callable[[JournalScan, bytes], tuple[str, ...]]


class JournalRest:
    """An `EarlierHistory`. end: what was read. repair: called with a scan of the whole and its
    bytes when that turns out to be damaged; keeps the file as it was and returns what to say."""

    def __init__(self, path: Path, end: JournalEnd, repair: Repair) -> None:
        self._path, self._end, self._repair = path, end, repair
        self._paths = StoredPaths(path.parent)

    def read(self, is_unwanted: Callable[[], bool]) -> EarlierMessages | None:
        """See `EarlierHistory`."""
        slices = Slices(is_unwanted)
        try:
            with disk_failures(self._path, action="read", session_id=self._path.parent.name):
                return EarlierMessages(messages=self._read_in_order(slices))
        except Unwanted:
            return None
        except _OutOfOrder:
            pass
        try:
            return self._read_whole(slices)
        except Unwanted:
            return None

    def _read_in_order(self, slices: Slices) -> PackedMessages:
        """The quick way, for a journal in which each entry follows the one before it."""
        packing = _Packing(self._end, self._paths)
        for entry in self._entries():
            packing.take(entry)
            slices.pause()
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

    def _read_whole(self, slices: Slices) -> EarlierMessages:
        """The way of a journal that is read at once, whatever is in it."""
        session_id = self._path.parent.name
        failures = disk_failures(self._path, action="read", session_id=session_id)
        with failures, self._path.open("rb") as file:
            content = file.read(self._end.size)
        scan = scan_journal(content, session_id=session_id, pause=slices.pause)
        messages = SessionReplay(scan.header, slices.of(scan.entries)).messages
        notes = self._repair(scan, content) if scan.is_damaged else ()
        shown = self._end.replay.messages
        fits = messages[-len(shown) :] == shown
        kept = messages[: -len(shown)] if fits else messages
        return EarlierMessages(
            messages=packed(map(self._paths.read, slices.of(kept))),
            is_everything=not fits,
            notes=notes,
        )


class _OutOfOrder(Exception):
    """Only a reader who has the whole journal can tell what this means."""


class _Packing:
    """Entries in the order of the file to packed messages, turn by turn: within a turn a later
    entry may replace a message. A head entry may go back, not to what was left before."""

    def __init__(self, end: JournalEnd, paths: StoredPaths) -> None:
        self._end, self._paths = end, paths
        self._packer = MessagePacker()
        self._model = ""
        self._last_id = end.replay.header.id
        self._turn = MessageTree(self._last_id)
        # Hashes, because ids would take three times the memory. Two that are equal by chance lead
        # to the slow way, which has the same result.
        self._entry_ids = {hash(entry_id) for entry_id in end.entry_ids}
        self._message_ids = {hash(message_id) for message_id in end.replay.tree.ids}
        self._packed: list[int] = []  # hashes of the packed messages
        self._places: dict[int, int] = {}  # in that list; of what was left, where it stood

    def take(self, entry: AnyEntry) -> None:
        """The next entry."""
        _add_new(hash(entry.id), self._entry_ids)
        if entry.parent not in ("", self._last_id):
            raise _OutOfOrder
        if isinstance(entry, MessageEntry) and entry.message.is_prompt:
            self._end_turn()
        elif isinstance(entry, ModelEntry | FactsEntry):
            self._model = entry.model
        elif isinstance(entry, HeadEntry) and not self._turn.has(entry.at):
            self._end_turn()
            self._go_back(entry.at)
        self._turn.apply(entry, self._model)
        self._last_id = entry.id

    def finished(self) -> PackedMessages:
        """All that was taken; the end of the journal must follow it."""
        if self._end.parent not in ("", self._last_id):
            raise _OutOfOrder
        self._end_turn()
        return self._packer.packed()

    def _end_turn(self) -> None:
        for message_id in self._turn.ids:
            _add_new(hash(message_id), self._message_ids)
        for message in self._turn.branch():
            self._places[hash(message.id)] = len(self._packed)
            self._packed.append(hash(message.id))
            self._packer.add(self._paths.read(message))
        self._turn = MessageTree(self._last_id)

    def _go_back(self, at: str) -> None:
        place = self._places.get(hash(at), len(self._packed)) if at else -1
        if at and self._packed[place : place + 1] != [hash(at)]:
            raise _OutOfOrder
        del self._packed[place + 1 :]
        self._packer.keep(len(self._packed))


def _add_new(number: int, known: set[int]) -> None:
    if number in known:
        raise _OutOfOrder
    known.add(number)
