"""A shell whose commands do what a test says, without starting anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio

from agent_tui.engine.shell_commands.shell_parts import ShellParts
from agent_tui.protocol.processes import CommandEnd, SupervisedProcess
from tests.engine.tool_builders import FakeProcesses


class FakeCommand:
    """Implements as much of `SupervisedProcess` as the engine uses. `print` and `end` are the
    test's."""

    def __init__(self, command: str, cwd: str) -> None:
        self.command, self.cwd = command, cwd
        self.is_stopped = False
        self.show: Callable[[str], None] | None = None
        self._text = ""
        self._over = anyio.Event()
        self._exit_code: int | None = None

    def print(self, text: str) -> None:
        assert self.show is not None
        self._text += text
        self.show(text)

    def end(self, exit_code: int = 0) -> None:
        self._exit_code = exit_code
        self._over.set()

    def stop(self) -> None:
        if not self._over.is_set():
            self.is_stopped = True
            self._over.set()

    async def ended(self) -> CommandEnd:
        await self._over.wait()
        code = self._exit_code
        fact = "ended by SIGTERM" if code is None else f"exit code {code}"
        return CommandEnd(output=self._text, facts=(fact,), exit_code=code)


class FakeShell(FakeProcesses):
    """commands: all that were started."""

    def __init__(self) -> None:
        super().__init__()
        self.commands: list[FakeCommand] = []

    @property
    def parts(self) -> ShellParts:
        return ShellParts(processes=self, follow=_followed, scratch="/scratch")

    async def start(self, command: str, **options: Any) -> Any:
        self.commands.append(FakeCommand(command, options["cwd"]))
        return self.commands[-1]


async def _followed(
    process: SupervisedProcess, folder: str, show: Callable[[str], None], /
) -> CommandEnd:
    assert isinstance(process, FakeCommand)
    process.show = show
    return await process.ended()
