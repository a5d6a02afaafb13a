"""How a turn goes when nothing goes wrong."""

from __future__ import annotations

import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.protocol.events import (
    NoticeRaised,
    PartAdded,
    PartDelta,
    PartEnded,
    PartKind,
    SessionInfoChanged,
    SessionStatusChanged,
    TurnStarted,
    UsageUpdated,
)
from agent_tui.protocol.messages import Role, TextPart, ThinkingPart
from agent_tui.protocol.requests import (
    StreamFinished,
    TextDelta,
    ThinkingDelta,
    ToolCallDelta,
    UsageReported,
)
from agent_tui.protocol.status import FinishReason, SessionStatus, TurnStatus
from agent_tui.protocol.usage import Usage
from tests.engine.builders import an_engine, names, request_texts, texts
from tests.engine.fake_provider import FakeProvider, says
from tests.engine.tool_builders import FakeTool, tool_parts


async def test_a_prompt_streams_its_answer_and_ends_with_one_result() -> None:
    async with an_engine(FakeProvider(says("Hel", "lo"))) as engine:
        engine.events.clear()

        result = await engine.play("hi")

        assert names(engine.events) == [
            "SessionInfoChanged",
            "TurnStarted",
            "StepStarted",
            "PartAdded",
            "PartDelta",
            "PartEnded",
            "StepEnded",
            "TurnEnded",
        ]
        assert (result.status, result.text, str(result)) == (TurnStatus.OK, "Hello", "Hello")


async def test_the_prompt_keeps_the_id_that_its_sender_chose() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.submit("hi", prompt_id="my-prompt")

        started = await engine.until_type(TurnStarted)

        assert (started.prompt.id, started.prompt.text) == ("my-prompt", "hi")


async def test_each_turn_sends_the_whole_conversation_so_far() -> None:
    provider = FakeProvider(says("one"), says("two"))
    async with an_engine(provider) as engine:
        await engine.play("first")
        await engine.play("second")

        assert request_texts(provider.requests[1]) == ["first", "one", "second"]
        assert texts(engine.messages) == ["first", "one", "second", "two"]


async def test_all_events_of_a_turn_carry_its_ids_and_gap_free_numbers() -> None:
    async with an_engine(FakeProvider(says("a", "b"))) as engine:
        engine.events.clear()
        await engine.play("hi")
        info = engine.controller.sessions[0]

        expected = engine.events[0].seq - 1
        for event in engine.events:
            expected += event.merged if isinstance(event, PartDelta) else 1
            assert (event.seq, event.session_id) == (expected, info.id)


async def test_thinking_and_text_become_parts_of_their_own() -> None:
    step = (
        ThinkingDelta(text="hm, "),
        ThinkingDelta(text="yes"),
        TextDelta(text="Yes."),
        ThinkingDelta(text="but"),
        TextDelta(text=" But."),
        StreamFinished(finish_reason=FinishReason.STOP),
    )
    async with an_engine(FakeProvider(step)) as engine:
        result = await engine.play("hi")

        parts = engine.messages[-1].parts
        assert [
            (type(part), part.text) for part in parts if isinstance(part, TextPart | ThinkingPart)
        ] == [
            (ThinkingPart, "hm, yes"),
            (TextPart, "Yes."),
            (ThinkingPart, "but"),
            (TextPart, " But."),
        ]
        assert result.text == "Yes. But."
        assert [event.kind for event in engine.all_of(PartAdded)] == [
            PartKind.THINKING,
            PartKind.TEXT,
            PartKind.THINKING,
            PartKind.TEXT,
        ]


async def test_every_part_that_was_added_is_ended_once() -> None:
    step = (ThinkingDelta(text="a"), TextDelta(text="b"), ToolCallDelta(index=0, name="t"))
    async with an_engine(FakeProvider(step, says("done"))) as engine:
        await engine.play("hi")

        added = [event.part_id for event in engine.all_of(PartAdded)]
        assert [event.part_id for event in engine.all_of(PartEnded)] == added
        assert all(event.is_complete for event in engine.all_of(PartEnded))


