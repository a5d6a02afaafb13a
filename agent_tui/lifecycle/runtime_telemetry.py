"""Joins one runtime with the telemetry of its host. Loaded only when there is one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from agent_tui.engine.event_hub import EventHub
from agent_tui.engine.provider_source import ProviderSource
from agent_tui.errors import ConfigError
from agent_tui.lifecycle.shutdown_marks import marked
from agent_tui.lifecycle.shutdown_steps import ShutdownSteps
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.protocol.inputs import SubmitPrompt, UserInput
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.status import AppState
from agent_tui.telemetry.engine_telemetry import EngineTelemetry
from agent_tui.telemetry.telemetry import Telemetry

FLUSH_LIMIT_S = 1.0  # what handlers get at the end; one that hangs costs that once
_DEFAULT_PORTS = {"https": 443, "http": 80}


class RuntimeTelemetry:
    """Measures one runtime, from now on and what can still be told of before. Thread-safe."""

    def __init__(
        self,
        telemetry: Telemetry,
        *,
        app_name: str,
        providers: ProviderSource,
        hub: EventHub,
        stages: StageMachine,
    ) -> None:
        self._telemetry, self._providers = telemetry, providers
        self._servers: dict[str, tuple[str, int]] = {}
        self._flushing: threading.Thread | None = None
        self._engine = EngineTelemetry(telemetry, app=app_name, server_of=self._server_of)
        self._stages, self._told_phases = stages, 0
        hub.observe(self._engine.observe)
        stages.observe(self._tell_phases)

    def inputs(self, sink: InputSink) -> InputSink:
        """A writing end that shows each prompt to the handlers, in its sender's context."""
        return _NotedInputs(sink, self._telemetry)

    def marked(self, steps: ShutdownSteps) -> ShutdownSteps:
        """The steps, each with a mark when it is over."""
        return marked(steps, self._engine.mark_step)

    def end(self, failure: BaseException | None = None) -> None:
        """The worker has ended, or was left behind; the first call counts."""
        self._engine.end("" if failure is None else type(failure).__name__)

    def flush_soon(self, then: Callable[[], object]) -> None:
        """Let the handlers take what waits for them, for a second at most, then call `then`. Never
        waits: neither the loop of other engines nor that of a host may stand still."""

        def flush() -> None:
            self._telemetry.flush(FLUSH_LIMIT_S)
            then()

        try:
            flushing = threading.Thread(target=flush, name="agent-tui-telemetry-end", daemon=True)
            flushing.start()
            self._flushing = flushing
        except RuntimeError:  # the interpreter ends, and starts no thread any more
            then()

    def wait_until_flushed(self, *, has_ended: bool) -> None:
        """Block until the handlers had everything, for little more than a second at most.
        has_ended False: the worker is left behind."""
        if not has_ended:
            self.end(TimeoutError())
            self._telemetry.flush(FLUSH_LIMIT_S)
        elif self._flushing is not None:
            self._flushing.join(2 * FLUSH_LIMIT_S)

    def _tell_phases(self, state: AppState) -> None:
        """All that have begun, once the engine runs: what never starts has none."""
        if state is not AppState.INITIALIZED:
            entered = self._stages.entered
            for phase, at in entered[self._told_phases :]:
                self._engine.enter(phase, at)
            self._told_phases = len(entered)

    def _server_of(self, provider: str) -> tuple[str, int]:
        if provider not in self._servers:
            self._servers[provider] = self._server(provider)
        return self._servers[provider]

    def _server(self, provider: str) -> tuple[str, int]:
        try:
            config = self._providers.config_for(provider, "")
            url = urlsplit(config.base_url if config is not None else "")
            return url.hostname or "", url.port or _DEFAULT_PORTS.get(url.scheme, 0)
        except (ConfigError, ValueError):  # the request itself says what is wrong
            return "", 0


class _NotedInputs:
    """Implements `InputSink` over another one."""

    def __init__(self, sink: InputSink, telemetry: Telemetry) -> None:
        self._sink, self._telemetry = sink, telemetry

    def put(self, user_input: UserInput) -> None:
        if isinstance(user_input, SubmitPrompt) and user_input.prompt_id:
            self._telemetry.note_submit(user_input.prompt_id)
        self._sink.put(user_input)
