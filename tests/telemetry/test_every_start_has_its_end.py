"""Whatever happens in whatever order, what was begun is ended once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_tui.config.engine_options import EngineOptions
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, FakeStep, Gate
from tests.engine.fake_store import FakeStore
from tests.engine.test_engine_properties import ACTIONS, STEPS, act
from tests.telemetry.recording import Recording, a_measured_engine, assert_every_start_has_one_end


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(st.sampled_from(STEPS), max_size=6),
    gated=st.sets(st.integers(0, 5), max_size=2),
    actions=st.lists(st.sampled_from(ACTIONS), max_size=8),
    fails=st.booleans(),
)
async def test_all_starts_have_one_end_in_any_order_of_things(
    steps: list[FakeStep], gated: set[int], actions: list[str], fails: bool
) -> None:
    clock, store, telemetry = FakeClock(), FakeStore(), Recording()
    played = [(*steps[n], Gate()) if n in gated else steps[n] for n in range(len(steps))]
    measured = a_measured_engine(
        FakeProvider(*played),
        telemetry=telemetry,
        clock=clock,
        store=store,
        options=EngineOptions(max_iterations=4, max_attempts=3),
    )
    async with measured as (engine, watch):
        for action in actions:
            await act(action, engine, clock, store)
        if not fails:
            engine.controller.close_gate()
            await engine.controller.cancel_turns("shutdown")
            await engine.controller.close_sessions("shutdown")
        watch.end("RuntimeError" if fails else "")

    assert_every_start_has_one_end(telemetry.events)
    assert telemetry.names.count("agent.stop") == 1
