"""Which messages of a session stay word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from msgspec.structs import replace

from agent_tui.engine.compaction import compaction_notices
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.turns.history import History
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.compaction_events import PinsChanged
from agent_tui.protocol.messages import ChatMessage, Role


class SessionPins:
    """Use on the controller's loop. ids: as stored. tell: publishes an event of the session."""

    def __init__(
        self,
        history: History,
        journal: JournalWriter,
        tell: Callable[[AgentEvent], None],
        ids: Iterable[str] = (),
    ) -> None:
        self._history, self._journal, self._tell = history, journal, tell
        self.ids = tuple(ids)
        self._part_ids: dict[str, tuple[str, ...]] = {}  # by message id

    def replay(self) -> Iterable[AgentEvent]:
        """The present, for whoever subscribes late."""
        return (self._changed(),) if self.ids else ()

    def pin(self, wanted: str, *, is_pinned: bool) -> None:
        """Pin a message, or let it go. wanted: its id or that of one of its parts, "" for the last
        answer. A notice says when there is no such message."""
        message = self._find(wanted)
        if message is None:
            self._tell(compaction_notices.nothing_to_pin())
            return
        others = tuple(pin for pin in self.ids if pin != message.id)
        ids = (*others, message.id) if is_pinned else others
        if ids == self.ids:
            return
        self.ids = ids
        self._part_ids[message.id] = tuple(part.id for part in message.parts)
        self._journal.append_pins(ids)
        self._change_mark(message, is_pinned=is_pinned)
        self._tell(self._changed(message.id))

    def rename(self, new_ids: Mapping[str, str]) -> None:
        """Messages stand in the history under other ids now: what was pinned stays pinned."""
        renamed = tuple(new_ids[pin] for pin in self.ids if pin in new_ids)
        if renamed:
            self.ids = (*self.ids, *renamed)
            self._journal.append_pins(self.ids)

    def _changed(self, changed_id: str = "") -> PinsChanged:
        parts = (self._part_ids.get(pin, ()) for pin in self.ids)
        return PinsChanged(
            message_ids=self.ids,
            part_ids=tuple(chain.from_iterable(parts)),
            changed_id=changed_id,
        )

    def _find(self, wanted: str) -> ChatMessage | None:
        for message in self._history.newest_first():
            if message.shell or message.compaction or message.is_superseded:
                continue
            if message.role is Role.TOOL or not message.text.strip():
                continue
            is_it = message.id == wanted or any(part.id == wanted for part in message.parts)
            if is_it or (not wanted and message.role is Role.ASSISTANT):
                return message
        return None

    def _change_mark(self, message: ChatMessage, *, is_pinned: bool) -> None:
        """A message that is summarised already goes with its summary from the next request on."""
        mark = self._history.compacted.mark
        if mark is None or mark.compaction is None:
            return
        known = mark.compaction.pinned
        if is_pinned and message.id not in known and self._is_summarised(message, mark):
            pinned = (*known, message.id)
        elif not is_pinned and message.id in known:
            pinned = tuple(pin for pin in known if pin != message.id)
        else:
            return
        mark = replace(mark, compaction=replace(mark.compaction, pinned=pinned))
        self._history.replace_mark(mark)
        self._journal.append_message(mark)

    def _is_summarised(self, message: ChatMessage, mark: ChatMessage) -> bool:
        assert mark.compaction is not None
        if message.id in mark.compaction.request:
            return False
        is_behind_cut = False
        first_kept = mark.compaction.first_kept or mark.id
        for one in self._history.newest_first():
            if one.id == message.id:
                return is_behind_cut
            is_behind_cut = is_behind_cut or one.id == first_kept
        return False
