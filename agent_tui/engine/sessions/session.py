"""One session: what may be asked of it, and what it is."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import prompt_refusals, session_notices
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.session_permissions import SessionPermissions
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.sessions.tools_of_session import session_tools
from agent_tui.engine.sessions.turn_player import TurnPlayer
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_context import SHUTDOWN_REASON
from agent_tui.errors import (
    ClosedResourceError,
    ConfigError,
    ProviderError,
    SessionError,
    SessionStorageFailed,
)
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import (
    HistoryLoaded,
    ModelsListed,
    PromptRefused,
    SessionClosed,
    SessionOpened,
    SessionStatusChanged,
)
from agent_tui.protocol.failures import Failure, failure_from
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import SetModel, SubmitPrompt
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import EarlierHistory, SessionJournal, StoredSession
from agent_tui.protocol.sessions import QueuedPrompt, SessionInfo
from agent_tui.protocol.status import SessionStatus


class Session:
    """Use on the controller's loop. Nothing here raises: failures become events.

    stored: as read from disk, or a new one with an info only. journal: its writing end, None for a
    new session, whose folder comes with the first prompt.
    """

    def __init__(
        self,
        parts: EngineParts,
        stored: StoredSession,
        models: ModelChoice,
        journal: SessionJournal | None = None,
    ) -> None:
        self.id = stored.info.id
        self._clock, self._tasks = parts.clock, parts.tasks
        self._prompts, self._tool_parts = parts.prompts, parts.tools
        self._models = models
        self._state = SessionState(parts.hub, stored.info)
        self._history = History(stored.messages, unread_count=_unread_count(stored))
        self._draft = stored.draft
        self._closed: anyio.Event | None = None  # set at the end of closing; None while open
        self._is_gate_closed = False
        self._was_saving_failing = False
        self._journal = JournalWriter(
            parts,
            info=lambda: self.info,
            on_change=self._saving_changed,
            journal=journal,
            is_off=stored.info.is_read_only,
        )
        tools = session_tools(parts, stored, self._state, self._journal)
        self.permissions = SessionPermissions(self._state, self._history, self._journal, tools)
        self.turns = TurnPlayer(
            parts,
            state=self._state,
            history=self._history,
            journal=self._journal,
            models=models,
            tools=tools,
            queued=stored.queued,
        )

    @property
    def info(self) -> SessionInfo:
        """A snapshot of the present."""
        return replace(self._state.info, message_count=len(self._history))

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """The whole history, oldest first."""
        return self._history.messages

    def snapshot(self) -> Iterator[AgentEvent]:
        """The present as events: for a subscriber that comes late, and for everybody at the
        opening."""
        queue, history = self.turns.queue, self._history
        earlier = (HistoryLoaded(messages=history.earlier),) if history.earlier else ()
        described = (
            SessionOpened(
                info=self.info,
                messages=self.turns.recent_before,
                has_earlier=bool(earlier) or not history.is_whole,
                draft=self._draft,
                queued=queue.prompts,
                is_queue_held=queue.is_held,
            ),
            *earlier,
            SessionStatusChanged(status=self.info.status),
            queue,
            *self.turns.replay(),
            *self._prompts.open_in(self.id),
        )
        return (replace(event, session_id=self.id) for event in described)

    async def read_earlier(self, earlier: EarlierHistory) -> None:
        """Read what stands before the end that the session was opened with, and tell it."""
        try:
            rest = await anyio.to_thread.run_sync(
                earlier.read,
                lambda: self._is_gate_closed or self._closed is not None,
                limiter=anyio.CapacityLimiter(1),
                abandon_on_cancel=True,
            )
        except ClosedResourceError:
            return  # the session was closed meanwhile
        except SessionError as error:
            self._history.fail(error)
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return
        if rest is None:
            return
        if rest.is_everything:
            self._history.replace_stored(rest.messages)
            self.tell_snapshot()
        else:
            self._state.publish(HistoryLoaded(messages=rest.messages))
            self._history.put_earlier(rest.messages)
        for note in rest.notes:
            self._state.publish(session_notices.about_session(note))

    def tell_snapshot(self) -> None:
        """Publish the present."""
        for event in self.snapshot():
            self._state.publish(event)

    def tell(self, event: AgentEvent) -> None:
        """Publish an event under the session's id."""
        self._state.publish(event)

    def prompts_changed(self) -> None:
        """A request of this session was opened or closed."""
        has_open = bool(self._prompts.open_in(self.id))
        self.turns.note_waiting(is_waiting=has_open)
        if has_open and (self._is_gate_closed or self._closed is not None):
            self.turns.cancel(SHUTDOWN_REASON)  # nobody will answer; it comes back

    def submit(self, prompt: SubmitPrompt) -> None:
        """Send or queue a prompt; refuse it with a reason when that cannot be."""
        if (failure := self._obstacle(prompt.text)) is not None:
            self._state.publish(
                PromptRefused(prompt_id=prompt.prompt_id, text=prompt.text, failure=failure)
            )
            return
        self.turns.submit(
            QueuedPrompt(
                id=prompt.prompt_id or new_id(), text=prompt.text, created=self._clock.now()
            )
        )

    def retry(self) -> None:
        """Run the last prompt again."""
        if (failure := self._obstacle()) is not None:
            self._state.publish(session_notices.failure_notice(failure))
        else:
            self.turns.retry()

    def release_queue(self) -> None:
        """Send the held prompts."""
        if (failure := self._obstacle()) is not None:
            self._state.publish(session_notices.failure_notice(failure))
        else:
            self.turns.release()

    def set_model(self, wish: SetModel) -> None:
        """Use another model or provider from the next step on."""
        try:
            is_configured = self._models.choose(wish.model, wish.provider)
        except ConfigError as error:
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return
        if not is_configured:
            self._state.publish(session_notices.failure_notice(prompt_refusals.NO_PROVIDER))
            return
        self._tell_model()
        self._journal.append_model(self._models.provider_name, self._models.model)
        if not self.turns.is_playing:
            self._tasks.start_soon(self._models.close_retired)

    async def list_models(self) -> None:
        """Ask the provider for its models and publish them, or a notice."""
        try:
            provider = self._models.endpoint().provider
            names = await provider.list_models()
        except (ConfigError, ProviderError) as error:
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return
        self._state.publish(ModelsListed(provider=provider.name, models=names))

    def save_draft(self, text: str) -> None:
        """Keep the composer's unsent text."""
        if text != self._draft:
            self._draft = text
            self._journal.save_draft(text)

    def close_gate(self) -> None:
        """Refuse prompts from now on; the queue stays where it is. The running turn goes on, unless
        it waits for people."""
        self._is_gate_closed = True
        self.turns.stop()
        self.prompts_changed()

    async def save(self) -> None:
        """Let everything, partial text included, reach the disk."""
        await self._journal.sync()

    async def close(self, reason: str) -> None:
        """Cancel what runs, save and close. A second call waits for the first one."""
        if self._closed is not None:
            await self._closed.wait()
            return
        self._closed = anyio.Event()
        self.turns.stop()
        self.prompts_changed()
        self.turns.cancel(reason)
        await self.turns.wait_idle()
        self._state.set_status(SessionStatus.CLOSING)
        await self._journal.close(reason)
        self.turns.close()
        if self._tool_parts is not None:
            self._tool_parts.processes.stop_session(self.id)
            self._tool_parts.permissions.cancel_session(self.id)
            self._tool_parts.questions.cancel_session(self.id)
        await self._models.close()
        self._state.set_status(SessionStatus.CLOSED)
        self._state.publish(SessionClosed(reason=reason))
        self._closed.set()

    def _obstacle(self, text: str | None = None) -> Failure | None:
        """Why no turn can start now."""
        if self._is_gate_closed:
            return prompt_refusals.SHUTTING_DOWN
        if self._closed is not None:
            return prompt_refusals.SESSION_CLOSED
        if self._state.info.is_read_only:
            return prompt_refusals.READ_ONLY
        if text is not None and not text.strip():
            return prompt_refusals.EMPTY_PROMPT
        return self._model_obstacle()

    def _model_obstacle(self) -> Failure | None:
        if self._models.config is None:
            try:
                if not self._models.choose(""):
                    return prompt_refusals.NO_PROVIDER
            except ConfigError as error:
                return failure_from(error)
            self._tell_model()
        return None if self._models.model else prompt_refusals.NO_MODEL

    def _tell_model(self) -> None:
        self._state.tell(
            replace(
                self._state.info,
                provider=self._models.provider_name,
                model=self._models.model,
                context_window=self._models.context_window,
            )
        )

    def _saving_changed(self, failure: SessionStorageFailed | None) -> None:
        if failure is not None:
            self._state.publish(session_notices.saving_failed(failure))
        elif self._was_saving_failing:
            self._state.publish(session_notices.saving_works_again())
        self._was_saving_failing = failure is not None
        self._state.tell(
            replace(self._state.info, is_saved=failure is None, path=self._journal.path)
        )


def _unread_count(stored: StoredSession) -> int | None:
    if stored.earlier is None:
        return None
    return max(stored.info.message_count - len(stored.messages), 1)
