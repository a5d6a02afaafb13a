"""Where the history of one session goes on: undo, redo, rewind, other branches, labels."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import anyio
import anyio.to_thread
from msgspec.structs import replace

from agent_tui.engine.branching import branch_notices
from agent_tui.engine.branching.branch_places import BranchPlaces
from agent_tui.engine.branching.stored_branches import StoredBranches
from agent_tui.engine.branching.turns_in_memory import begins_turn, turns_of
from agent_tui.engine.branching.undone import RedoStack, Undone
from agent_tui.engine.checkpoints.session_checkpoints import SessionCheckpoints
from agent_tui.engine.sessions import session_notices
from agent_tui.engine.sessions.turn_player import TurnPlayer
from agent_tui.engine.turns.context_window import estimated_tokens
from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.errors import SessionError
from agent_tui.protocol.branch_events import RewindPreviewed, SessionRewound, TreeListed
from agent_tui.protocol.branch_inputs import RewindSession
from agent_tui.protocol.branch_ports import BranchStore
from agent_tui.protocol.branches import RewindStep
from agent_tui.protocol.checkpoints import FileRewindResult
from agent_tui.protocol.failures import failure_from
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.status import SessionStatus

_SWITCH = "switch of branches"


class SessionBranches:
    """Use on the controller's loop. Nothing here raises: failures become notices. One move at a
    time, in the order of the wishes.

    checkpoints: take the files back. redo: what could be redone when the session was last written,
    by the last message, the next one last. tell: publishes the present.
    """

    def __init__(
        self,
        places: BranchPlaces,
        checkpoints: SessionCheckpoints,
        turns: TurnPlayer,
        *,
        redo: Sequence[str],
        tell: Callable[[], None],
    ) -> None:
        self._state, self._history = places.state, places.history
        self._journal, self._gate = places.journal, places.gate
        self._stored = StoredBranches(places.store, places.state, places.journal)
        self._checkpoints, self._turns, self._tell_snapshot = checkpoints, turns, tell
        self._redo = RedoStack(redo, tip=places.history.state.tip)
        self._lock: anyio.Lock | None = None  # made on first use: it belongs to a loop
        self.on_moved: Callable[[], object] = lambda: None  # at the end of each move
        self._labels: dict[str, str] = {}  # of a session that is not stored

    @property
    def is_moving(self) -> bool:
        """A move is under way: the history must stay what it was when it began."""
        return self._lock is not None and self._lock.locked()

    def forget_redo(self) -> None:
        """The history was changed in another way: nothing can be redone."""
        self._redo.clear()

    async def undo(self) -> None:
        """Take the last turn out of the history."""
        async with self._moving("undo") as may_move:
            if not may_move:
                return
            state = self._history.state
            place = _last_turn(state)
            if place < 0:
                self._state.publish(branch_notices.nothing_to_undo())
            else:
                self._leave(state, place, RewindStep.UNDO)

    async def redo(self) -> None:
        """Bring back what was undone or rewound last."""
        async with self._moving("redo") as may_move:
            if not may_move:
                return
            undone = self._redo.newest(self._history.state.tip)
            if undone is None:
                self._state.publish(branch_notices.nothing_to_redo())
                return
            state = undone.state or await self._stored.read(undone.tip)
            files = await self._redo_files(undone)
            if state is None or not self._may_still_move("redo"):
                return
            self._redo.pop()
            if undone.is_move:
                self._go_to(state)
            self._tell_rewound(RewindStep.REDO, files=files)

    async def rewind(self, wish: RewindSession) -> None:
        """Go back to before a prompt, with the files, the conversation, or both."""
        async with self._moving("rewind") as may_move:
            if not may_move:
                return
            state = self._history.state
            place = await _in_thread(partial(state.place_of, wish.message_id))
            if place < 0:
                self._state.publish(branch_notices.no_such_turn())
                return
            files: FileRewindResult | None = None
            if wish.what.has_files:
                files = await self._checkpoints.rewind(wish.message_id, wish.paths)
            if wish.what.has_conversation and self._may_still_move("rewind"):
                self._leave(state, place, RewindStep.REWIND, files)
            elif files is not None:
                self._note_files(state, files)

    async def preview(self, message_id: str) -> None:
        """Tell what a rewind would do to files."""
        files = await self._checkpoints.preview(message_id)
        self._state.publish(RewindPreviewed(message_id=message_id, files=files))

    async def switch(self, at: str) -> None:
        """Let the history be the one that ends with this message."""
        async with self._moving(_SWITCH) as may_move:
            if not may_move:
                return
            state = await self.state_at(at)
            if state is not None and self._may_still_move(_SWITCH):
                self._redo.clear()
                self._go_to(state)
                self._tell_rewound(RewindStep.SWITCH)

    async def state_at(self, tip: str) -> HistoryState | None:
        """The history that ends with a message of any branch; None, with a notice, when it cannot
        be read."""
        state = self.present
        if tip in ("", state.tip):
            return state if tip else state.until(0)
        place = await _in_thread(partial(state.place_of, tip))
        return state.until(place + 1) if place >= 0 else await self._stored.read(tip)

    async def until_whole(self) -> None:
        """Wait for what is still to be read. Raises `SessionError` when it cannot be."""
        await self._history.wait_until_whole()

    @property
    def present(self) -> HistoryState:
        """The history without a turn that runs."""
        state = self._history.state
        return HistoryState(state.earlier, self._turns.recent_before)

    async def fork_source(self) -> BranchStore | None:
        """The store, when the whole session stands in it, or in a thread can."""
        return await self._stored.written_source()

    async def label(self, message_id: str, label: str) -> None:
        """Name a turn, and tell the tree."""
        if (failure := self._gate.closing_obstacle()) is not None:
            self._state.publish(session_notices.failure_notice(failure))
            return
        shown = " ".join(label.split())
        self._labels[message_id] = shown
        self._journal.append(lambda journal: journal.append_label(message_id, shown))
        await self.list_tree()

    async def list_tree(self) -> None:
        """Tell the turns of all branches."""
        turns = await self._stored.tree()
        if turns is None:
            turns = tuple(
                replace(turn, label=self._labels.get(turn.id, ""))
                for turn in turns_of(self._history.messages)
            )
        self._state.publish(TreeListed(turns=turns))

    @asynccontextmanager
    async def _moving(self, action: str) -> AsyncIterator[bool]:
        """One move at a time; whether it may be. What came of it is on the disk at the end."""
        self._lock = self._lock or anyio.Lock()
        async with self._lock:
            yield await self._may_move(action)
        self.on_moved()
        await self._journal.sync()

    async def _may_move(self, action: str) -> bool:
        """A notice says why not."""
        if not self._may_still_move(action):
            return False
        try:
            await self._history.wait_until_whole()
        except SessionError as error:
            self._state.publish(session_notices.failure_notice(failure_from(error)))
            return False
        return self._may_still_move(action)

    def _may_still_move(self, action: str) -> bool:
        if self._turns.is_playing:
            self._state.publish(branch_notices.turn_runs(action))
            return False
        if (failure := self._gate.closing_obstacle()) is not None:
            self._state.publish(session_notices.failure_notice(failure))
            return False
        return True

    def _leave(
        self,
        state: HistoryState,
        place: int,
        step: RewindStep,
        files: FileRewindResult | None = None,
    ) -> None:
        prompt = state[place]
        rewind_id = files.rewind_id if files is not None else ""
        self._redo.push(Undone(state.tip, state, rewind_id=rewind_id), tip=state.tip)
        self._go_to(state.until(place))
        self._tell_rewound(step, prompt, files)

    def _note_files(self, state: HistoryState, files: FileRewindResult) -> None:
        if files.rewind_id:
            undone = Undone(state.tip, state, rewind_id=files.rewind_id, is_move=False)
            self._redo.push(undone, tip=state.tip)
        self._tell_rewound(RewindStep.REWIND, files=files)

    async def _redo_files(self, undone: Undone) -> FileRewindResult | None:
        if undone.state is None:  # a step of an earlier run: only the journal knows of its files
            return await self._checkpoints.redo(tip=undone.tip)
        return await self._checkpoints.redo(undone.rewind_id) if undone.rewind_id else None

    def _go_to(self, state: HistoryState) -> None:
        """Be elsewhere, keep it, and tell it."""
        before = len(self._history)
        self._history.go_to(state)
        self._redo.moved(state.tip)
        tokens, is_estimated = self._context_tokens(before)
        self._state.info = replace(
            self._state.info, context_tokens=tokens, is_context_estimated=is_estimated
        )
        self._state.set_status(SessionStatus.IDLE)
        redo = self._redo.tips
        self._journal.append(
            lambda journal: journal.append_head(
                state.tip, message_count=len(state), context_tokens=tokens, redo=redo
            )
        )
        self._tell_snapshot()

    def _context_tokens(self, count_before: int) -> tuple[int, bool]:
        """Of the next request; is it an estimate. count_before: messages before the move."""
        counted, added = self._history.counted
        if counted:
            return counted + round(estimated_tokens(added)), bool(added)
        if len(self._history) <= len(self._history.recent):
            return round(estimated_tokens(self._history.recent)), True
        # Nobody has counted a long history: the share of it that is left is taken to be like it.
        share = len(self._history) / max(count_before, 1)
        return round(self._state.info.context_tokens * share), True

    def _tell_rewound(
        self,
        step: RewindStep,
        prompt: ChatMessage | None = None,
        files: FileRewindResult | None = None,
    ) -> None:
        self._state.publish(
            SessionRewound(
                step=step,
                text=prompt.text if prompt is not None else "",
                images=prompt.images if prompt is not None else (),
                can_redo=self._redo.newest(self._history.state.tip) is not None,
                files=files,
            )
        )


def _last_turn(state: HistoryState) -> int:
    """The index of the last prompt that began a turn, -1 when there is none."""
    for place in range(len(state) - 1, -1, -1):
        message = state[place]
        if message.is_prompt and begins_turn(message, state[place - 1] if place else None):
            return place
    return -1


async def _in_thread(find: Callable[[], int]) -> int:
    return await anyio.to_thread.run_sync(find, limiter=anyio.CapacityLimiter(1))
