"""Which forwarders there are, which event classes need none, and the pump that feeds them."""

from __future__ import annotations

from agent_tui.config.ui_options import UiOptions
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import StepEnded
from agent_tui.protocol.ports import EventSource
from agent_tui.ui.commands.command import CommandHost
from agent_tui.ui.commands.model.model import pick_model
from agent_tui.ui.forwarders.answer_forwarder import AnswerForwarder
from agent_tui.ui.forwarders.branch_forwarder import BranchForwarder
from agent_tui.ui.forwarders.choice_forwarder import ChoiceForwarder
from agent_tui.ui.forwarders.compaction_forwarder import CompactionForwarder
from agent_tui.ui.forwarders.composer_forwarder import ComposerForwarder
from agent_tui.ui.forwarders.everywhere import draft_switch, everywhere
from agent_tui.ui.forwarders.finding_forwarder import FindingForwarder
from agent_tui.ui.forwarders.link_forwarder import LinkForwarder
from agent_tui.ui.forwarders.memory_forwarder import MemoryForwarder
from agent_tui.ui.forwarders.notice_forwarder import NoticeForwarder
from agent_tui.ui.forwarders.pump import Pump
from agent_tui.ui.forwarders.queue_forwarder import QueueForwarder
from agent_tui.ui.forwarders.shell_forwarder import ShellForwarder
from agent_tui.ui.forwarders.status_forwarder import StatusForwarder
from agent_tui.ui.forwarders.transcript_forwarder import TranscriptForwarder
from agent_tui.ui.screens.chat import ChatScreen
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.welcome import show_welcome
from agent_tui.ui.widgets.status_facts import StatusFacts

IGNORED_EVENTS: frozenset[type[AgentEvent]] = frozenset(
    {
        StepEnded,  # what it brings is told by the next step, a retry or the turn's end
    }
)
"""Events that the screen has no use for. Every other class has a forwarder; a test checks that."""


async def connected_pump(
    events: EventSource,
    chat: ChatScreen,
    facts: StatusFacts,
    options: UiOptions,
    *,
    host: CommandHost,
) -> Pump:
    """Complete the chat screen and connect it with the engine. Call once."""
    transcript = Transcript()
    await chat.complete(transcript)
    drafts = draft_switch(chat, host)
    forwarders = (
        TranscriptForwarder(transcript, lambda info: show_welcome(transcript, options, info)),
        NoticeForwarder(transcript, chat.early_notices),
        ChoiceForwarder(
            host.known,
            transcript,
            pick_model=lambda provider: pick_model(host, provider),
            sessions_told=chat.sessions_told,
        ),
        AnswerForwarder(transcript, host.asked_rules),
        LinkForwarder(host.link),
        QueueForwarder(chat.queue_strip),
        ComposerForwarder(chat.composer, drafts, chat.load_project_history),
        StatusForwarder(facts, chat.status_bar.show),
        ShellForwarder(facts, chat.status_bar.show),
        MemoryForwarder(chat.set_timer, lambda: facts.is_running),
        FindingForwarder(host.known),
        CompactionForwarder(facts, chat.status_bar.show, transcript, chat, host.say),
        BranchForwarder(lambda: host.branching),
    )
    return Pump(
        events,
        forwarders,
        batch=transcript.batch,
        awaits=host.link.awaits,
        everywhere=everywhere(chat, facts, transcript, drafts, host),
    )
