"""The forwarders that see the events of all sessions, in view or not."""

from __future__ import annotations

from agent_tui.ui.commands.command import CommandHost
from agent_tui.ui.forwarders.exchange_forwarder import ExchangeForwarder
from agent_tui.ui.forwarders.forwarder import Forwarder
from agent_tui.ui.forwarders.missed_forwarder import MissedForwarder
from agent_tui.ui.forwarders.open_sessions_forwarder import OpenSessionsForwarder
from agent_tui.ui.forwarders.prompt_forwarder import PromptForwarder
from agent_tui.ui.forwarders.returned_forwarder import ReturnedForwarder
from agent_tui.ui.keymap import first_key
from agent_tui.ui.screens.chat import ChatScreen
from agent_tui.ui.sessions.draft_switch import DraftSwitch
from agent_tui.ui.sessions.reader_places import ReaderPlaces
from agent_tui.ui.transcript.transcript import Transcript
from agent_tui.ui.widgets.status_facts import StatusFacts


def draft_switch(chat: ChatScreen, host: CommandHost) -> DraftSwitch:
    """Made once; see `everywhere`."""
    return DraftSwitch(host.link, chat.composer, chat.keeper)


def everywhere(
    chat: ChatScreen,
    facts: StatusFacts,
    transcript: Transcript,
    drafts: DraftSwitch,
    host: CommandHost,
) -> tuple[Forwarder, ...]:
    """In the order in which they see an event. The list of sessions comes first: the others look
    there. From now on the link tells when the view turns to another session."""
    sessions, places = host.known.open_sessions, ReaderPlaces(host.link, transcript)

    def leave_view() -> None:
        drafts.leave()
        places.leave()

    host.link.leave_view, host.link.return_to_view = leave_view, drafts.come_back
    return (
        OpenSessionsForwarder(
            sessions,
            facts,
            show=chat.status_bar.show,
            say=lambda hint: host.outside.say(hint),
            next_key=lambda: first_key(host.key_bindings, "app.next_session"),
        ),
        ReturnedForwarder(
            host.link,
            chat.composer,
            chat.keeper,
            drafts,
            sessions,
            show_notice=host.show_notice,
        ),
        PromptForwarder(chat.made_dock, lambda: host.link.session_id),
        MissedForwarder(transcript, lambda: host.link.session_id, places),
        ExchangeForwarder(
            transcript,
            say=lambda hint: host.outside.say(hint),
            open_session=host.link.open_session,
            shown_id=lambda: host.link.session_id,
        ),
    )
