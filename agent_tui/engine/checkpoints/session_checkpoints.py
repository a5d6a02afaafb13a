"""What one session changed in files, and how it is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from agent_tui.engine.checkpoints.change_keeping import ChangeKeeping
from agent_tui.engine.checkpoints.change_log import ChangeJournal, ChangeLog
from agent_tui.engine.checkpoints.checkpoint_place import CheckpointPlace
from agent_tui.engine.checkpoints.checkpoint_threads import CheckpointThreads
from agent_tui.engine.checkpoints.keeping_notices import KeepingNotices
from agent_tui.engine.turns.history import History
from agent_tui.protocol.checkpoints import ComingChange, FileRewindPreview, FileRewindResult
from agent_tui.protocol.events import NoticeRaised

if TYPE_CHECKING:
    from agent_tui.engine.checkpoints.session_rewinds import SessionRewinds

_NO_TOOLS = "This session runs without tools, so there are no files to take back."


class SessionCheckpoints:
    """Use on the controller's loop. Nothing here raises for the disk's sake: what cannot be done is
    data, with a reason for each file.

    "Before a prompt" means: as the files were when that prompt was sent, whatever of this session
    has changed them since: turns of the present branch, of branches that were left, rewinds.

    place: None where no tools are offered. tell: publishes a notice of the session;
    tell_afterwards: once whoever called `rewind` or `redo` has gone on. on_rewound: is called with
    the paths of files that are not any more what the model has seen.
    """

    def __init__(
        self,
        place: CheckpointPlace | None,
        *,
        journal: ChangeJournal,
        history: History,
        tell: Callable[[NoticeRaised], None],
        tell_afterwards: Callable[[NoticeRaised], None],
    ) -> None:
        self._place, self._history, self._tell_afterwards = place, history, tell_afterwards
        self.on_rewound: Callable[[Iterable[str]], object] = lambda _: None
        self._threads = CheckpointThreads()
        if place is not None:
            self._log = ChangeLog(place.disk, journal, history, self._threads)
            notices = KeepingNotices(place, tell)
            self._keeping = ChangeKeeping(place, self._log, self._threads, notices)

    @asynccontextmanager
    async def changing(
        self, changes: Sequence[ComingChange], *, turn_id: str, call_id: str
    ) -> AsyncIterator[None]:
        """See `ToolContext.changing`."""
        if self._place is None or not self._place.limit_mb:
            yield
            return
        async with self._keeping.changing(changes, turn_id=turn_id, call_id=call_id):
            yield

    async def preview(self, before_message_id: str) -> FileRewindPreview:
        """What `rewind` would do. before_message_id: of the prompt; its turn is taken back, too."""
        if self._place is None:
            return FileRewindPreview(problem=_NO_TOOLS)
        return await self._rewinds.preview(before_message_id)

    async def rewind(
        self, before_message_id: str, paths: Sequence[str] | None = None
    ) -> FileRewindResult:
        """Take files back to what they were when the prompt was sent. paths: only these, of the
        preview's; None: all that can be. A notice tells what was done and what was not."""
        if self._place is None:
            return FileRewindResult(problem=_NO_TOOLS)
        return await self._rewinds.rewind(before_message_id, paths)

    async def redo(self, rewind_id: str = "", *, tip: str = "") -> FileRewindResult | None:
        """Take a rewind back that no tool's change came after: `FileRewindResult.rewind_id`, "" for
        the newest that was not taken back. tip: only one that was asked for when the history ended
        with this message, of an earlier run, too. None when there is none."""
        return None if self._place is None else await self._rewinds.redo(rewind_id, tip)

    @cached_property
    def _rewinds(self) -> SessionRewinds:
        # Deferred: no first reply waits for it, and many sessions never rewind.
        from agent_tui.engine.checkpoints.session_rewinds import SessionRewinds

        assert self._place is not None
        return SessionRewinds(
            self._place,
            self._log,
            self._threads,
            self._history,
            tell=self._tell_afterwards,
            on_rewound=self.on_rewound,
        )
