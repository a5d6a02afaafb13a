"""The shell commands that the user runs in one session."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial

import anyio

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.journal.journal_writer import JournalWriter
from agent_tui.engine.sessions import prompt_refusals
from agent_tui.engine.sessions.session_state import SessionState
from agent_tui.engine.shell_commands.shell_run import INTERRUPTED, ShellRun, shell_message
from agent_tui.engine.tool_calls.session_tools import BLOBS_NAME
from agent_tui.engine.turns.history import History
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import PromptRefused
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import RunShell
from agent_tui.protocol.messages import ChatMessage, ShellCommand
from agent_tui.protocol.prompt_events import ShellEnded, ShellStarted

MOST_RUNNING = 8
MOST_WAITING = 100
_END_S = 4.0  # TERM, 2 s, KILL, and some time to die

USER, PROGRAM = "the user", "the end of the program"


class ShellCommands:
    """Use on the controller's loop. At most `MOST_RUNNING` run at once, the others wait for them.

    left: those that ran when the program ended the last time; the history says so.
    """

    def __init__(
        self,
        parts: EngineParts,
        *,
        state: SessionState,
        history: History,
        journal: JournalWriter,
        left: Iterable[ShellCommand],
    ) -> None:
        self._parts, self._state, self._history, self._journal = parts, state, history, journal
        self._runs: dict[str, ShellRun] = {}  # in the order in which they came
        self._idle = anyio.Event()
        self._idle.set()
        self._take_over(tuple(left))

    @property
    def is_running(self) -> bool:
        """Some command runs, or waits for others."""
        return not self._idle.is_set()

    def replay(self) -> Iterator[AgentEvent]:
        """What the history before the running turn does not tell: commands that have ended since it
        began, and those that run."""
        for message in self._history.turn_asides:
            if message.shell is not None:
                yield ShellStarted(command=message.shell)
                yield ShellEnded(message=message)
        for run in self._runs.values():
            yield from run.replay()

    def run(self, wish: RunShell, obstacle: Failure | None) -> None:
        """Run a command, or refuse it. obstacle: why nothing may be done in this session now."""
        if (failure := obstacle or self._own_obstacle(wish)) is not None:
            text = f"{'!!' if wish.is_private else '!'}{wish.command}"
            self._state.publish(
                PromptRefused(prompt_id=wish.command_id, text=text, failure=failure)
            )
            return
        command = ShellCommand(
            id=wish.command_id or new_id(),
            command=wish.command,
            cwd=os.path.abspath(self._state.info.cwd or os.curdir),
            is_private=wish.is_private,
        )
        run = self._runs[command.id] = ShellRun(
            command, self._parts, self._state.info.id, self._journal.append_message
        )
        if self._idle.is_set():
            self._idle = anyio.Event()
        if not self._has_room:
            self._state.publish(ShellStarted(command=run.command, is_waiting=True))
            self._keep_running()
        else:
            self._start(run)

    def stop(self, command_id: str) -> None:
        """End one of the user's commands; nothing happens when it has ended."""
        if (run := self._runs.get(command_id)) is not None:
            self._stop(run, USER)

    def stop_all(self) -> None:
        """The program or the session ends."""
        for run in tuple(self._runs.values()):
            self._stop(run, PROGRAM)

    async def wait_idle(self) -> None:
        """Wait until all have ended, but not for one that cannot be ended."""
        with anyio.move_on_after(_END_S):
            await self._idle.wait()

    @property
    def _has_room(self) -> bool:
        return sum(not run.is_waiting for run in self._runs.values()) < MOST_RUNNING

    def _own_obstacle(self, wish: RunShell) -> Failure | None:
        if self._parts.shell is None:
            return prompt_refusals.NO_SHELL
        if not wish.command.strip() or "\0" in wish.command:
            return prompt_refusals.EMPTY_COMMAND
        if wish.command_id in self._runs or len(self._runs) >= MOST_RUNNING + MOST_WAITING:
            return prompt_refusals.TOO_MANY_COMMANDS
        return None

    def _start(self, run: ShellRun) -> None:
        run.is_waiting = False
        self._state.publish(ShellStarted(command=run.command))
        self._keep_running()
        self._parts.tasks.start_soon(self._journal.sync)
        self._parts.tasks.start_soon(partial(self._play, run))

    async def _play(self, run: ShellRun) -> None:
        self._end(run, await run.run(self._folder))

    def _stop(self, run: ShellRun, who: str) -> None:
        run.stop(who)
        if run.is_waiting:
            self._end(run, run.kept("", ["it had not begun"]))

    def _end(self, run: ShellRun, message: ChatMessage) -> None:
        del self._runs[run.command.id]
        self._history.add_aside(message)
        self._journal.append_message(message)
        self._keep_running()
        self._state.publish(ShellEnded(message=message))
        self._parts.tasks.start_soon(self._journal.sync)
        waiting = next((one for one in self._runs.values() if one.is_waiting), None)
        if waiting is not None and not waiting.stopped_by and self._has_room:
            self._start(waiting)
        if not self._runs:
            self._idle.set()

    def _keep_running(self) -> None:
        self._journal.append_shells([run.command for run in self._runs.values()])

    @property
    def _folder(self) -> str:
        assert self._parts.shell is not None
        stored = self._journal.path
        return os.path.join(stored, BLOBS_NAME) if stored else self._parts.shell.scratch

    def _take_over(self, left: tuple[ShellCommand, ...]) -> None:
        known = {message.id for message in self._history.recent}
        for command in left:
            if command.id not in known:
                now = self._parts.clock.now()
                message = shell_message(command, "", [INTERRUPTED], now=now)
                self._history.add_aside(message)
                self._journal.append_message(message)
        if left:
            self._keep_running()
