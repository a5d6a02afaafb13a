"""One shell command of the user's on its way from the composer to what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from agent_tui.engine.engine_parts import EngineParts
from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.journal.running_output import RunningOutput
from agent_tui.engine.tool_calls.call_output import CallOutput
from agent_tui.engine.tool_calls.result_text import capped, kept_text
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import ToolOutput
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, ShellCommand, TextPart
from agent_tui.protocol.processes import SupervisedProcess
from agent_tui.protocol.prompt_events import ShellStarted

INTERRUPTED = "the program ended while it ran"


class ShellRun:
    """Changes on the controller's loop only. is_waiting: too many others run. stopped_by: who ended
    it, "" while nobody did. keep: writes what is left of it if the program dies now; the whole
    replaces that. command: as the user typed it; what is kept has no configured keys."""

    def __init__(
        self,
        command: ShellCommand,
        parts: EngineParts,
        session_id: str,
        keep: Callable[[ChatMessage], None],
    ) -> None:
        self._line, self._hide = command.command, parts.options.hide_secrets
        self.command = replace(command, command=self._hide(command.command))
        self._parts, self._session_id = parts, session_id
        self.is_waiting = True
        self.stopped_by = ""
        self._process: SupervisedProcess | None = None
        self._told = _ShellEvents(parts.hub, session_id)
        self._keep = keep
        kept = RunningOutput(
            self._keep_running,
            clock=parts.clock,
            tasks=parts.tasks,
            wait_s=parts.options.delta_flush_s,
        )
        self._output = CallOutput(
            command.id,
            self._told,
            parts.clock,
            parts.tasks,
            kept=kept,
            hide_secrets=self._hide,
        )

    def replay(self) -> Iterator[AgentEvent]:
        """What it has told so far."""
        yield ShellStarted(command=self.command, is_waiting=self.is_waiting)
        yield from self._told.replay()

    def stop(self, who: str) -> None:
        """End it and all that it started, now or as soon as it has begun."""
        self.stopped_by = self.stopped_by or who
        if self._process is not None:
            self._process.stop()

    async def run(self, folder: str) -> ChatMessage:
        """Run it to its end. folder: for what it prints too much. Returns what is kept of it."""
        shell = self._parts.shell
        assert shell is not None
        started = self._parts.clock.monotonic()
        self._process = process = await shell.processes.start(
            self._line, cwd=self.command.cwd, session_id=self._session_id
        )
        if self.stopped_by:
            process.stop()
        try:
            end = await shell.follow(process, folder, self._output.write)
        finally:
            process.stop()  # without effect after its end
            self._output.close()
        elapsed_s = self._parts.clock.monotonic() - started
        command = replace(self.command, exit_code=end.exit_code, elapsed_s=elapsed_s)
        return self.kept(end.output, end.facts, command)

    def _keep_running(self) -> int:
        output = self._output.text
        self._keep(self.kept(output, [INTERRUPTED]))
        return len(output)

    def kept(
        self, output: str, facts: Sequence[str], command: ShellCommand | None = None
    ) -> ChatMessage:
        """What is kept of it. facts: how it ended. command: with its exit code and time."""
        stopped = [f"stopped by {self.stopped_by}"] if self.stopped_by else []
        return shell_message(
            command or self.command,
            capped(kept_text(output, self._hide), self._parts.options.tool_result_chars),
            [*stopped, *facts],
            now=self._parts.clock.now(),
        )


def shell_message(
    command: ShellCommand, output: str, facts: Sequence[str], *, now: float
) -> ChatMessage:
    """A command as an entry of the history. facts: how it ended, in a few words each."""
    said = output.rstrip("\n") if output.strip() else "(no output)"
    text = f"{said}\n[{' · '.join(facts)}]"
    return ChatMessage(
        id=command.id,
        role=Role.USER,
        parts=(TextPart(id=new_id(), text=text),),
        created=now,
        # So that a version that does not know shell commands keeps this one to itself, too.
        is_superseded=command.is_private,
        shell=command,
    )


class _ShellEvents:
    """Implements `OutputEvents` outside of a turn."""

    def __init__(self, hub: EventHub, session_id: str) -> None:
        self._hub, self._session_id = hub, session_id
        self._first: ToolOutput | None = None
        self._output_so_far: Callable[[], tuple[str, int]] | None = None

    @property
    def has_room(self) -> bool:
        """False while the primary reader is behind."""
        return self._hub.has_room

    def publish_output(
        self, event: ToolOutput, output_so_far: Callable[[], tuple[str, int]]
    ) -> None:
        """See `OutputEvents`."""
        self._first, self._output_so_far = self._first or event, output_so_far
        self._hub.publish_now(replace(event, session_id=self._session_id))

    def replay(self) -> Iterator[ToolOutput]:
        """All output so far as one event; nothing when there was none."""
        if self._first is not None and self._output_so_far is not None:
            text, skipped_bytes = self._output_so_far()
            yield replace(self._first, text=text, skipped_bytes=skipped_bytes)
