"""What a session tells when it is asked: models, other sessions, what its context consists of."""

from __future__ import annotations

from functools import partial
from math import ceil

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.engine.compaction.context_parts import message_parts
from agent_tui.engine.compaction.large_messages import large_messages
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.finding.stored_list import stored_list
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.prompt_title import title_from
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.context_meter import specs_tokens
from agent_tui.engine.turns.context_window import estimated_text_tokens
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.system_prompt import build_system_prompt
from agent_tui.errors import ConfigError, ProviderError, SessionStorageFailed
from agent_tui.protocol.events import ModelsListed
from agent_tui.protocol.failures import failure_from
from agent_tui.protocol.session_events import (
    ContextDescribed,
    ContextPart,
    ContextSource,
)

_MOST_LARGE = 5


class SessionDetails:
    """Use on the controller's loop. Nothing here raises: failures become notices.

    tools: None when none are offered.
    """

    def __init__(
        self,
        parts: EngineParts,
        state: SessionState,
        history: History,
        journal: JournalWriter,
        models: ModelChoice,
        tools: SessionTools | None,
    ) -> None:
        self._parts, self._state, self._history = parts, state, history
        self._journal, self._models, self._tools = journal, models, tools

    def rename(self, title: str) -> None:
        """Use another title; nothing happens when it has no visible character."""
        if shown := title_from(title):
            self._state.is_title_given = True
            self._journal.append_title(shown)
            self._state.tell(replace(self._state.info, title=shown))

    async def list_models(self) -> None:
        """Ask the provider for its models and publish them, or a notice."""
        try:
            provider = self._models.endpoint().provider
            names = await provider.list_models()
        except (ConfigError, ProviderError) as error:
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return
        self._state.publish(ModelsListed(provider=provider.name, models=names))

    async def list_sessions(self, limit: int) -> None:
        """Publish the stored sessions, or a notice. limit: see `ListSessions`."""
        try:
            listed = await anyio.to_thread.run_sync(
                partial(stored_list, self._parts.store, limit), limiter=anyio.CapacityLimiter(1)
            )
        except SessionStorageFailed as error:
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return
        self._state.publish(listed)

    def describe_context(self) -> None:
        """Publish what the next request would consist of."""
        specs = self._tools.parts.registry.specs if self._tools is not None else ()
        system = build_system_prompt(
            self._parts.options,
            cwd=self._state.info.cwd,
            now=self._parts.clock.now(),
            tools_mode=self._state.info.permission_mode if specs else None,
            skills=self._state.info.skills,
        )
        messages, head = self._history.request.messages(), self._history.compacted.head
        parts = [
            ContextPart(
                source=ContextSource.INSTRUCTIONS, tokens=ceil(estimated_text_tokens(system))
            ),
            ContextPart(source=ContextSource.TOOLS, tokens=specs_tokens(specs), count=len(specs)),
            *message_parts(messages, head),
        ]
        info, options = self._state.info, self._parts.options
        self._state.publish(
            ContextDescribed(
                parts=tuple(parts),
                context_tokens=info.context_tokens,
                context_window=info.context_window,
                is_context_estimated=info.is_context_estimated,
                largest=large_messages(messages, _MOST_LARGE, head=head),
                auto_at=options.compact_at if options.auto_compact else 0.0,
            )
        )
