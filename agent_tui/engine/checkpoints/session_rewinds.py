"""Takes back what one session changed in files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec.structs import replace

from agent_tui.engine.checkpoints import checkpoint_notices, rewind_words
from agent_tui.engine.checkpoints.change_log import ChangeLog
from agent_tui.engine.checkpoints.checkpoint_place import CheckpointPlace
from agent_tui.engine.checkpoints.checkpoint_threads import CheckpointThreads
from agent_tui.engine.checkpoints.command_count import command_count
from agent_tui.engine.checkpoints.file_rewinding import FileRewinding, announced
from agent_tui.engine.checkpoints.redo_choice import changes_to_redo
from agent_tui.engine.checkpoints.rewind_plan import PlannedFile, planned
from agent_tui.engine.turns.history import History
from agent_tui.protocol.checkpoints import FileRewindPreview, FileRewindResult, RewindOutcome
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.ids import new_id


class SessionRewinds:
    """Behind `SessionCheckpoints`, which says what the methods mean. Use on the controller's
    loop."""

    def __init__(
        self,
        place: CheckpointPlace,
        log: ChangeLog,
        threads: CheckpointThreads,
        history: History,
        *,
        tell: Callable[[NoticeRaised], None],
        on_rewound: Callable[[Iterable[str]], object],
    ) -> None:
        self._place, self._log, self._threads, self._history = place, log, threads, history
        self._tell, self._on_rewound = tell, on_rewound

    async def preview(self, message_id: str) -> FileRewindPreview:
        """See `SessionCheckpoints`."""
        try:
            plan = planned(await self._log.since(message_id))
        except OSError:
            return FileRewindPreview(problem=rewind_words.UNREADABLE)
        async with self._threads.lock:
            rows = await self._threads.run(partial(self._rewinding().rows, plan))
        count = await self._command_count(message_id)
        return FileRewindPreview(rows=rows, command_count=count, problem=self._why_empty(rows))

    async def rewind(self, message_id: str, paths: Sequence[str] | None) -> FileRewindResult:
        """See `SessionCheckpoints`."""
        try:
            plan = planned(await self._log.since(message_id))
        except OSError:
            return FileRewindResult(problem=rewind_words.UNREADABLE)
        result = await self._carry_out(plan, None if paths is None else frozenset(paths))
        result = replace(result, command_count=await self._command_count(message_id))
        if result.rows or result.problem or result.command_count:
            self._tell(checkpoint_notices.rewound(result, is_redo=False))
        return result

    async def redo(self, rewind_id: str, tip: str) -> FileRewindResult | None:
        """See `SessionCheckpoints`."""
        try:
            changes = changes_to_redo(await self._log.last_rewinds(), rewind_id, tip=tip)
        except OSError:
            return FileRewindResult(problem=rewind_words.UNREADABLE)
        if not changes:
            return None
        result = await self._carry_out(planned(changes), None, redo_of=changes[0].rewind_id)
        self._tell(checkpoint_notices.rewound(result, is_redo=True))
        return result

    async def _command_count(self, message_id: str) -> int:
        return await self._threads.run(partial(command_count, self._history.state, message_id))

    async def _carry_out(
        self, plan: Sequence[PlannedFile], chosen: frozenset[str] | None, *, redo_of: str = ""
    ) -> FileRewindResult:
        rewinding, rewind_id = self._rewinding(), new_id()
        async with self._threads.lock:
            files = await self._threads.run(partial(rewinding.kept, plan, chosen))
            to_do = [file for file in files if file.is_to_do]
            changes = announced(to_do, rewind_id, redo_of, tip=self._history.state.tip)
            await self._log.add(changes)
            done = await self._threads.run(partial(rewinding.carried_out, to_do, changes))
            self._log.note(file.change for file in done.values())
            await self._threads.run(partial(rewinding.remove_folders, files))
        self._on_rewound(done)
        is_changed = any(file.outcome is RewindOutcome.RESTORED for file in done.values())
        return FileRewindResult(
            rows=tuple(rewinding.outcome(file, done.get(file.plan.path)) for file in files),
            rewind_id=rewind_id if is_changed else "",
            problem=self._why_empty(plan),
        )

    def _rewinding(self) -> FileRewinding:
        place = self._place
        return FileRewinding(place.disk.files, place.contents, place.name_of)

    def _why_empty(self, found: Sequence[object]) -> str:
        is_off = not self._place.limit_mb
        return rewind_words.SWITCHED_OFF if is_off and not found else ""
