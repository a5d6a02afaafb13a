"""Runs one search program to its end, until there is enough, or until the time is up."""

from __future__ import annotations

from collections.abc import Callable

import anyio

from agent_tui.protocol.processes import ExitStatus, ProcessSupervisor, SupervisedProcess
from agent_tui.tools.search.found_lines import Found
from agent_tui.tools.search.grep_request import GrepOutput
from agent_tui.tools.search.output_reader import OutputReader

LONGEST_S = 45.0  # less than the tool's own limit, so that what was found can still be told
_STOP_S = 4.0  # a stopped process has 2 s before it is killed
_FAILED = 2  # exit code of both programs for a pattern that they do not understand


class SearchRun:
    """fits: which paths are wanted. Use once per search."""

    def __init__(
        self,
        processes: ProcessSupervisor,
        session_id: str,
        *,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._processes, self._session_id = processes, session_id
        self._longest_s = longest_s

    async def found(
        self, command: tuple[str, ...], cwd: str, output: GrepOutput, fits: Callable[[str], bool]
    ) -> Found:
        """What the program finds. `Found.problem` says why it could not do it."""
        found = Found()
        reader = OutputReader(found, output, fits)
        status: ExitStatus | None = None
        process = await self._processes.start_program(command, cwd=cwd, session_id=self._session_id)
        try:
            with anyio.move_on_after(self._longest_s):
                while data := await process.read():
                    reader.feed(data)
                    if found.is_full:
                        break
                else:
                    status = await process.wait()
        finally:
            process.stop()
        if status is None:
            found.is_complete = False
            found.timed_out_s = 0.0 if found.is_full else self._longest_s
            await self._ended(process)
            return found
        rest = reader.end()
        if status.problem:
            found.problem = status.problem
        elif status.code == _FAILED and rest:
            found.problem, found.is_refused = rest, True
        elif status.code not in (0, 1, _FAILED):
            found.is_complete = False
            found.problem = "" if found.lines or found.counts else rest or "The search failed"
        return found

    async def _ended(self, process: SupervisedProcess) -> None:
        # Read to its end, so that no pipe stays open for what nobody wants.
        with anyio.move_on_after(_STOP_S):
            while await process.read():
                pass
            await process.wait()
