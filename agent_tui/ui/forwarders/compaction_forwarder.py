"""Shows summaries: that one is written, what is proposed, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.compaction_events import (
    CompactionEnded,
    CompactionOutcome,
    CompactionProposed,
    CompactionStarted,
    PinsChanged,
)
from agent_tui.protocol.events import SessionOpened
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.render.counted import counted
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.widgets.status_facts import StatusFacts

if TYPE_CHECKING:
    from agent_tui.ui.compaction.preview import CompactionPreview

_UNDONE = ("The summary was undone", "From the next request on everything is sent as it was said.")
_PINNED, _LET_GO = "pinned · stays word for word", "no longer pinned"


class ProposalPlace(Protocol):
    """Where a proposed summary is shown; see `CompactionScreen`."""

    @property
    def compaction_preview(self) -> CompactionPreview | None:
        """What is shown."""
        ...

    def show_proposal(self, proposed: CompactionProposed) -> None:
        """Show a proposal in place of a former one."""
        ...

    def remove_proposal(self) -> None:
        """It is settled; nothing happens when none is shown."""
        ...


class CompactionForwarder:
    """To facts, transcript and screen. show: paints the facts. say: answers for a moment."""

    events = (SessionOpened, CompactionStarted, CompactionProposed, CompactionEnded, PinsChanged)

    def __init__(
        self,
        facts: StatusFacts,
        show: Callable[[], object],
        transcript: Transcript,
        chat: ProposalPlace,
        say: Callable[[str], object],
    ) -> None:
        self._facts, self._show = facts, show
        self._transcript, self._chat, self._say = transcript, chat, say

    def forward(self, event: AgentEvent) -> None:
        """Show one event."""
        match event:
            case SessionOpened():
                self._note("", "")
                self._chat.remove_proposal()
                self._transcript.show_pins(())
            case CompactionStarted(compaction_id=compaction_id, message_count=count):
                self._note(compaction_id, f"summarising {counted(count, 'message')}")
            case CompactionProposed():
                self._note("", "")
                self._chat.show_proposal(event)
            case CompactionEnded():
                self._note("", "")
                self._end(event)
            case PinsChanged(message_ids=message_ids, part_ids=part_ids, changed_id=changed_id):
                self._transcript.show_pins((*message_ids, *part_ids))
                if changed_id:  # the sign may be far above
                    self._say(_PINNED if changed_id in message_ids else _LET_GO)

    def _note(self, compaction_id: str, activity: str) -> None:
        self._facts.compaction_id, self._facts.compacting = compaction_id, activity
        self._show()

    def _end(self, event: CompactionEnded) -> None:
        preview = self._chat.compaction_preview
        if preview is not None and preview.proposed.compaction_id == event.compaction_id:
            self._chat.remove_proposal()
        if event.mark is not None:
            self._transcript.show_compaction(event.mark)
            if event.outcome is CompactionOutcome.UNDONE:
                self._transcript.add_notice(NoticeLevel.INFO, *_UNDONE)
        elif event.outcome is CompactionOutcome.FAILED and event.failure is not None:
            failure = event.failure
            self._transcript.add_notice(NoticeLevel.WARNING, failure.title, failure.text)
