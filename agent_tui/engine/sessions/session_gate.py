"""What stands in the way of a prompt, a command or a turn in one session."""

from __future__ import annotations

from msgspec.structs import replace

from agent_tui.engine.sessions import prompt_refusals, session_notices
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.errors import ConfigError
from agent_tui.protocol.failures import Failure, failure_from


class SessionGate:
    """Open until it is shut for good. Use on the controller's loop."""

    def __init__(self, state: SessionState, models: ModelChoice) -> None:
        self._state, self._models = state, models
        self._shut_for: Failure | None = None

    @property
    def is_shut(self) -> bool:
        """The program or the session ends."""
        return self._shut_for is not None

    def shut(self, reason: Failure) -> None:
        """Let nothing pass any more. The first reason counts."""
        self._shut_for = self._shut_for or reason

    def may_start(self) -> bool:
        """A turn can start now; a notice says why not."""
        failure = self.obstacle()
        if failure is not None:
            self._state.publish(session_notices.failure_notice(failure))
        return failure is None

    def obstacle(self, text: str | None = None) -> Failure | None:
        """Why no turn can start now, with this prompt when it is given."""
        if (failure := self.closing_obstacle()) is not None:
            return failure
        if text is not None and not text.strip():
            return prompt_refusals.EMPTY_PROMPT
        return self._model_obstacle()

    def closing_obstacle(self) -> Failure | None:
        """Why nothing may be done in this session, with a model or without."""
        if self._shut_for is None and self._state.info.is_read_only:
            return prompt_refusals.READ_ONLY
        return self._shut_for

    def tell_model(self) -> None:
        """Say which model is used now."""
        self._state.tell(
            replace(
                self._state.info,
                provider=self._models.provider_name,
                model=self._models.model,
                context_window=self._models.context_window,
            )
        )

    def _model_obstacle(self) -> Failure | None:
        if self._models.config is None:
            try:
                if not self._models.choose(""):
                    return prompt_refusals.NO_PROVIDER
            except ConfigError as error:
                return failure_from(error)
            self.tell_model()
        return None if self._models.model else prompt_refusals.NO_MODEL
