"""Tool calls of a model that has no tools here."""

from __future__ import annotations

import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.protocol.events import NoticeRaised, PartDelta, ToolCallEnded, ToolCallStarted
from agent_tui.protocol.messages import Role, ToolResultPart
from agent_tui.protocol.requests import ModelRequest, ToolCallDelta
from agent_tui.protocol.status import FinishReason, SessionStatus, TurnStatus
from tests.engine.builders import an_engine, names
from tests.engine.fake_provider import FakeProvider, calls, says


def results_in(request: ModelRequest) -> list[ToolResultPart]:
    return [
        part
        for message in request.messages
        for part in message.parts
        if isinstance(part, ToolResultPart)
    ]


async def test_an_unknown_tool_gets_a_result_that_names_it_and_the_turn_goes_on() -> None:
    provider = FakeProvider(calls("read_file", '{"path": "a"}'), says("Then not."))
    async with an_engine(provider) as engine:
        engine.events.clear()
        result = await engine.play("read a")

        (answer,) = results_in(provider.requests[1])
        assert (answer.call_id, answer.is_error) == ("call-1", True)
        assert '"read_file" is not available' in answer.text
        assert (result.status, result.text, result.tool_calls) == (TurnStatus.OK, "Then not.", 1)
        assert names(engine.events)[2:9] == [
            "StepStarted",
            "PartAdded",
            "PartDelta",
            "PartEnded",
            "StepEnded",
            "ToolCallStarted",
            "ToolCallEnded",
        ]


async def test_a_call_and_its_result_stand_in_the_history_side_by_side() -> None:
    async with an_engine(FakeProvider(calls("t"), says("done"))) as engine:
        await engine.play("go")

        roles = [message.role for message in engine.messages]
        assert roles == [Role.USER, Role.ASSISTANT, Role.TOOL, Role.ASSISTANT]


async def test_arguments_that_stream_in_pieces_reach_the_call_whole() -> None:
    pieces = (
        ToolCallDelta(index=0, call_id="c", name="t", arguments='{"a"'),
        ToolCallDelta(index=0, arguments=": 1}"),
    )
    async with an_engine(FakeProvider(pieces, says("done"))) as engine:
        await engine.play("go")

        started = engine.all_of(ToolCallStarted)[0]
        assert (started.name, started.arguments) == ("t", '{"a": 1}')
        deltas = [event for event in engine.all_of(PartDelta) if event.part_id == started.part_id]
        assert "".join(delta.text for delta in deltas) == '{"a": 1}'


async def test_calls_whose_pieces_are_interleaved_are_told_apart() -> None:
    pieces = (
        ToolCallDelta(index=0, call_id="c1", name="one", arguments="{"),
        ToolCallDelta(index=1, call_id="c2", name="two", arguments="["),
        ToolCallDelta(index=0, arguments="}"),
        ToolCallDelta(index=1, arguments="]"),
    )
    async with an_engine(FakeProvider(pieces, says("done"))) as engine:
        await engine.play("go")

        started = [(event.name, event.arguments) for event in engine.all_of(ToolCallStarted)]
        assert started == [("one", "{}"), ("two", "[]")]


async def test_calls_that_share_an_index_are_told_apart_by_their_ids() -> None:
    pieces = (
        ToolCallDelta(index=0, call_id="c1", name="one", arguments="{}"),
        ToolCallDelta(index=0, call_id="c2", name="two", arguments="{}"),
    )
    async with an_engine(FakeProvider(pieces, says("done"))) as engine:
        await engine.play("go")

        assert [event.call_id for event in engine.all_of(ToolCallStarted)] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("arguments", "finish", "expected"),
    [
        ('{"path": ', FinishReason.TOOL_CALLS, "arguments are not valid"),
        ("[1]", FinishReason.TOOL_CALLS, "must be a JSON object"),
        ('{"path": "a"}', FinishReason.LENGTH, "may be truncated"),
    ],
    ids=["broken", "no object", "truncated"],
)
async def test_a_call_that_must_not_run_gets_a_result_with_the_reason(
    arguments: str, finish: FinishReason, expected: str
) -> None:
    provider = FakeProvider(calls("t", arguments, finish=finish), says("sorry"))
    async with an_engine(provider) as engine:
        result = await engine.play("go")

        assert expected in results_in(provider.requests[1])[0].text
        assert engine.all_of(ToolCallEnded)[0].is_error
        assert result.status is TurnStatus.OK


async def test_the_same_failing_call_three_times_in_a_row_ends_the_turn() -> None:
    provider = FakeProvider(*[calls("t", '{"a": 1}')] * 5)
    async with an_engine(provider) as engine:
        result = await engine.play("go")
        await engine.settle()

        assert len(provider.requests) == 3
        assert result.status is TurnStatus.ERROR
        assert result.error is not None
        assert "repeats a failing tool call" in result.error.title
        assert engine.controller.sessions[0].status is SessionStatus.ERROR


async def test_failing_calls_that_differ_do_not_end_the_turn() -> None:
    steps = [calls("t", f'{{"a": {number}}}') for number in range(5)]
    provider = FakeProvider(*steps, says("done"))
    async with an_engine(provider) as engine:
        result = await engine.play("go")

        assert (result.status, result.tool_calls) == (TurnStatus.OK, 5)


async def test_a_turn_without_an_end_stops_at_the_step_limit() -> None:
    steps = [calls("t", f'{{"a": {number}}}') for number in range(5)]
    provider = FakeProvider(*steps)
    async with an_engine(provider, options=EngineOptions(max_iterations=3)) as engine:
        result = await engine.play("go")
        await engine.settle()

        assert (result.status, len(provider.requests)) == (TurnStatus.MAX_ITERATIONS, 3)
        assert "3 steps" in engine.all_of(NoticeRaised)[-1].text
        assert engine.controller.sessions[0].status is SessionStatus.IDLE