async def test_deltas_join_to_exactly_the_text_of_their_part() -> None:
    async with an_engine(FakeProvider(says(*(f"{n} " for n in range(500))))) as engine:
        result = await engine.play("count")

        deltas = engine.all_of(PartDelta)
        assert "".join(delta.text for delta in deltas) == result.text
        assert sum(delta.merged for delta in deltas) == 500


async def test_reported_usage_is_summed_for_the_turn_and_the_session() -> None:
    usage = Usage(input_tokens=100, output_tokens=10)
    step = (TextDelta(text="a"), UsageReported(usage=usage))
    async with an_engine(FakeProvider(step, step)) as engine:
        first = await engine.play("one")
        await engine.play("two")
        await engine.settle()

        update = engine.all_of(UsageUpdated)[-1]
        assert first.usage == usage
        assert update.usage == Usage(input_tokens=200, output_tokens=20)
        assert (update.context_tokens, update.is_context_estimated) == (110, False)
        assert update.context_window == 8_000


async def test_a_silent_provider_gives_an_estimated_context_that_counts_the_tools() -> None:
    tools = tool_parts(*(FakeTool(f"tool_{number}") for number in range(40)))
    told = []
    for parts in (None, tools):
        async with an_engine(FakeProvider(says("x" * 350)), tools=parts) as engine:
            await engine.play("hi")
            told.append(engine.all_of(UsageUpdated)[-1])

    without, with_tools = told
    assert without.is_context_estimated
    assert without.context_tokens > 100
    assert without.usage == Usage()
    assert with_tools.context_tokens > without.context_tokens + 400


async def test_the_first_prompt_gives_the_session_its_title() -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("Fix the build\nplease")
        await engine.play("Now something else")

        titles = [event.info.title for event in engine.all_of(SessionInfoChanged)]
        assert titles == ["Fix the build"]


async def test_the_status_is_running_during_a_turn_and_idle_after_it() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.events.clear()
        await engine.play("hi")
        await engine.settle()

        statuses = [event.status for event in engine.all_of(SessionStatusChanged)]
        assert statuses == [SessionStatus.RUNNING, SessionStatus.IDLE]


@pytest.mark.parametrize(
    ("step", "title"),
    [
        ((), "The model answered nothing"),
        ((ThinkingDelta(text="hm"),), "The model answered nothing"),
        (says("cut", finish=FinishReason.LENGTH), "The answer was cut"),
        (says("no", finish=FinishReason.REFUSAL), "The model refused"),
        (says("no", finish=FinishReason.CONTENT_FILTER), "The answer was filtered"),
    ],
    ids=["empty", "thinking only", "length", "refusal", "filter"],
)
async def test_an_answer_that_is_not_as_it_should_be_raises_a_notice(
    step: tuple[TextDelta, ...], title: str
) -> None:
    async with an_engine(FakeProvider(step)) as engine:
        result = await engine.play("hi")

        assert result.status is TurnStatus.OK
        assert [notice.title for notice in engine.all_of(NoticeRaised)] == [title]


async def test_a_server_that_never_says_why_it_stopped_has_answered_all_the_same() -> None:
    async with an_engine(FakeProvider((TextDelta(text="fine"),))) as engine:
        result = await engine.play("hi")

        assert (result.status, result.finish_reason) == (TurnStatus.OK, FinishReason.UNKNOWN)
        assert engine.all_of(NoticeRaised) == []


async def test_a_refusal_stands_in_a_part_of_its_own() -> None:
    step = (TextDelta(text="Well. "), TextDelta(text="I will not.", is_refusal=True))
    async with an_engine(FakeProvider(step)) as engine:
        await engine.play("hi")

        parts = engine.messages[-1].parts
        assert [part.is_refusal for part in parts if isinstance(part, TextPart)] == [False, True]


async def test_an_empty_answer_leaves_no_message_and_the_prompt_can_run_again() -> None:
    async with an_engine(FakeProvider(())) as engine:
        await engine.play("hi")

        assert [message.role for message in engine.messages] == [Role.USER]


async def test_a_turn_without_any_listener_plays_like_any_other() -> None:
    provider = FakeProvider(says("x" * 100_000, "y" * 1_000_000, "z"))
    async with an_engine(provider, options=EngineOptions()) as engine:
        engine.stream.close()
        engine.submit("hi")
        await engine.settle()

        assert len(engine.messages[-1].text) == 1_100_001
