"""The title that a session gets by itself."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

import anyio
from msgspec.structs import replace

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.hooks.making import hooked_endpoint
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.limits.limited_stream import limited_stream
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.prompt_title import title_from
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.titles.title_request import title_in, title_request
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.engine.turns.costs import priced
from agent_tui.engine.turns.endpoint import Endpoint
from agent_tui.errors import ConfigError, ProviderError
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.requests import TextDelta, UsageReported
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.usage import Usage

if TYPE_CHECKING:
    # Loaded when a host has hooks.
    from agent_tui.engine.hooks.session_hooks import SessionHooks

logger = logging.getLogger(__name__)

TITLE_LIMIT_S = 20.0


class SessionTitle:
    """The first line of the first prompt, at once; where the settings say so, the model's words for
    the first turn that ended well. A title that the user gave is never replaced. Use on the
    controller's loop; nothing here raises or is told as a failure: a session can do without."""

    def __init__(
        self,
        parts: EngineParts,
        state: SessionState,
        journal: JournalWriter,
        models: ModelChoice,
        hooks: SessionHooks | None = None,
    ) -> None:
        self._parts, self._state, self._journal = parts, state, journal
        self._endpoint = hooked_endpoint(models.endpoint, hooks, "title")
        self._made = ""  # by us, in this run
        self._is_model_wanted = False
        self._scope = anyio.CancelScope()  # entered once

    def prompt_began(self, prompt: ChatMessage) -> None:
        """A turn begins with this prompt."""
        how = self._parts.options.auto_titles
        if how == "off" or self._state.info.title:
            return
        if title := title_from(prompt.text):
            self._use(title)
            self._is_model_wanted = how == "model"

    def turn_ended(self, prompt: ChatMessage, result: TurnResult) -> None:
        """A turn is over."""
        if self._is_model_wanted and result.status is TurnStatus.OK and result.text.strip():
            self._is_model_wanted = False
            self._parts.tasks.start_soon(partial(self._ask_model, prompt.text, result.text))

    def stop(self) -> None:
        """The session is about to close: ask nothing any more."""
        self._is_model_wanted = False
        self._scope.cancel()

    async def _ask_model(self, prompt: str, answer: str) -> None:
        text = ""
        self._scope.deadline = anyio.current_time() + TITLE_LIMIT_S
        with self._scope:
            try:
                text = await self._answer(self._endpoint(), prompt, answer)
            except (ConfigError, ProviderError) as error:
                logger.info("No title by the model: %s", error)
        title = title_in(text)
        if title and self._state.info.title == self._made and not self._state.is_title_given:
            self._use(title)

    async def _answer(self, endpoint: Endpoint, prompt: str, answer: str) -> str:
        texts: list[str] = []
        usage = Usage()
        request = title_request(endpoint.model, prompt, answer)
        try:
            async with limited_stream(endpoint, request) as items:
                async for item in items:
                    match item:
                        case TextDelta(text=text):
                            texts.append(text)
                        case UsageReported(usage=reported):
                            usage = reported
        finally:
            self._count(priced(usage, endpoint, self._parts.options.prices))
        return "".join(texts)

    def _count(self, usage: Usage) -> None:
        info = self._state.info  # what the context holds is the conversation's, not this request's
        context = ContextUsage(info.context_tokens, info.is_context_estimated)
        self._state.count_usage(usage, context, turn_id="")
        self._journal.append_usage(usage)

    def _use(self, title: str) -> None:
        self._made = title
        self._journal.append_title(title)
        self._state.tell(replace(self._state.info, title=title))
