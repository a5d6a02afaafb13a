"""Print mode: one prompt through the headless door, the answer to standard output."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Protocol, Self, assert_never

import anyio

from agent_tui.agent import Agent
from agent_tui.agent.prompt_images import read_images
from agent_tui.cli.arguments import OutputFormat
from agent_tui.cli.console import Console
from agent_tui.cli.exit_codes import ExitCode, exit_code_of_result
from agent_tui.cli.output.answer_output import AnswerOutput
from agent_tui.cli.output.json_output import JsonOutput
from agent_tui.cli.output.stream_json_output import StreamJsonOutput
from agent_tui.cli.output.text_output import TextOutput
from agent_tui.cli.start import Start
from agent_tui.cli.stop_signals import StopSignals
from agent_tui.config.configured_secrets import configured_secrets
from agent_tui.config.provider_resolution import resolve_with_notes
from agent_tui.errors import ConfigError
from agent_tui.lifecycle.logs import start_log
from agent_tui.lifecycle.telemetry_file import telemetry_problem
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.results import TurnResult


class PrintingAgent(Protocol):
    """What print mode needs of `Agent`."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    def stream(self, text: str, *, images: Sequence[str] = ()) -> AsyncGenerator[AgentEvent, None]:
        """Events up to the end of the prompt's turn."""
        ...

    @property
    def last_turn(self) -> TurnResult | None:
        """Set when the stream has ended."""
        ...

    def cancel(self, reason: str) -> None:
        """Stop the turn."""
        ...


def run_print(start: Start, prompt: str, console: Console) -> int:
    """Answer one prompt and return the exit code. Raises `AgentTuiError`, `BrokenPipeError`."""
    images = start.arguments.images
    _check(images)
    if not prompt:
        raise ConfigError('The prompt is empty. Give one: agent-tui -p "What is new here?"')
    loaded = start.load_settings()
    settings = loaded.settings
    resolved = resolve_with_notes(settings, start.environ)
    for note in (*loaded.notes, *resolved.notes):
        console.tell(note)
    if resolved.config is None:
        raise ConfigError(
            "No provider is configured. Set OPENAI_API_KEY, or choose one with --provider or "
            "--base-url; --provider demo works without any key.",
            key="provider",
        )
    stored_id = start.stored_id()
    secrets = configured_secrets(settings, start.environ, resolved.config)
    log = start_log(start.paths.log_dir, level=settings.log_level, secrets=secrets)
    for problem in (log.problem, telemetry_problem(settings)):
        if problem:
            console.tell(problem)
    try:
        agent = Agent(
            settings,
            store=start.session_store() if settings.save_sessions else None,
            cwd=start.cwd,
            resume=stored_id,
            keeps_stored_model=not loaded.is_endpoint_chosen_now,
            keeps_stored_mode=not loaded.is_mode_chosen_now,
            has_shipped_tools=True,
            grants=start.grant_store(),
            origins=loaded.origins,
        )
        output = output_for(start.arguments.output_format, console)
        return anyio.run(answer, agent, prompt, output, images)
    finally:
        log.stop()


async def answer(
    agent: PrintingAgent, prompt: str, output: AnswerOutput, images: Sequence[str] = ()
) -> int:
    """Play one turn to `output` and return the exit code. Run it on the main thread. images: paths
    of what `read_images` takes."""
    with StopSignals(agent.cancel) as signals:
        async with agent:
            if signals.has_come:  # before there was a turn to stop
                return signals.exit_code
            # Closed explicitly: an output that breaks must not leave the turn running.
            async with aclosing(agent.stream(prompt, images=images)) as events:
                async for event in events:
                    output.show(event)
            result = agent.last_turn
        if result is None:
            return signals.exit_code or ExitCode.FAILED
        output.finish(result)
        return signals.exit_code or exit_code_of_result(result)


def output_for(output_format: OutputFormat, console: Console) -> AnswerOutput:
    """The output in the wished format."""
    match output_format:
        case OutputFormat.TEXT:
            return TextOutput(console)
        case OutputFormat.JSON:
            return JsonOutput(console)
        case OutputFormat.STREAM_JSON:
            return StreamJsonOutput(console)
        case _:
            assert_never(output_format)


def _check(images: Sequence[str]) -> None:
    try:
        read_images(images)
    except (OSError, ValueError) as error:
        raise ConfigError(f"An image cannot be sent: {error}", key="image") from error
