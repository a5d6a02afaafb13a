"""What a host changes of one session between turns: the history as a whole, the provider."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.branching.branch_places import BranchPlaces
from agent_tui.engine.branching.session_branches import SessionBranches
from agent_tui.engine.compaction.session_compaction import SessionCompaction
from agent_tui.engine.editing.turn_boundary import TurnBoundary
from agent_tui.engine.sessions.model_setting import use_provider
from agent_tui.engine.sessions.session_skills import (
    activate_skill,
    deactivate_all,
    deactivate_skill,
)
from agent_tui.engine.sessions.turn_player import TurnPlayer
from agent_tui.engine.tool_calls.session_tools import SessionTools
from agent_tui.engine.turns.context_window import ContextUsage
from agent_tui.engine.turns.history_state import HistoryState
from agent_tui.errors import ClosedResourceError, SessionError
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.ports import Provider
from agent_tui.protocol.skills import Skill
from agent_tui.protocol.status import SessionStatus

if TYPE_CHECKING:
    from concurrent.futures import Future

    from agent_tui.engine.editing.history_change import Edit, HistoryChange

Made = TypeVar("Made")


class SessionEdits:
    """Use on the controller's loop. An edit is one step: it is there as a whole, or not at all.

    The journal loses nothing: what leaves the history stays as a branch. Edits that come together
    are told together. tools: None where none are offered.
    """

    def __init__(
        self,
        places: BranchPlaces,
        branches: SessionBranches,
        compaction: SessionCompaction,
        turns: TurnPlayer,
        tools: SessionTools | None,
    ) -> None:
        self._state, self._history = places.state, places.history
        self._journal, self._gate = places.journal, places.gate
        self._branches, self._compaction = branches, compaction
        self._turns, self._tools = turns, tools
        self._parts = compaction.next.parts
        self.tell: Callable[[], object] = lambda: None
        """Publishes the present."""
        self._boundary = TurnBoundary(self._is_free)
        self._is_untold = self._is_reading = self._is_between = False
        turns.on_boundary, branches.on_moved = self._between_turns, self._boundary.reached

    def edit(self, edit: Edit, done: Future[None]) -> None:
        """Make an edit, now or when the running turn has ended; `done` is told.

        It gets `HistoryInvalid`, what the edit raises, `ClosedResourceError`, or `SessionError`
        for a session that cannot be written or read to its beginning.
        """
        self.at_boundary(lambda: self._apply(edit), done)

    def clear(self, done: Future[None]) -> None:
        """Take all messages away, and what belongs to them; like `edit`."""
        self.at_boundary(self._clear, done)

    def use_provider(self, provider: Provider, config: ProviderConfig, done: Future[None]) -> None:
        """Talk to a host's provider from the next turn on; the former one is closed."""
        models = self._compaction.next.models

        def swap() -> None:
            use_provider(provider, config, models, self._gate, self._journal)
            self._parts.tasks.start_soon(models.close_retired)

        self.at_boundary(swap, done)

    def activate_skill(self, skill: Skill) -> None:
        """Let the model know it from the next request on."""
        activate_skill(skill, self._state, self._journal, self._parts.options.hide_secrets)

    def deactivate_skill(self, name: str) -> None:
        """Tell the model of it no more."""
        deactivate_skill(name, self._state, self._journal)

    def at_boundary(self, act: Callable[[], Made], done: Future[Made]) -> None:
        """Do something between turns, in line with the edits. It must not block."""
        if (failure := self._gate.closing_obstacle()) is not None:
            if done.set_running_or_notify_cancel():
                kind = ClosedResourceError if self._gate.is_shut else SessionError
                done.set_exception(kind(f"{failure.title}. {failure.text}"))
            return
        self._boundary.take(act, done)
        if self._boundary.has_waiting and not (self._history.is_whole or self._is_reading):
            self._is_reading = True
            self._parts.tasks.start_soon(self._wait_until_whole)

    def close(self) -> None:
        """The session is closed: whoever waits is told so."""
        self._boundary.close()

    def _is_free(self) -> bool:
        return self._history.is_whole and not (self._is_in_turn or self._branches.is_moving)

    @property
    def _is_in_turn(self) -> bool:
        return self._turns.is_playing and not self._is_between

    def _between_turns(self) -> None:
        self._is_between = True
        self._boundary.reached()
        self._tell()  # before the next turn begins
        self._is_between = False

    async def _wait_until_whole(self) -> None:
        try:
            await self._history.wait_until_whole()
        except SessionError as error:
            self._boundary.fail(error)
        finally:
            self._is_reading = False
        self._boundary.reached()

    def _clear(self) -> None:
        # Deferred, here and below: most sessions are never edited, and no first reply pays for it.
        from agent_tui.engine.editing.history_change import truncating

        self._apply(truncating(0))
        deactivate_all(self._state, self._journal)
        if self._tools is not None:
            self._tools.forget_conversation()
        self._tell()  # before whoever waits says something about it

    def _apply(self, edit: Edit) -> None:
        from agent_tui.engine.editing.validation import check_messages

        present = self._history.state
        change = edit(present)
        newest_before = _newest_first(present.until(change.kept))
        check_messages(change.added, newest_before, first_index=change.first_index)
        if change.added or change.kept < len(present):
            self._make(present, change)

    def _make(self, present: HistoryState, change: HistoryChange) -> None:
        from agent_tui.engine.editing.new_ids import with_new_ids

        now = self._parts.clock.now()
        last = present[change.kept - 1] if change.kept else None
        added, new_ids = with_new_ids(
            change.added,
            turn_id=last.turn_id if last else "",
            now=now,
            hide=self._parts.options.hide_secrets,
        )
        if change.kept == len(present):
            self._history.extend(added)
        else:
            kept = present.until(change.kept)
            self._history.go_to(HistoryState(kept.earlier, (*kept.recent, *added)))
        at = None if change.kept == len(present) else (last.id if last else "")
        self._journal.append_history(added, at=at, message_count=change.kept)
        self._branches.forget_redo()
        self._compaction.drop_proposal()
        self._compaction.pins.rename(new_ids)
        self._state.info = replace(self._state.info, updated=now)
        self._tell_soon()

    def _tell_soon(self) -> None:
        if not self._is_untold:
            self._is_untold = True
            self._parts.tasks.start_soon(self._tell_later)

    async def _tell_later(self) -> None:
        self._tell()

    def _tell(self) -> None:
        if not self._is_untold:
            return
        self._is_untold = False
        if not self._is_in_turn:
            self._state.set_status(SessionStatus.IDLE)
            is_empty = not len(self._history)
            context = ContextUsage(0) if is_empty else self._compaction.next.context()
            self._compaction.next.note_context(context)
        self.tell()
        self._parts.tasks.start_soon(self._journal.sync)


def _newest_first(state: HistoryState) -> chain[ChatMessage]:
    return chain(reversed(state.recent), reversed(state.earlier))
