"""What is told of turns, their requests and their tool calls."""

from __future__ import annotations

from agent_tui.errors import AuthenticationFailed
from agent_tui.protocol.asking_events import PermissionRequested
from agent_tui.protocol.inputs import CancelTurn, OpenSession
from agent_tui.protocol.permissions import Decision
from agent_tui.protocol.requests import StreamFinished, TextDelta, UsageReported
from agent_tui.protocol.status import FinishReason
from agent_tui.protocol.usage import Usage
from agent_tui.telemetry.engine_telemetry import EngineTelemetry
from tests.engine.builders import unavailable
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.tool_builders import FakeTool, reply, tool_parts
from tests.telemetry.recording import Recording, a_measured_engine, assert_every_start_has_one_end

TURN = ["execution.start", "llm.request", "llm.response", "execution.stop"]


async def test_a_turn_is_told_from_its_start_to_its_end() -> None:
    telemetry = Recording()
    async with a_measured_engine(FakeProvider(says("hi")), telemetry=telemetry) as (engine, _):
        await engine.play("hello")

    assert telemetry.names == ["agent.start", *TURN]
    assert {event.session_id for event in telemetry.events} == {engine.events[0].session_id}
    assert len({event.turn_id for event in telemetry.events[1:]}) == 1
    assert {event.metadata["app"] for event in telemetry.events} == {"my-agent"}


async def test_a_response_tells_its_times_and_tokens() -> None:
    clock, telemetry, first, last = FakeClock(), Recording(), Gate(), Gate()
    usage = Usage(input_tokens=100, output_tokens=7, cached_tokens=64, reasoning_tokens=3)
    step = (
        first,
        TextDelta(text="a"),
        last,
        UsageReported(usage=usage),
        StreamFinished(finish_reason=FinishReason.STOP),
    )
    measured = a_measured_engine(
        FakeProvider(says("before"), step), telemetry=telemetry, clock=clock
    )
    async with measured as (engine, _):
        await engine.play("one")
        engine.submit("two")
        await first.reached()
        clock.advance(2)
        first.open()
        await last.reached()
        clock.advance(3)
        last.open()
        await engine.settle()

    response, stop = telemetry.of("llm.response")[1], telemetry.of("execution.stop")[1]
    tokens = {
        "input_tokens": 100,
        "output_tokens": 7,
        "cached_tokens": 64,
        "reasoning_tokens": 3,
    }
    assert response.measurements == {"duration_s": 5, "first_token_s": 2, **tokens}
    assert response.metadata == {
        "app": "my-agent",
        "run_id": telemetry.events[0].metadata["run_id"],
        "provider": "fake",
        "model": "model-a",
        "server_address": "fake.test",
        "server_port": 443,
        "step": 1,
        "attempt": 1,
        "finish_reason": "stop",
    }
    assert stop.measurements == {
        "duration_s": 5,
        "waited_s": 0,
        "requests": 1,
        "tool_calls": 0,
        **tokens,
    }


async def test_a_failed_attempt_is_an_error_and_the_next_one_another_request() -> None:
    clock, telemetry = FakeClock(), Recording()
    provider = FakeProvider((TextDelta(text="half"), unavailable()), says("whole"))
    measured = a_measured_engine(provider, telemetry=telemetry, clock=clock)
    async with measured as (engine, _):
        engine.submit("go")
        await engine.settle()
        clock.advance(60)
        await engine.settle()

    error = telemetry.only("llm.error")
    assert (error.metadata["error_type"], error.metadata["is_retryable"]) == (
        "ProviderUnavailable",
        True,
    )
    assert [event.metadata["attempt"] for event in telemetry.of("llm.request")] == [1, 2]
    assert telemetry.only("llm.response").metadata["attempt"] == 2


async def test_a_request_that_fails_for_good_has_an_error_and_no_response() -> None:
    telemetry = Recording()
    provider = FakeProvider((AuthenticationFailed("No.", provider="fake"),))
    async with a_measured_engine(provider, telemetry=telemetry) as (engine, _):
        await engine.play("go")

    assert telemetry.only("llm.error").metadata["error_type"] == "AuthenticationFailed"
    assert telemetry.of("llm.response") == []
    stop = telemetry.only("execution.stop")
    assert (stop.metadata["status"], stop.metadata["error_type"]) == (
        "error",
        "AuthenticationFailed",
    )


