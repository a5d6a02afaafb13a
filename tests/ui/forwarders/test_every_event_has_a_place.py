from __future__ import annotations

from typing import get_args

from agent_tui.protocol.events import AnyAgentEvent
from agent_tui.ui.forwarders.answer_forwarder import AnswerForwarder
from agent_tui.ui.forwarders.assembly import IGNORED_EVENTS
from agent_tui.ui.forwarders.branch_forwarder import BranchForwarder
from agent_tui.ui.forwarders.choice_forwarder import ChoiceForwarder
from agent_tui.ui.forwarders.compaction_forwarder import CompactionForwarder
from agent_tui.ui.forwarders.composer_forwarder import ComposerForwarder
from agent_tui.ui.forwarders.exchange_forwarder import ExchangeForwarder
from agent_tui.ui.forwarders.finding_forwarder import FindingForwarder
from agent_tui.ui.forwarders.link_forwarder import LinkForwarder
from agent_tui.ui.forwarders.notice_forwarder import NoticeForwarder
from agent_tui.ui.forwarders.open_sessions_forwarder import OpenSessionsForwarder
from agent_tui.ui.forwarders.prompt_forwarder import PromptForwarder
from agent_tui.ui.forwarders.queue_forwarder import QueueForwarder
from agent_tui.ui.forwarders.returned_forwarder import ReturnedForwarder
from agent_tui.ui.forwarders.status_forwarder import StatusForwarder
from agent_tui.ui.forwarders.transcript_forwarder import TranscriptForwarder

FORWARDERS = (
    TranscriptForwarder,
    NoticeForwarder,
    AnswerForwarder,
    ChoiceForwarder,
    LinkForwarder,
    QueueForwarder,
    ComposerForwarder,
    StatusForwarder,
    PromptForwarder,
    OpenSessionsForwarder,
    ReturnedForwarder,
    FindingForwarder,
    ExchangeForwarder,
    BranchForwarder,
    CompactionForwarder,
)


def test_every_event_class_is_shown_somewhere_or_ignored_on_purpose() -> None:
    every = set(get_args(AnyAgentEvent))
    shown = {event_class for forwarder in FORWARDERS for event_class in forwarder.events}

    assert shown | IGNORED_EVENTS == every
    assert not shown & IGNORED_EVENTS
