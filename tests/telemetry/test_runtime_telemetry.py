"""What a runtime adds to the measurements of its engine."""

from __future__ import annotations

import pytest

from agent_tui.config.provider_config import ProviderConfig
from agent_tui.engine.event_hub import EventHub
from agent_tui.lifecycle.exit_handler import ExitContext, ExitHandler
from agent_tui.lifecycle.provider_source import OneProvider
from agent_tui.lifecycle.runtime_telemetry import RuntimeTelemetry
from agent_tui.lifecycle.shutdown_marks import marked
from agent_tui.lifecycle.shutdown_steps import ShutdownSteps
from agent_tui.lifecycle.stage_machine import StageMachine
from agent_tui.protocol.events import SessionOpened, StepStarted, TurnEnded, TurnStarted
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import AppState, TurnStatus
from tests.engine.builders import a_prompt
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider
from tests.lifecycle.test_shutdown import ControllerStandIn
from tests.telemetry.recording import Recording


def a_hub_that_is_measured(telemetry: Recording, base_url: str = "") -> EventHub:
    hub, config = EventHub(FakeClock()), ProviderConfig(name="fake", base_url=base_url)
    providers = OneProvider(FakeProvider(), config=config)
    RuntimeTelemetry(telemetry, app_name="x", providers=providers, hub=hub, stages=StageMachine())
    info = SessionInfo(id="s", provider="fake", model="m")
    hub.publish_now(SessionOpened(session_id="s", info=info))
    hub.publish_now(TurnStarted(session_id="s", turn_id="t", prompt=a_prompt("hello")))
    return hub


@pytest.mark.parametrize(
    ("base_url", "server"),
    [
        ("http://lab.test:8000/v1", ("lab.test", 8000)),
        ("https://lab.test/v1", ("lab.test", 443)),
        ("", (None, None)),
    ],
)
async def test_a_request_names_its_server(
    base_url: str, server: tuple[str | None, int | None]
) -> None:
    telemetry = Recording()
    hub = a_hub_that_is_measured(telemetry, base_url)

    hub.publish_now(StepStarted(session_id="s", turn_id="t", step=1, model="m"))

    facts = telemetry.only("llm.request").metadata
    assert (facts.get("server_address"), facts.get("server_port")) == server


@pytest.mark.parametrize("status", [TurnStatus.BLOCKED, TurnStatus.STOPPED])
async def test_what_a_hook_says_is_not_told_because_it_may_quote_the_prompt(
    status: TurnStatus,
) -> None:
    telemetry = Recording()
    hub = a_hub_that_is_measured(telemetry)
    result = TurnResult(session_id="s", turn_id="t", status=status, reason="no 'hello' here")

    hub.publish_now(TurnEnded(session_id="s", turn_id="t", result=result))

    assert telemetry.only("execution.stop").metadata["reason"] == "hook"


def test_a_program_that_never_runs_has_no_phases() -> None:
    telemetry, stages = Recording(), StageMachine()
    measured = RuntimeTelemetry(
        telemetry,
        app_name="x",
        providers=OneProvider(FakeProvider(), config=ProviderConfig(name="fake")),
        hub=EventHub(FakeClock()),
        stages=stages,
    )
    stages.move_to(AppState.INITIALIZED)
    measured.end()

    assert telemetry.events == []


class Failing(ExitHandler):
    """A host's, with a mistake in it."""

    def on_exit(self, context: ExitContext) -> None:
        raise ValueError(context.reason)


async def test_each_step_of_the_shutdown_is_marked_also_one_that_fails() -> None:
    told: list[tuple[str, bool]] = []
    done: list[str] = []

    def mark(step: str, duration_s: float, *, is_complete: bool) -> None:
        assert duration_s >= 0
        told.append((step, is_complete))

    async def work() -> None:
        done.append("work")

    steps = marked(
        ShutdownSteps(
            controller=ControllerStandIn(done, runs=True),
            end_processes=work,
            autosave=work,
            exit_handler=Failing(),
        ),
        mark,
    )
    assert steps.autosave is not None
    assert steps.exit_handler is not None
    steps.controller.close_gate()
    assert not await steps.controller.settle(0)
    assert not await steps.controller.settle(0.001)
    await steps.controller.cancel_turns("shutdown")
    await steps.end_processes()
    await steps.autosave()
    with pytest.raises(ValueError, match="user"):
        await steps.exit_handler.on_exit(
            ExitContext(reason="user", app_state=AppState.SHUTTING_DOWN)
        )  # type: ignore[misc]

    assert done == ["gate", "cancel shutdown", "work", "work"]
    assert told == [
        ("close gate", True),
        ("settle turns", False),
        ("cancel turns", True),
        ("end processes", True),
        ("autosave", True),
        ("exit handler", False),
    ]
