"""Whatever people and providers do in whatever order, the engine keeps its promises."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from agent_tui.config.engine_options import EngineOptions
from agent_tui.errors import AuthenticationFailed
from agent_tui.protocol.events import (
    PartAdded,
    PartDelta,
    PartEnded,
    StepEnded,
    StepStarted,
    ToolCallEnded,
    ToolCallStarted,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import CancelTurn, ReleaseQueue, RetryTurn, UserInput
from agent_tui.protocol.messages import Role, ToolResultPart
from agent_tui.protocol.requests import ModelRequest, TextDelta, ThinkingDelta
from tests.engine.builders import PlayedEngine, an_engine, unavailable
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, FakeStep, Gate, calls, says
from tests.engine.fake_store import FakeStore

REFUSED = AuthenticationFailed("The key was refused.", provider="fake")
STEPS: tuple[FakeStep, ...] = (
    says("fine"),
    (),
    (TextDelta(text="half"), unavailable()),
    (TextDelta(text="half"), REFUSED),
    (ThinkingDelta(text="hm"), TextDelta(text="half"), unavailable(retry_after_s=500)),
    calls("tool"),
    (*calls("tool", '{"broken')[:1], unavailable()),
)
ACTIONS = ("submit", "cancel", "retry", "release", "wait", "settle", "break disk", "mend disk")
INPUTS: dict[str, UserInput] = {
    "cancel": CancelTurn(),
    "retry": RetryTurn(),
    "release": ReleaseQueue(),
}


async def act(action: str, engine: PlayedEngine, clock: FakeClock, store: FakeStore) -> None:
    match action:
        case "submit":
            engine.submit("hi")
        case "wait":
            await engine.settle()
            clock.advance(31)
        case "settle":
            await engine.settle()
        case "break disk" | "mend disk":
            store.is_refusing = action == "break disk"
        case _:
            engine.put(INPUTS[action])


def assert_every_start_has_its_end(engine: PlayedEngine) -> None:
    assert Counter(e.turn_id for e in engine.all_of(TurnStarted)) == Counter(
        e.turn_id for e in engine.all_of(TurnEnded)
    )
    assert len(engine.all_of(StepStarted)) == len(engine.all_of(StepEnded))
    assert {e.part_id for e in engine.all_of(PartAdded)} == {
        e.part_id for e in engine.all_of(PartEnded)
    }
    assert len(engine.all_of(ToolCallStarted)) == len(engine.all_of(ToolCallEnded))


def assert_strict_servers_accept(request: ModelRequest) -> None:
    """No two prompts in a row, a result behind each call, a prompt or a result at the end."""
    open_calls: list[str] = []
    before: Role | None = None
    for message in request.messages:
        assert message.parts
        if message.role is Role.TOOL:
            (part,) = message.parts
            assert isinstance(part, ToolResultPart)
            assert part.call_id == open_calls.pop(0)
        else:
            assert open_calls == []
            assert message.role is not before or message.role is Role.ASSISTANT
        open_calls += [call.call_id for call in message.tool_calls]
        before = message.role
    assert open_calls == []
    assert before is not Role.ASSISTANT


@settings(max_examples=150, deadline=None)
@given(
    steps=st.lists(st.sampled_from(STEPS), max_size=8),
    gated=st.sets(st.integers(0, 7), max_size=3),
    actions=st.lists(st.sampled_from(ACTIONS), max_size=12),
)
async def test_all_promises_hold_in_any_order_of_things(
    steps: list[FakeStep], gated: set[int], actions: list[str]
) -> None:
    clock, store = FakeClock(), FakeStore()
    gates = [Gate() for _ in gated]
    played = [
        (*steps[n], gates[sorted(gated).index(n)]) if n in gated else steps[n]
        for n in range(len(steps))
    ]
    provider = FakeProvider(*played)
    options = EngineOptions(max_iterations=4, max_attempts=3)
    async with an_engine(provider, clock=clock, store=store, options=options) as engine:
        for action in actions:
            await act(action, engine, clock, store)
        engine.controller.close_gate()
        store.is_refusing = False
        await engine.controller.cancel_turns("shutdown")
        await engine.controller.close_sessions("shutdown")
        await engine.settle()

        assert_every_start_has_its_end(engine)
        expected = 0
        for event in engine.events:
            expected += event.merged if isinstance(event, PartDelta) else 1
            assert event.seq == expected
        for request in provider.requests:
            assert_strict_servers_accept(request)
        assert provider.open_streams == 0


async def test_the_journal_holds_the_history_whatever_the_disk_did_meanwhile() -> None:
    store, clock = FakeStore(), FakeClock()
    async with an_engine(FakeProvider(*STEPS[:4]), clock=clock, store=store) as engine:
        for action in ("submit", "break disk", "submit", "wait", "mend disk"):
            await act(action, engine, clock, store)
        await engine.controller.cancel_turns("user")
        await engine.controller.save()

        written = {message.id: message for message in store.only_journal.messages}
        assert tuple(written.values()) == engine.messages
