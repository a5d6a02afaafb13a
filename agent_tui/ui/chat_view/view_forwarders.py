"""Which forwarders a `ChatView` has, and the pump that feeds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.compaction_events import CompactionProposed
from agent_tui.protocol.events import SessionOpened, TurnEnded
from agent_tui.protocol.ports import EventSource
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.ui.forwarders.compaction_forwarder import CompactionForwarder
from agent_tui.ui.forwarders.composer_forwarder import ComposerForwarder
from agent_tui.ui.forwarders.link_forwarder import LinkForwarder
from agent_tui.ui.forwarders.notice_forwarder import NoticeForwarder
from agent_tui.ui.forwarders.open_sessions_forwarder import OpenSessionsForwarder
from agent_tui.ui.forwarders.prompt_forwarder import PromptForwarder
from agent_tui.ui.forwarders.pump import Pump
from agent_tui.ui.forwarders.queue_forwarder import QueueForwarder
from agent_tui.ui.forwarders.returned_forwarder import ReturnedForwarder
from agent_tui.ui.forwarders.status_forwarder import StatusForwarder
from agent_tui.ui.forwarders.transcript_forwarder import TranscriptForwarder
from agent_tui.ui.sessions.draft_switch import DraftSwitch
from agent_tui.ui.sessions.open_sessions import OpenSessions
from agent_tui.ui.widgets.status_facts import StatusFacts

if TYPE_CHECKING:
    from agent_tui.protocol.status import NoticeLevel
    from agent_tui.ui.engine_link import EngineLink
    from agent_tui.ui.panels.prompt_dock import PromptDock
    from agent_tui.ui.transcript.transcript import Transcript
    from agent_tui.ui.widgets.composer import Composer
    from agent_tui.ui.widgets.draft_keeper import DraftKeeper
    from agent_tui.ui.widgets.queue_strip import QueueStrip
    from agent_tui.ui.widgets.status_bar import StatusBar


class ShownChat(Protocol):
    """The parts of a `ChatView`, as its forwarders see them."""

    link: EngineLink
    shown_transcript: Transcript
    queue_strip: QueueStrip
    status_bar: StatusBar
    keeper: DraftKeeper
    early_notices: list[tuple[NoticeLevel, str, str]]

    @property
    def composer(self) -> Composer:
        """Where one writes."""
        ...

    def welcome(self, info: SessionInfo) -> None:
        """The first words of an empty session."""
        ...

    def say(self, hint: str) -> None:
        """Answer a key in the status line for a moment."""
        ...

    def show_notice(self, level: NoticeLevel, title: str, text: str) -> None:
        """Show something between the turns."""
        ...

    def session_opened(self, info: SessionInfo) -> None:
        """Tell the application."""
        ...

    def turn_ended(self, result: TurnResult) -> None:
        """Tell the application."""
        ...

    def made_dock(self) -> PromptDock:
        """The place of the panels."""
        ...


class TellingForwarder:
    """To the application around the view: what it may want to react to."""

    events = (SessionOpened, TurnEnded)

    def __init__(
        self, opened: Callable[[SessionInfo], object], turn_ended: Callable[[TurnResult], object]
    ) -> None:
        self._opened, self._turn_ended = opened, turn_ended

    def forward(self, event: AgentEvent) -> None:
        """Tell one event."""
        match event:
            case SessionOpened(info=info):
                self._opened(info)
            case TurnEnded(result=result):
                self._turn_ended(result)


class NoProposals:
    """Implements `ProposalPlace`: only commands ask for proposals, and a view has none."""

    compaction_preview = None

    def show_proposal(self, proposed: CompactionProposed) -> None:
        """Never called."""

    def remove_proposal(self) -> None:
        """There is none."""


def view_pump(view: ShownChat, events: EventSource, facts: StatusFacts) -> Pump:
    """Connect the view with the events of its agent. Call once for each stream."""
    transcript, link, show = view.shown_transcript, view.link, view.status_bar.show
    drafts = DraftSwitch(link, view.composer, view.keeper)
    sessions = OpenSessions(lambda: link.session_id)
    return Pump(
        events,
        (
            TranscriptForwarder(transcript, view.welcome),
            NoticeForwarder(transcript, view.early_notices),
            LinkForwarder(link),
            QueueForwarder(view.queue_strip),
            ComposerForwarder(view.composer, drafts, lambda _: None),
            StatusForwarder(facts, show),
            CompactionForwarder(facts, show, transcript, NoProposals(), view.say),
            TellingForwarder(view.session_opened, view.turn_ended),
        ),
        batch=transcript.batch,
        awaits=link.awaits,
        everywhere=(
            OpenSessionsForwarder(sessions, facts, show=show, say=view.say, next_key=lambda: ""),
            ReturnedForwarder(
                link, view.composer, view.keeper, drafts, sessions, show_notice=view.show_notice
            ),
            PromptForwarder(view.made_dock, lambda: link.session_id),
        ),
    )
