"""Keeps what the engine lists, and opens the list that a command has asked for."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import ModelsListed
from agent_tui.protocol.session_events import ContextDescribed, SessionsListed
from agent_tui.ui.finding_link import MOST_LISTED
from agent_tui.ui.render.context_listing import context_listing
from agent_tui.ui.screens.known_choices import KnownChoices
from agent_tui.ui.transcript.transcript import Transcript


class ChoiceForwarder:
    """To the known choices. pick_model: lets the user choose; it is called with the provider's name
    and only when a command wanted the list. sessions_told: called when sessions were listed."""

    events = (ModelsListed, SessionsListed, ContextDescribed)

    def __init__(
        self,
        known: KnownChoices,
        transcript: Transcript,
        *,
        pick_model: Callable[[str], object],
        sessions_told: Callable[[], object],
    ) -> None:
        self._known, self._transcript = known, transcript
        self._pick_model, self._sessions_told = pick_model, sessions_told

    def forward(self, event: AgentEvent) -> None:
        """Take note of one event."""
        match event:
            case ModelsListed(provider=provider, models=models):
                self._known.models = models
                if self._known.take_wish():
                    self._pick_model(provider)
            case SessionsListed(sessions=sessions):
                self._known.sessions = sessions[:MOST_LISTED]  # the palette wants no more
                self._sessions_told()
            case ContextDescribed():
                self._transcript.add_listing(context_listing(event))
