"""The tool run_command: a shell command, in the foreground or in the background."""

from __future__ import annotations

import os
import time
from typing import Annotated

import anyio
from msgspec import Meta, Struct

from agent_tui.errors import ToolArgumentsInvalid, ToolError
from agent_tui.protocol.permissions import Access, CommandAccess
from agent_tui.protocol.processes import ExitStatus, SupervisedProcess
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.commands.background_commands import BackgroundCommand, BackgroundCommands
from agent_tui.tools.commands.command_threads import in_thread
from agent_tui.tools.commands.one_line import one_line
from agent_tui.tools.commands.outcome import command_result, duration, has_failed, outcome_facts
from agent_tui.tools.commands.output_collector import OutputCollector
from agent_tui.tools.typed_tool import TypedTool

# A background command that cannot even start is told as such, not as running.
_FIRST_LOOK_S = 1.0
# TERM, 2 s, KILL, and some time to die.
_STOP_S = 4.0


class RunCommandArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the schema."""

    command: Annotated[str, Meta(description="What the shell gets, exactly as it is.")]
    timeout_s: Annotated[
        float,
        Meta(
            description="The command is stopped after this many seconds. Without effect in the "
            "background.",
            gt=0,
            le=3600,
        ),
    ] = 120.0
    background: Annotated[
        bool,
        Meta(
            description="Let it run on and return at once, with a number for command_output and "
            "kill_command. For servers and watchers."
        ),
    ] = False
    cwd: Annotated[
        str,
        Meta(
            description="The folder to start in, for this command only; relative paths start at "
            "the current folder."
        ),
    ] = ""
    description: Annotated[
        str, Meta(description="What it is for, in a few words, for the user.")
    ] = ""


class RunCommand(TypedTool[RunCommandArguments]):
    """Bash (sh where there is none) without terminal, standard input, pager and prompts. What the
    command leaves running ends with it, unless it runs in the background. The folder in which it
    ends is where the session's next one starts."""

    name = "run_command"
    description = (
        "Run a shell command (bash) and give back what it prints, stdout and stderr together. "
        "Standard input is empty and nobody can be asked for a password or anything else, so use "
        "options that make programs not ask. A changed working directory (cd) is kept for the next "
        "call, variables are not. Processes that the command leaves running are ended with it; "
        "start servers with background=true. Prefer the other tools for reading, searching and "
        "editing files."
    )
    arguments_type = RunCommandArguments
    timeout_s = 0.0

    def parsed(self, arguments: str) -> RunCommandArguments:
        """See `Tool`."""
        parsed = super().parsed(arguments)
        if not parsed.command.strip():
            raise ToolArgumentsInvalid('The argument "command" is empty. Say what to run.')
        if "\0" in parsed.command or "\0" in parsed.cwd:
            raise ToolArgumentsInvalid(
                "A NUL character cannot be part of a command or a folder. Write it as an escape "
                "sequence, for example with printf."
            )
        return parsed

    def summary(self, arguments: RunCommandArguments) -> str:
        """See `Tool`."""
        where = " in the background" if arguments.background else ""
        # The command first: the description is the model's own word about it.
        purpose = f" ({one_line(arguments.description)})" if arguments.description.strip() else ""
        return f"Run{where} {one_line(arguments.command)}{purpose}"

    def accesses(self, arguments: RunCommandArguments, cwd: str) -> tuple[Access, ...]:
        """See `Tool`."""
        return (CommandAccess(command=arguments.command, cwd=_start_folder(arguments, cwd)),)

    async def run(self, arguments: RunCommandArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        cwd = _start_folder(arguments, context.cwd)
        if not await in_thread(os.path.isdir, cwd):
            raise await _no_folder(cwd, context)
        started_s = time.monotonic()
        process = await context.processes.start(
            arguments.command, cwd=cwd, session_id=context.session_id
        )
        call = _Call(arguments.command, process, context, started_s)
        try:
            if arguments.background:
                return await call.in_background()
            return await call.in_foreground(arguments.timeout_s, cwd)
        finally:
            if not call.goes_on:
                process.stop()


class _Call:
    """One command and the call that started it. goes_on: it is to outlive the call."""

    def __init__(
        self, command: str, process: SupervisedProcess, context: ToolContext, started_s: float
    ) -> None:
        self._command, self._process, self._context = command, process, context
        self._started_s = started_s
        self._collector = OutputCollector(context.folder)
        self.goes_on = False

    async def in_foreground(self, timeout_s: float, cwd: str) -> ToolResult:
        status: ExitStatus | None = None
        with anyio.move_on_after(timeout_s):
            status = await self._followed()
        if status is None:
            return await self._timed_out(timeout_s)
        if status.problem and status.code is None and not status.signal:
            raise ToolError(status.problem)
        facts = [*outcome_facts(status), duration(time.monotonic() - self._started_s)]
        facts += await self._folder_facts(status.cwd, cwd)
        return command_result(await self._collector.taken(), facts, is_error=has_failed(status))

    async def in_background(self) -> ToolResult:
        background = BackgroundCommand(
            self._command, self._process, self._collector, self._started_s
        )
        status: ExitStatus | None = None
        with anyio.move_on_after(_FIRST_LOOK_S):
            status = await self._followed()
        if status is None:
            self._context.state(BackgroundCommands).add(background)
            self._process.keep_in_background(background.collect)
            self.goes_on = True
            number = self._process.id
            facts = [
                f"runs in the background as {number}",
                f"command_output({number}) gives more, kill_command({number}) ends it",
            ]
            return command_result(await self._collector.taken(), facts)
        if status.problem and status.code is None and not status.signal:
            raise ToolError(status.problem)
        facts = ["ended at once, so it is not in the background"]
        facts += outcome_facts(status) or ["exit code 0"]
        return command_result(await self._collector.taken(), facts, is_error=has_failed(status))

    async def _followed(self) -> ExitStatus:
        """Pass on the output until the end."""
        while data := await self._process.read():
            self._show(self._collector.add(data))
            await self._collector.write()
        status = await self._process.wait()
        self._show(self._collector.end())
        return status

    async def _timed_out(self, timeout_s: float) -> ToolResult:
        self._process.stop()
        with anyio.move_on_after(_STOP_S):
            await self._followed()
        fact = (
            f"stopped because it had not ended after {timeout_s:g} s (timeout_s); give it more "
            "time, or run it in the background if it is not meant to end"
        )
        return command_result(await self._collector.taken(), [fact], is_error=True)

    async def _folder_facts(self, ended_in: str, started_in: str) -> list[str]:
        """Take over the folder in which the shell ended."""
        if ended_in and ended_in != await in_thread(os.path.realpath, started_in):
            self._context.set_cwd(ended_in)
            return [f"working directory is now {ended_in}"]
        if not await in_thread(os.path.isdir, self._context.cwd):
            return [_back_to_workspace(self._context)]
        return []

    def _show(self, text: str) -> None:
        if text:
            self._context.output(text)


def _start_folder(arguments: RunCommandArguments, cwd: str) -> str:
    return os.path.normpath(os.path.join(cwd, os.path.expanduser(arguments.cwd)))


async def _no_folder(cwd: str, context: ToolContext) -> ToolError:
    if await in_thread(os.path.isdir, context.cwd):
        return ToolError(f'There is no folder "{cwd}". Give another cwd, or leave it out.')
    return ToolError(f'There is no folder "{cwd}" any more: {_back_to_workspace(context)}.')


def _back_to_workspace(context: ToolContext) -> str:
    context.set_cwd(context.workspace)
    return f"the working directory was removed and is now {context.workspace}"
