"""Agents that are measured, from their making to their end."""

from __future__ import annotations

import json
import threading
from collections import Counter
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import anyio
import pytest

from agent_tui import (
    Agent,
    AgentTui,
    ScriptedProvider,
    SessionNotFound,
    Settings,
    Telemetry,
    TelemetryEvent,
    TurnStatus,
)
from agent_tui.lifecycle import runtime_telemetry
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.providers.scripted import says
from agent_tui.storage.memory.memory_store import MemorySessionStore
from agent_tui.tui.screen_run import ScreenRun
from tests.telemetry.recording import assert_every_start_has_one_end
from tests.test_public_surface import modules_after

CALLER: ContextVar[str] = ContextVar("CALLER", default="")


class Kept(Telemetry):
    """Keeps what a handler gets."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[TelemetryEvent] = []
        self.attach("kept", "*", self.events.append)

    @property
    def names(self) -> list[str]:
        return [event.name for event in self.events]


def phases(telemetry: Kept, name: str) -> list[object]:
    return [event.metadata["phase"] for event in telemetry.events if event.name == name]


async def test_an_agents_life_is_told_with_its_phases_and_the_steps_of_its_end() -> None:
    telemetry = Kept()
    async with Agent(provider=ScriptedProvider([says("hi")]), telemetry=telemetry) as agent:
        await agent.run_turn("hello")

    steps = [e.metadata["step"] for e in telemetry.events if e.name == "shutdown.step"]
    turn = ["execution.start", "llm.request", "llm.response", "execution.stop"]
    told = [name for name in telemetry.names if name.partition(".")[0] in ("execution", "llm")]
    assert told == turn
    assert steps == ["close gate", "end processes", "save", "close sessions", "close providers"]
    assert (
        phases(telemetry, "phase.start")
        == phases(telemetry, "phase.stop")
        == ["init", "configure", "run", "shutdown"]
    )
    assert telemetry.events[-1].metadata["phase"] == "shutdown"
    assert_every_start_has_one_end(telemetry.events)


async def test_one_telemetry_may_serve_many_agents() -> None:
    telemetry = Kept()
    for _ in range(2):
        async with Agent(provider=ScriptedProvider([says("hi")]), telemetry=telemetry) as agent:
            await agent.run_turn("hello")

    sessions = {e.session_id for e in telemetry.events if e.name == "execution.stop"}
    assert len(sessions) == 2
    assert_every_start_has_one_end(telemetry.events)


async def test_a_fatal_error_is_told_as_a_crash_and_everything_ends_once() -> None:
    telemetry = Kept()

    nonsense: Any = object()  # an input that no engine knows is a bug, and ends everything

    async def break_engine() -> None:
        agent._runtime.inputs.put(nonsense)
        await anyio.sleep_forever()

    agent = Agent(provider=ScriptedProvider([break_engine]), telemetry=telemetry)
    await agent.start()
    result = await agent.run_turn("go")
    await agent.aclose()

    assert result.status is TurnStatus.INTERRUPTED
    counts = Counter(telemetry.names)
    assert (counts["agent.crash"], counts["agent.stop"], counts["execution.stop"]) == (1, 1, 1)
    crash = next(event for event in telemetry.events if event.name == "agent.crash")
    assert crash.metadata["error_type"] == type(agent._runtime.failure).__name__
    assert_every_start_has_one_end(telemetry.events)


async def test_an_agent_that_cannot_start_tells_a_crash() -> None:
    telemetry = Kept()
    agent = Agent(
        provider=ScriptedProvider(),
        store=MemorySessionStore(),
        resume="gone",
        telemetry=telemetry,
    )
    with pytest.raises(SessionNotFound):
        await agent.start()
    await agent.aclose()

    assert telemetry.names.count("agent.crash") == 1
    assert "agent.start" not in telemetry.names
    assert_every_start_has_one_end(telemetry.events)


async def test_a_handler_that_hangs_delays_neither_the_turn_nor_the_end(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime_telemetry, "FLUSH_LIMIT_S", 0.05)
    telemetry, released = Telemetry(), threading.Event()
    telemetry.attach("hanging", "*", lambda _: released.wait())
    try:
        async with Agent(provider=ScriptedProvider([says("hi")]), telemetry=telemetry) as agent:
            result = await agent.run_turn("hello")
    finally:
        released.set()

    assert result.status is TurnStatus.OK
    assert "'hanging' was not waited for" in caplog.text


async def test_a_prompt_is_noted_in_the_context_of_its_sender() -> None:
    telemetry, callers = Kept(), list[tuple[str, str]]()
    telemetry.attach_many(
        "noting", ["*"], print, on_submit=lambda prompt: callers.append((prompt, CALLER.get()))
    )
    CALLER.set("request 7")
    async with Agent(provider=ScriptedProvider([says("hi")]), telemetry=telemetry) as agent:
        await agent.run_turn("hello")

    start = next(event for event in telemetry.events if event.name == "execution.start")
    assert callers == [(start.metadata["prompt_id"], "request 7")]


async def test_the_setting_writes_a_file(tmp_path: Path) -> None:
    path = tmp_path / "telemetry.jsonl"
    settings = Settings(telemetry_file=str(path))
    async with Agent(settings, provider=ScriptedProvider([says("hi there")])) as agent:
        await agent.run_turn("hello")

    names = [json.loads(line)["name"] for line in path.read_text().splitlines()]
    assert {"agent.start", "execution.stop", "agent.stop", "phase.stop"} <= set(names)
    assert "hi there" not in path.read_text()


def test_the_full_screen_is_measured_under_its_own_name_which_stands_in_the_log_too(
    tmp_path: Path,
) -> None:
    telemetry = Kept()
    app = AgentTui(name="notes").set_provider(ScriptedProvider()).set_telemetry(telemetry)
    app.set_folders(config=tmp_path, data=tmp_path, logs=tmp_path)
    run = ScreenRun(app._plan, app._stages)
    run._runtime.start()
    run._runtime.wait_until_ready()
    run._runtime.request_exit(ExitReason.USER)
    run._leave()

    assert phases(telemetry, "phase.stop") == ["init", "configure", "run", "shutdown"]
    assert {event.metadata["app"] for event in telemetry.events} == {"notes"}
    log = "".join(file.read_text() for file in tmp_path.glob("*.log"))
    assert log.index("notes shutting down (user)") < log.index("notes shutdown complete")


def test_an_agent_without_telemetry_does_not_load_it() -> None:
    code = (
        "import sys, agent_tui; agent_tui.Agent(provider=agent_tui.ScriptedProvider()); "
        "sys.modules.update({'found': None} if 'agent_tui.telemetry' in sys.modules else {})"
    )

    assert modules_after(code).isdisjoint({"found", "opentelemetry"})
