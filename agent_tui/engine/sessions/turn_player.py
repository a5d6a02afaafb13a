"""Plays the turns of one session, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import anyio
from msgspec.structs import replace

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.prompt_queue import PromptQueue
from agent_tui.engine.sessions.prompt_title import title_from
from agent_tui.engine.sessions.session_state import SessionState, status_after
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn import Turn
from agent_tui.engine.turns.turn_context import SHUTDOWN_REASON, TurnContext
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PartEnded, QueueChanged
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import SessionStatus, TurnStatus
from agent_tui.protocol.usage import Usage


class TurnPlayer:
    """Owns the queue and the running turn. Use on the controller's loop.

    One task at a time plays: the prompt it was started with, then the queue. So turns of a session
    never interleave, and no prompt overtakes another one that may be sent.
    """

    def __init__(  # noqa: PLR0913 (keyword-only: what a session consists of)
        self,
        parts: EngineParts,
        *,
        state: SessionState,
        history: History,
        journal: JournalWriter,
        models: ModelChoice,
        tools: SessionTools | None = None,
        queued: Iterable[QueuedPrompt] = (),
    ) -> None:
        self._parts, self._state, self._history = parts, state, history
        self._journal, self._models, self._tools = journal, models, tools
        self._queue = PromptQueue(max_follow_ups=parts.options.auto_follow_ups, held=queued)
        self._session_token = parts.token.child()
        self._turn_token = self._session_token
        self._turn_events: TurnEvents | None = None
        self._idle: anyio.Event | None = None  # set when the playing task ends; None: nothing plays
        self._told_queue = self.queue
        self._is_cancelled = False  # by `cancel`, which held the queue already
        self._is_stopped = False

    @property
    def is_playing(self) -> bool:
        """True from the moment a turn is certain until the last one has ended."""
        return self._idle is not None

    @property
    def queue(self) -> QueueChanged:
        """The prompts that wait, as the event that tells of them."""
        return QueueChanged(prompts=self._queue.prompts, is_held=self._queue.is_held)

    @property
    def recent_before(self) -> tuple[ChatMessage, ...]:
        """The recent history without the running turn."""
        history = self._history
        return history.recent if self._turn_events is None else history.recent_before_turn

    def replay(self) -> Iterator[AgentEvent]:
        """What the running turn has told so far."""
        return iter(()) if self._turn_events is None else self._turn_events.replay()

    def submit(self, prompt: QueuedPrompt) -> None:
        """Send a prompt, or queue it while a turn runs."""
        self._queue.add(prompt)
        if self.is_playing:
            self._tell_queue()
        else:
            self._start_first()

    def edit(self, prompt_id: str, text: str | None) -> None:
        """Change or remove a queued prompt; nothing happens when it was sent meanwhile."""
        if self._queue.edit(prompt_id, text):
            self._tell_queue()

    def release(self) -> None:
        """Send the held prompts, when the running turn ends or at once."""
        if not self._queue.is_held or self._is_stopped:
            return
        self._queue.release()
        if self.is_playing:
            self._tell_queue()
        else:
            self._start_first()

    def retry(self) -> None:
        """Run the last prompt again. A notice says when there is nothing to run, or no time for
        it."""
        prompt = self._history.last_prompt
        if self.is_playing:
            self._state.publish(session_notices.turn_is_running())
        elif prompt is None or self._history.is_answered:
            self._state.publish(session_notices.nothing_to_retry())
        elif not self._is_stopped:
            self._set_aside_interrupted_answers()
            self._start(prompt, is_retry=True)

    def resume(self, waiting: Iterable[str]) -> None:
        """Take up the calls of the last answer that waited for people when the program ended.
        waiting: ids of their parts. Nothing happens when there are none, or nobody can be asked."""
        prompt, open_calls = self._history.last_prompt, self._history.open_calls
        resumable = frozenset(waiting).intersection(part.id for part in open_calls)
        can_ask = self._tools is not None and self._tools.parts.permissions.can_ask
        if prompt is not None and resumable and can_ask and not self.is_playing:
            self._start(prompt, is_retry=True, resumable=resumable)

    def note_waiting(self, *, is_waiting: bool) -> None:
        """People are asked, or not any more."""
        if self._turn_events is not None and not self._turn_token.is_cancelled:
            self._state.set_status(
                SessionStatus.INTERRUPTED if is_waiting else SessionStatus.RUNNING
            )

    def cancel(self, reason: str) -> None:
        """Stop the running turn and hold the prompts that wait now. Harmless when nothing plays."""
        if self.is_playing and self._turn_token.cancel(reason):
            self._is_cancelled = True
            self._hold_queue()

    def stop(self) -> None:
        """Let the running turn end, and start no other one. One that waits for the rest of its
        history has not begun: it is cancelled."""
        self._is_stopped = True
        if not self._history.is_whole:
            self.cancel(SHUTDOWN_REASON)

    async def wait_idle(self) -> None:
        """Wait until nothing plays."""
        while self._idle is not None:
            await self._idle.wait()

    def close(self) -> None:
        """Detach from the engine's token; nothing plays any more."""
        self._is_stopped = True
        self._session_token.close()

    def _start_first(self) -> None:
        first = self._queue.take_first()
        if first is not None:
            self._start(self._message(first))

    def _start(
        self,
        prompt: ChatMessage,
        *,
        is_retry: bool = False,
        resumable: frozenset[str] = frozenset(),
    ) -> None:
        self._idle = anyio.Event()
        self._renew_token()  # now, so that a cancel that comes before the task runs finds its turn
        self._parts.tasks.start_soon(
            partial(self._play_all, prompt, is_retry=is_retry, resumable=resumable)
        )

    async def _play_all(
        self, prompt: ChatMessage, *, is_retry: bool, resumable: frozenset[str]
    ) -> None:
        try:
            await self._play(prompt, is_retry=is_retry, resumable=resumable)
            while (follow_up := self._take_follow_up()) is not None:
                self._renew_token()
                await self._play(self._message(follow_up), is_retry=False)
        finally:
            idle, self._idle = self._idle, None
            if idle is not None:
                idle.set()

    async def _play(
        self,
        prompt: ChatMessage,
        *,
        is_retry: bool,
        resumable: frozenset[str] = frozenset(),
    ) -> None:
        self._history.begin_turn()
        turn_id = new_id() if is_retry else prompt.turn_id
        events = TurnEvents(self._parts.hub, session_id=self._state.info.id, turn_id=turn_id)
        turn = Turn(self._context(events), prompt, is_retry=is_retry, resumable=resumable)
        self._state.set_status(SessionStatus.RUNNING)
        self._turn_events = events
        self._entitle(prompt)
        turn.begin()
        if self.queue != self._told_queue:
            self._tell_queue()  # not earlier: now the prompt stands in the journal as a message
        try:
            await turn.run()
        finally:
            self._turn_events = None
            self._turn_token.close()
            if turn.result is not None:
                self._end(turn.result)

    def _end(self, result: TurnResult) -> None:
        now = self._parts.clock.now()
        self._state.info = replace(self._state.info, updated=now)
        if result.status is TurnStatus.MAX_ITERATIONS:
            limit = self._parts.options.max_iterations
            self._state.publish(session_notices.stopped_at_step_limit(limit))
        # `cancel` held the queue when it came; what the user wrote since then may go out.
        if result.status is not TurnStatus.OK and not self._is_cancelled:
            self._hold_queue()
        self._state.set_status(status_after(result))
        self._parts.tasks.start_soon(self._journal.sync)
        self._parts.tasks.start_soon(self._models.close_retired)

    def _take_follow_up(self) -> QueuedPrompt | None:
        if self._is_stopped:
            return None
        was_held = self._queue.is_held
        prompt = self._queue.take_follow_up()
        if self._queue.is_held and not was_held:
            count = self._parts.options.auto_follow_ups
            self._state.publish(session_notices.queue_waits_for_a_human(count))
            self._tell_queue()
        return prompt

    def _renew_token(self) -> None:
        self._turn_token = self._session_token.child()
        self._is_cancelled = False

    def _context(self, events: TurnEvents) -> TurnContext:
        return TurnContext(
            events=events,
            history=self._history,
            journal=self._journal,
            clock=self._parts.clock,
            options=self._parts.options,
            cwd=self._state.info.cwd,
            token=self._turn_token,
            endpoint=self._models.endpoint,
            report_usage=self._count_usage,
            tasks=self._parts.tasks,
            tools=self._tools,
        )

    def _count_usage(self, usage: Usage, context: ContextUsage) -> None:
        turn_id = self._turn_events.turn_id if self._turn_events else ""
        self._state.count_usage(usage, context, turn_id=turn_id)

    def _message(self, prompt: QueuedPrompt) -> ChatMessage:
        return ChatMessage(
            id=prompt.id,
            role=Role.USER,
            parts=(TextPart(id=new_id(), text=prompt.text),),
            turn_id=new_id(),
            created=self._parts.clock.now(),
        )

    def _entitle(self, prompt: ChatMessage) -> None:
        if not self._state.info.title and (title := title_from(prompt.text)):
            self._journal.append_title(title)
            self._state.tell(replace(self._state.info, title=title))

    def _set_aside_interrupted_answers(self) -> None:
        for message in self._history.supersede_interrupted():
            self._journal.append_message(message)
            for part in message.parts:
                self._state.publish(
                    PartEnded(
                        turn_id=message.turn_id,
                        part_id=part.id,
                        is_complete=False,
                        is_superseded=True,
                    )
                )

    def _hold_queue(self) -> None:
        if self._queue.hold():
            self._tell_queue()

    def _tell_queue(self) -> None:
        self._told_queue = self.queue
        self._journal.append_queue(self._queue.prompts)
        self._state.publish(self.queue)