async def test_a_cancelled_turn_ends_its_request_as_cancelled() -> None:
    telemetry, gate = Recording(), Gate()
    provider = FakeProvider((TextDelta(text="a"), gate))
    async with a_measured_engine(provider, telemetry=telemetry) as (engine, _):
        engine.submit("go")
        await gate.reached()
        engine.put(CancelTurn())
        await engine.settle()

    assert telemetry.only("llm.error").metadata["error_type"] == "cancelled"
    stop = telemetry.only("execution.stop")
    assert (stop.metadata["status"], stop.metadata["reason"]) == ("cancelled", "user")


async def test_a_tool_call_is_told_without_what_is_in_it() -> None:
    telemetry = Recording()
    provider = FakeProvider(calls("look", '{"at": "secret"}'), says("seen"))
    tools = tool_parts(FakeTool("look"))
    async with a_measured_engine(provider, telemetry=telemetry, tools=tools) as (engine, _):
        await engine.play("go")

    start, stop = telemetry.only("tool.start"), telemetry.only("tool.stop")
    assert (start.metadata["tool"], start.metadata["call_id"]) == ("look", "call-1")
    assert stop.metadata == {**start.metadata, "outcome": "ok"}
    assert set(stop.measurements) == {"duration_s", "run_s"}
    assert telemetry.only("execution.stop").measurements["tool_calls"] == 1
    assert "secret" not in repr(telemetry.events)
    assert "go" not in [value for one in telemetry.events for value in one.metadata.values()]


async def test_content_is_told_when_it_is_wished_for() -> None:
    telemetry = Recording(includes_content=True)
    provider = FakeProvider(calls("look", '{"at": "x"}'), says("seen"))
    tools = tool_parts(FakeTool("look"))
    async with a_measured_engine(provider, telemetry=telemetry, tools=tools) as (engine, _):
        await engine.play("go")

    assert telemetry.only("execution.start").metadata["prompt"] == "go"
    assert telemetry.only("tool.start").metadata["arguments"] == '{"at": "x"}'
    assert telemetry.only("tool.stop").metadata["result"] == 'done {"at":"x"}'
    assert telemetry.only("execution.stop").metadata["text"] == "seen"


async def test_the_wait_for_a_person_is_told_and_counted_apart() -> None:
    clock, telemetry = FakeClock(), Recording()
    provider = FakeProvider(calls("deploy"), says("ok"))
    tools = tool_parts(FakeTool("deploy", asks=True))
    measured = a_measured_engine(provider, telemetry=telemetry, clock=clock, tools=tools)
    async with measured as (engine, _):
        engine.submit("go")
        request = await engine.until_type(PermissionRequested)
        await engine.settle()
        clock.advance(30)
        reply(engine, request.request, Decision.ONCE)
        await engine.settle()

    assert telemetry.names.count("execution.interrupt") == 1
    assert telemetry.only("execution.stop").measurements["waited_s"] == 30
    stop = telemetry.only("tool.stop")
    assert (stop.measurements["duration_s"], stop.measurements["run_s"]) == (30, 0)


async def test_a_session_that_is_told_anew_in_the_middle_of_a_turn_counts_once() -> None:
    telemetry, gate = Recording(), Gate()
    provider = FakeProvider(calls("look"), (TextDelta(text="a"), gate, *says("b")))
    tools = tool_parts(FakeTool("look"))
    async with a_measured_engine(provider, telemetry=telemetry, tools=tools) as (engine, _):
        engine.submit("go")
        await gate.reached()
        engine.put(OpenSession(stored_id=engine.events[0].session_id))
        await engine.settle()
        before = list(telemetry.names)
        gate.open()
        await engine.settle()

    assert before == [
        "agent.start",
        "execution.start",
        "llm.request",
        "llm.response",
        "tool.start",
        "tool.stop",
        "llm.request",
    ]
    assert telemetry.names[len(before) :] == ["llm.response", "execution.stop"]


async def test_what_runs_when_the_engine_fails_ends_before_the_session_does() -> None:
    telemetry, gate = Recording(), Gate()
    async with a_measured_engine(FakeProvider((gate,)), telemetry=telemetry) as (engine, measured):
        engine.submit("go")
        await gate.reached()
        measured.end("RuntimeError")
        measured.end("RuntimeError")

    assert telemetry.names[-4:] == ["llm.error", "execution.stop", "agent.crash", "agent.stop"]
    assert telemetry.only("agent.crash").metadata["error_type"] == "RuntimeError"
    assert telemetry.only("agent.stop").metadata["reason"] == "crash"
    assert_every_start_has_one_end(telemetry.events)


def test_an_engine_that_fails_before_its_first_session_tells_a_crash_and_no_stop() -> None:
    telemetry = Recording()
    measured = EngineTelemetry(telemetry, app="x", server_of=lambda _: ("", 0))

    measured.end("SessionNotFound")

    assert telemetry.names == ["agent.crash"]
