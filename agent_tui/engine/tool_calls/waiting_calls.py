"""Which calls of an answer wait for people; on disk, so that the question survives the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import anyio

from agent_tui.engine.background_tasks import BackgroundTasks
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.tool_calls.tool_call import ToolCall


class WaitingCalls:
    """While anybody is asked: the calls that have not begun, and those that ask themselves and
    change nothing. Only they may run when the session is opened again: what had begun to change
    something is never run twice.

    part_ids: who waits according to the disk.
    """

    def __init__(
        self,
        batch: Sequence[ToolCall],
        journal: JournalWriter,
        tasks: BackgroundTasks,
        *,
        part_ids: frozenset[str] = frozenset(),
    ) -> None:
        self._batch, self._journal, self._tasks = batch, journal, tasks
        self._askers: list[ToolCall | None] = []  # None: the batch, before any of it runs
        self._part_ids = tuple(call.part.id for call in batch if call.part.id in part_ids)
        self._is_unwritten = False

    def is_waiting(self, call: ToolCall) -> bool:
        """True when the call may come back."""
        return call.part.id in self._part_ids

    @contextmanager
    def asking(self, call: ToolCall | None = None) -> Iterator[None]:
        """Inside the block, people are asked: by a running call, or for the whole batch.

        A cancelled block leaves the journal as it is: `end` knows whether the question is to come
        back. A call that goes on nevertheless is forgotten by `forget`.
        """
        self._askers.append(call)
        self._write()
        if call is not None:
            call.stopwatch.pause()
        try:
            yield
        except anyio.get_cancelled_exc_class():
            raise
        except BaseException:
            self.forget(call)
            raise
        else:
            self.forget(call)
        finally:
            if call is not None:
                call.stopwatch.resume()

    def forget(self, call: ToolCall | None) -> None:
        """The call asks no more; None: one request for calls that have not begun is over."""
        if call is None:
            self._askers.remove(None)
        else:
            self._askers = [asker for asker in self._askers if asker is not call]
        self._write()

    async def write_out(self) -> bool:
        """Wait until the disk knows who waits: before anything is changed that must not be changed
        twice. False when it knew."""
        self._write()
        if not self._is_unwritten:
            return False
        self._is_unwritten = False
        await self._journal.sync()
        return True

    def end(self, *, comes_back: bool) -> None:
        """The batch is over. comes_back: who waits is asked again when the session is opened."""
        if not comes_back:
            self._askers.clear()
            self._write()

    def _write(self) -> None:
        part_ids = tuple(call.part.id for call in self._batch if self._askers and self._waits(call))
        if part_ids != self._part_ids:
            self._part_ids, self._is_unwritten = part_ids, True
            self._journal.append_waiting(part_ids)
            self._tasks.start_soon(self._journal.sync)

    def _waits(self, call: ToolCall) -> bool:
        if call.result is not None:
            return False
        return not call.is_begun or (call in self._askers and call.is_read_only)
