"""Where prompts come in: each goes to its session, or is refused aloud."""

from __future__ import annotations

from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.sessions import prompt_refusals
from agent_tui.engine.sessions.session_registry import SessionRegistry
from agent_tui.protocol.events import PromptRefused
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.inputs import SubmitPrompt


class PromptIntake:
    """Use on the controller's loop."""

    def __init__(self, hub: EventHub, sessions: SessionRegistry) -> None:
        self._hub, self._sessions = hub, sessions

    def take(self, prompt: SubmitPrompt, *, is_shut: bool) -> None:
        """Pass a prompt on. is_shut: the program ends."""
        session = self._sessions.address(prompt.session_id)
        if session is not None:
            session.submit(prompt)
        elif is_shut:
            self.refuse(prompt, prompt_refusals.SHUTTING_DOWN)
        else:
            self.refuse(prompt, prompt_refusals.SESSION_CLOSED)

    def refuse(self, prompt: SubmitPrompt, failure: Failure) -> None:
        """Give it back with a reason."""
        self._hub.publish_now(
            PromptRefused(
                session_id=prompt.session_id,
                prompt_id=prompt.prompt_id,
                text=prompt.text,
                failure=failure,
            )
        )
