"""One session: what may be asked of it, and what it is."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
from msgspec.structs import replace

from agent_tui.engine.branching.branch_places import BranchPlaces
from agent_tui.engine.branching.fork_origin import ForkOrigin, kept_for_fork
from agent_tui.engine.branching.session_branches import SessionBranches
from agent_tui.engine.compaction.auto_compaction import AutoCompaction
from agent_tui.engine.compaction.next_request import NextRequest
from agent_tui.engine.compaction.session_compaction import SessionCompaction
from agent_tui.engine.editing.session_edits import SessionEdits
from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.hooks.making import session_hooks
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import prompt_refusals
from agent_tui.engine.sessions.earlier_reading import EarlierReading
from agent_tui.engine.sessions.model_choice import ModelChoice
from agent_tui.engine.sessions.model_setting import set_model
from agent_tui.engine.sessions.prompt_message import queued_prompt
from agent_tui.engine.sessions.saved_states import StateMaker, state_maker
from agent_tui.engine.sessions.saving_news import SavingNews
from agent_tui.engine.sessions.session_details import SessionDetails
from agent_tui.engine.sessions.session_gate import SessionGate
from agent_tui.engine.sessions.session_permissions import SessionPermissions
from agent_tui.engine.sessions.session_snapshot import conversation_events
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.sessions.stored_facts import undelivered, unread_count
from agent_tui.engine.sessions.tools_of_session import session_checkpoints, session_tools
from agent_tui.engine.sessions.turn_player import TurnPlayer
from agent_tui.engine.shell_commands.shell_commands import ShellCommands
from agent_tui.engine.turns.history import History
from agent_tui.engine.turns.turn_context import SHUTDOWN_REASON
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.drafts import DraftExtras
from agent_tui.protocol.events import PromptRefused, SessionClosed
from agent_tui.protocol.inputs import RunShell, SetModel, SubmitPrompt
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import EarlierHistory, SessionJournal, StoredSession
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import SessionStatus


class Session:
    """Use on the controller's loop. Nothing here raises: failures become events.

    stored: as read from disk, or a new one with an info only. journal: its writing end, None for a
    new session, whose folder comes with the first prompt. fork: what a fork begins with; its folder
    comes with the first `save`.
    """

    def __init__(
        self,
        parts: EngineParts,
        stored: StoredSession,
        models: ModelChoice,
        journal: SessionJournal | None = None,
        *,
        fork: ForkOrigin | None = None,
    ) -> None:
        self.id = stored.info.id
        self._clock, self._tasks = parts.clock, parts.tasks
        self._prompts, self._tool_parts = parts.prompts, parts.tools
        self._models = models
        self._state = SessionState(parts.hub, stored.info)
        self._gate = SessionGate(self._state, models)
        self._history = History(stored.messages, unread_count=unread_count(stored))
        if fork is not None:
            self._history.go_to(fork.history)
        self._draft, self._draft_extras = stored.draft, stored.draft_extras
        self._closed: anyio.Event | None = None  # set at the end of closing; None while open
        self._journal = JournalWriter(
            parts,
            info=lambda: self.info,
            on_change=SavingNews(self._state, lambda: self._journal.path).changed,
            journal=journal,
            is_off=stored.info.is_read_only,
            create=fork.create if fork is not None else None,
        )
        self._hooks = session_hooks(parts, self._state, self._history)
        self._assemble(parts, stored, models)

    def _assemble(self, parts: EngineParts, stored: StoredSession, models: ModelChoice) -> None:
        self.checkpoints = session_checkpoints(parts, self._state, self._history, self._journal)
        tools = session_tools(parts, stored, self._state, self._journal, self.checkpoints)
        self._tools = tools
        self.permissions = SessionPermissions(self._state, self._history, self._journal, tools)
        self.details = SessionDetails(
            parts, self._state, self._history, self._journal, models, tools
        )
        self.compaction = SessionCompaction(
            NextRequest(parts, self._state, self._history, models, tools),
            self._journal,
            is_playing=lambda: self.turns.is_playing,
            hooks=self._hooks,
            pins=stored.pins,
        )
        self.turns = TurnPlayer(
            parts,
            state=self._state,
            history=self._history,
            journal=self._journal,
            models=models,
            tools=tools,
            room=AutoCompaction(self.compaction, parts.options),
            hooks=self._hooks,
            queued=undelivered(stored),
        )
        self.shells = ShellCommands(
            parts,
            state=self._state,
            history=self._history,
            journal=self._journal,
            left=() if stored.info.is_read_only else stored.shells,
        )
        places = BranchPlaces(parts.store, self._state, self._history, self._journal, self._gate)
        self.branches = SessionBranches(
            places, self.checkpoints, self.turns, redo=stored.redo, tell=self.tell_snapshot
        )
        self.edits = SessionEdits(places, self.branches, self.compaction, self.turns, tools)
        self.edits.tell = self.tell_snapshot

    @property
    def info(self) -> SessionInfo:
        """A snapshot of the present."""
        return replace(self._state.info, message_count=len(self._history))

    @property
    def is_closing(self) -> bool:
        """It is being closed, or is closed."""
        return self._closed is not None

    @property
    def is_quiet(self) -> bool:
        """Nothing runs, nothing waits, nobody is asked."""
        is_busy = self.turns.is_playing or self.shells.is_running or self.compaction.is_busy
        waits = self.turns.waiting.present.prompts or self._prompts.open_in(self.id)
        return not is_busy and not waits

    @property
    def is_blank(self) -> bool:
        """Nothing was said or written in it, and nothing of it is on the disk."""
        has_draft = bool(self._draft or self._draft_extras.stash)
        return not (len(self._history) or has_draft or self._journal.path)

    @property
    def messages(self) -> tuple[ChatMessage, ...]:
        """The whole history, oldest first."""
        return self._history.messages

    def state_maker(self) -> StateMaker | None:
        """Makes what a host keeps of the present, see `saved_states.state_maker`."""
        return state_maker(
            self.info,
            self._history,
            queued=self.turns.waiting.present.prompts,
            draft=(self._draft, self._draft_extras),
            waiting=self._journal.waiting,
        )

    @property
    def kept(self) -> StoredSession:
        """What a fork begins with, without the history."""
        return kept_for_fork(self.info, self._tools, self.compaction.pins.ids)

    def snapshot(self) -> Iterator[AgentEvent]:
        """The present as events: for whoever subscribes late, and for all at the opening."""
        recent, draft = self.turns.recent_before, (self._draft, self._draft_extras)
        queue = self.turns.waiting.present
        described = (
            *conversation_events(self.info, self._history, recent, draft, queue),
            *self.turns.replay(),
            *self.shells.replay(),
            *self.compaction.replay(),
            *self._prompts.open_in(self.id),
        )
        return (replace(event, session_id=self.id) for event in described)

    async def read_earlier(self, earlier: EarlierHistory) -> None:
        """Read what stands before the end that the session was opened with, and tell it."""
        reading = EarlierReading(self._state, self._history, self._gate, self.tell_snapshot)
        await reading.read(earlier)

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
        if has_open and self._gate.is_shut:
            self.turns.cancel(SHUTDOWN_REASON)  # nobody will answer; it comes back

    def submit(self, prompt: SubmitPrompt) -> None:
        """Send or queue a prompt; refuse it with a reason when that cannot be."""
        failure = self._gate.obstacle(prompt.text) or prompt_refusals.images_obstacle(prompt.images)
        if failure is not None:
            self._state.publish(
                PromptRefused(prompt_id=prompt.prompt_id, text=prompt.text, failure=failure)
            )
            return
        self.turns.submit(queued_prompt(prompt, created=self._clock.now()), place=prompt.place)

    def run_shell(self, wish: RunShell) -> None:
        """Run a shell command of the user's, or refuse it."""
        self.shells.run(wish, self._gate.closing_obstacle())

    def retry(self) -> None:
        """Run the last prompt again."""
        if self._gate.may_start():
            self.turns.retry()

    def release_queue(self) -> None:
        """Send the held prompts."""
        if self._gate.may_start():
            self.turns.release()

    def steer(self, prompt_id: str) -> None:
        """Let a waiting prompt join the running turn, or send it."""
        if self._gate.may_start():
            self.turns.steer(prompt_id)

    def set_model(self, wish: SetModel) -> None:
        """Use another model or provider from the next step on."""
        is_set = set_model(wish, self._models, self._gate, self._state, self._journal)
        if is_set and not self.turns.is_playing:
            self._tasks.start_soon(self._models.close_retired)

    def save_draft(self, text: str, extras: DraftExtras) -> None:
        """Keep the composer's unsent text."""
        if (text, extras) != (self._draft, self._draft_extras):
            self._draft, self._draft_extras = text, extras
            self._journal.save_draft(text, extras)

    def close_gate(self) -> None:
        """Refuse prompts; the queue stays. The running turn goes on, unless it waits for people."""
        self._gate.shut(prompt_refusals.SHUTTING_DOWN)
        self.shells.stop_all()
        self.turns.stop()
        self.prompts_changed()

    async def save(self) -> None:
        """Let everything, partial text included, reach the disk."""
        self.turns.waiting.flush()
        await self._journal.sync()

    async def close(self, reason: str) -> None:
        """Cancel what runs, save and close. A second call waits for the first one."""
        if self._closed is not None:
            await self._closed.wait()
            return
        self._closed = anyio.Event()
        if self._hooks is not None:
            self._hooks.end(reason, self._closed)
        self._gate.shut(prompt_refusals.SESSION_CLOSED)
        self.shells.stop_all()
        self.turns.stop()
        self.prompts_changed()
        self.turns.cancel(reason)
        await self.turns.wait_idle()
        await self.shells.wait_idle()
        self.compaction.stop()
        await self.compaction.wait_idle()
        self.turns.waiting.flush()
        self._state.set_status(SessionStatus.CLOSING)
        await self._journal.close(reason)
        self.turns.close()
        self.edits.close()
        if self._tool_parts is not None:
            self._tool_parts.processes.stop_session(self.id)
            self._tool_parts.permissions.cancel_session(self.id)
            self._tool_parts.questions.cancel_session(self.id)
        await self._models.close()
        self._state.set_status(SessionStatus.CLOSED)
        self._state.publish(SessionClosed(reason=reason))
        self._closed.set()
