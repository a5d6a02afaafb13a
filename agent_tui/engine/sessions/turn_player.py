"""Plays the turns of one session, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import anyio
from msgspec.structs import replace

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.compaction.auto_compaction import AutoCompaction
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.mentions.session_mentions import SessionMentions
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.prompt_message import prompt_message
from agent_tui.engine.sessions.retrying import set_aside_interrupted
from agent_tui.engine.sessions.session_state import SessionState, status_after
from agent_tui.engine.sessions.steering import Steering
from agent_tui.engine.sessions.turn_contexts import TurnContexts
from agent_tui.engine.sessions.waiting_prompts import WaitingPrompts
from agent_tui.engine.titles.session_title import SessionTitle
from agent_tui.engine.tool_calls.past_calls import past_arguments
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.inside_turn import enter_session
from agent_tui.engine.turns.turn import Turn
from agent_tui.engine.turns.turn_context import SHUTDOWN_REASON
from agent_tui.engine.turns.turn_events import TurnEvents
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import QueuedPrompt, QueueOnStop
from agent_tui.protocol.status import SessionStatus, TurnStatus

if TYPE_CHECKING:
    from agent_tui.engine.hooks.session_hooks import SessionHooks


class TurnPlayer:
    """Owns the running turn and, as `waiting`, the queue. Use on the controller's loop.

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
        room: AutoCompaction,
        tools: SessionTools | None = None,
        hooks: SessionHooks | None = None,
        queued: Iterable[QueuedPrompt] = (),
    ) -> None:
        self._parts, self._state, self._history = parts, state, history
        self._journal, self._models, self._tools = journal, models, tools
        if tools is not None:
            tools.past_arguments = lambda name: past_arguments(history.newest_first(), name)
        self.waiting = WaitingPrompts(parts, state=state, journal=journal, queued=queued)
        self._title = SessionTitle(parts, state, journal, models, hooks)
        self._mentions = SessionMentions(parts, state, tools)
        self._contexts = TurnContexts(
            parts,
            state=state,
            history=history,
            journal=journal,
            models=models,
            room=room,
            tools=tools,
            hooks=hooks,
            title=self._title,
            steering=Steering(
                self.waiting, self._mentions, history, journal, message=self._message
            ),
        )
        self._session_token = parts.token.child()
        self._turn_token = self._session_token
        self._turn_events: TurnEvents | None = None
        self._idle: anyio.Event | None = None  # set when the playing task ends; None: nothing plays
        self._prompt_id = ""  # of the turn that runs, or that ran last
        self._max_iterations = 0  # of that turn; 0: what the options say
        self._is_cancelled = False  # by `cancel`, which said what becomes of the queue
        self._is_stopped = False
        self.on_boundary: Callable[[], object] = lambda: None  # a turn has ended, none has begun

    @property
    def is_playing(self) -> bool:
        """True from the moment a turn is certain until the last one has ended."""
        return self._idle is not None

    @property
    def recent_before(self) -> tuple[ChatMessage, ...]:
        """The recent history without the running turn."""
        history = self._history
        return history.recent if self._turn_events is None else history.recent_before_turn

    def replay(self) -> Iterator[AgentEvent]:
        """What the running turn has told so far."""
        return iter(()) if self._turn_events is None else self._turn_events.replay()

    def submit(self, prompt: QueuedPrompt, *, place: int = -1) -> None:
        """Send a prompt, or let it wait while a turn runs. place: it has waited there before, and
        waits again."""
        self.waiting.add(prompt, place=place, holds=place >= 0 and not self.is_playing)
        self._go_on()

    def steer(self, prompt_id: str) -> None:
        """Let a waiting prompt join the running turn, or send it when none runs."""
        if self.waiting.steer(prompt_id):
            self._go_on()

    def release(self) -> None:
        """Send the held prompts, when the running turn ends or at once."""
        if self.waiting.is_held and not self._is_stopped:
            self.waiting.release()
            self._go_on()

    def retry(self) -> None:
        """Run the last prompt again. A notice says when there is nothing to run, or no time for
        it."""
        prompt = self._history.last_prompt
        if self.is_playing:
            self._state.publish(session_notices.turn_is_running())
        elif prompt is None or self._history.is_answered:
            self._state.publish(session_notices.nothing_to_retry())
        elif not self._is_stopped:
            set_aside_interrupted(self._history, self._journal, self._state)
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

    def cancel(self, reason: str, queue: QueueOnStop = QueueOnStop.KEEP) -> None:
        """Stop the running turn. queue: what becomes of the prompts that wait now. Harmless when
        nothing plays."""
        if not self.is_playing or not self._turn_token.cancel(reason):
            return
        self._is_cancelled = True
        match queue:
            case QueueOnStop.KEEP:
                self.waiting.hold()
            case QueueOnStop.RESTORE:
                self.waiting.give_back()
            case QueueOnStop.SEND:
                pass  # it goes on as after a turn that ended well

    def cancel_prompt(self, prompt_id: str, reason: str) -> bool:
        """Stop the turn of this prompt, and nobody else's; True when it runs. A prompt that waits
        is taken out of the queue."""
        is_played = self.is_playing and self._prompt_id == prompt_id
        if is_played:
            self.cancel(reason, QueueOnStop.SEND)
        else:
            self.waiting.edit(prompt_id, None)
        return is_played

    def stop(self) -> None:
        """Let the running turn end, and start no other one. One that waits for the rest of its
        history has not begun: it is cancelled."""
        self._is_stopped = True
        self._title.stop()
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

    def _go_on(self) -> None:
        """Start the first prompt that is ready, if one may start now; else tell what waits."""
        may_start = not (self.is_playing or self._is_stopped)
        first = self.waiting.take_first() if may_start else None
        if first is None:
            self.waiting.tell()
        else:
            message = self._message(first, turn_id=new_id())
            self._start(message, max_iterations=first.max_iterations)

    def _start(
        self,
        prompt: ChatMessage,
        *,
        is_retry: bool = False,
        resumable: frozenset[str] = frozenset(),
        max_iterations: int = 0,
    ) -> None:
        self._idle = anyio.Event()
        # Now, so that a cancel that comes before the task runs finds its turn.
        self._renew(prompt.id, max_iterations)
        self._parts.tasks.start_soon(
            partial(self._play_all, prompt, is_retry=is_retry, resumable=resumable)
        )

    async def _play_all(
        self, prompt: ChatMessage, *, is_retry: bool, resumable: frozenset[str]
    ) -> None:
        enter_session(self._state.info.id)
        try:
            await self._play(prompt, is_retry=is_retry, resumable=resumable)
            while (follow_up := self._take_follow_up()) is not None:
                self._renew(follow_up.id, follow_up.max_iterations)
                prompt = self._message(follow_up, turn_id=new_id())
                await self._play(prompt, is_retry=False)
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
        if not is_retry:
            prompt = await self._mentions.attached(prompt, self._turn_token)
        self._history.begin_turn()
        turn_id = new_id() if is_retry else prompt.turn_id
        events = TurnEvents(self._parts.hub, session_id=self._state.info.id, turn_id=turn_id)
        context = self._contexts.context(
            events, self._turn_token, max_iterations=self._max_iterations
        )
        turn = Turn(context, prompt, is_retry=is_retry, resumable=resumable)
        self._state.set_status(SessionStatus.RUNNING)
        self._turn_events = events
        if context.hooks is None:
            self._title.prompt_began(prompt)
        turn.begin()
        self.waiting.tell()  # not earlier: now the prompt stands in the journal as a message
        try:
            await turn.run()
        finally:
            self._turn_events = None
            self._history.end_turn()
            self._turn_token.close()
            if turn.result is not None:
                self._end(turn.result)
                self._title.turn_ended(turn.prompt, turn.result)

    def _end(self, result: TurnResult) -> None:
        now = self._parts.clock.now()
        self._state.info = replace(self._state.info, updated=now)
        if result.status is TurnStatus.MAX_ITERATIONS:
            self._state.publish(session_notices.stopped_at_limit(result, self._options()))
        # `cancel` saw to the queue when it came; what the user wrote since then may go out.
        is_held = self._parts.options.holds_queue and not self._is_cancelled
        if result.status is not TurnStatus.OK and is_held:
            self.waiting.hold()
        self._state.set_status(status_after(result))
        self._parts.tasks.start_soon(self._journal.sync)
        self._parts.tasks.start_soon(self._models.close_retired)

    def _take_follow_up(self) -> QueuedPrompt | None:
        self.on_boundary()
        return None if self._is_stopped else self.waiting.take_follow_up()

    def _renew(self, prompt_id: str, max_iterations: int) -> None:
        self._turn_token = self._session_token.child()
        self._prompt_id, self._max_iterations = prompt_id, max_iterations
        self._is_cancelled = False

    def _options(self) -> EngineOptions:
        return self._parts.options.with_limit(self._max_iterations)

    def _message(self, prompt: QueuedPrompt, *, turn_id: str) -> ChatMessage:
        return prompt_message(prompt, turn_id=turn_id, created=self._parts.clock.now())
