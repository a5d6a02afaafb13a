"""A request that fails for a moment, or for good."""

from __future__ import annotations

from agent_tui.errors import AuthenticationFailed
from agent_tui.protocol.events import (
    NoticeRaised,
    PartAdded,
    PartEnded,
    RetryScheduled,
    StepEnded,
    StepStarted,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.inputs import CancelTurn, RetryTurn
from agent_tui.protocol.requests import TextDelta, ThinkingDelta
from agent_tui.protocol.status import SessionStatus, TurnStatus
from tests.engine.builders import PlayedEngine, an_engine, request_texts, texts, unavailable
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, says

BREAKS = (TextDelta(text="half"), unavailable())


async def start_and_fail(engine: PlayedEngine) -> RetryScheduled:
    """Submit a prompt and read until the first countdown."""
    engine.submit("hi")
    scheduled = await engine.until_type(RetryScheduled)
    await engine.settle()
    return scheduled


async def test_a_failed_request_is_announced_and_sent_again_after_the_delay() -> None:
    provider, clock = FakeProvider((unavailable(),), says("there")), FakeClock()
    async with an_engine(provider, clock=clock) as engine:
        scheduled = await start_and_fail(engine)

        assert (scheduled.attempt, scheduled.max_attempts) == (2, 5)
        assert 1.0 <= scheduled.delay_s <= 1.25
        assert scheduled.failure.kind == "ProviderUnavailable"
        assert len(provider.requests) == 1

        clock.advance(scheduled.delay_s)
        ended = await engine.until_type(TurnEnded)

        assert (ended.result.status, ended.result.text) == (TurnStatus.OK, "there")
        assert [event.attempt for event in engine.all_of(StepStarted)] == [1, 2]
        assert len(engine.all_of(StepEnded)) == 2


async def test_a_partial_answer_is_kept_but_set_aside_by_the_retry() -> None:
    provider, clock = FakeProvider(BREAKS, says("whole")), FakeClock()
    async with an_engine(provider, clock=clock) as engine:
        await start_and_fail(engine)
        (ended,) = engine.all_of(PartEnded)
        assert (ended.is_complete, ended.is_superseded) == (False, True)

        clock.advance(2)
        await engine.until_type(TurnEnded)

        partial, whole = engine.messages[1:]
        assert (partial.text, partial.is_interrupted, partial.is_superseded) == ("half", True, True)
        assert (whole.text, whole.is_interrupted, whole.is_superseded) == ("whole", False, False)
        assert request_texts(provider.requests[1]) == ["hi"]


async def test_parts_that_had_ended_before_the_failure_are_set_aside_too() -> None:
    step = (ThinkingDelta(text="hm"), TextDelta(text="half"), unavailable())
    async with an_engine(FakeProvider(step)) as engine:
        await start_and_fail(engine)

        added = {event.part_id for event in engine.all_of(PartAdded)}
        superseded = {event.part_id for event in engine.all_of(PartEnded) if event.is_superseded}
        assert superseded == added


async def test_a_wish_of_the_provider_sets_the_delay() -> None:
    async with an_engine(FakeProvider((unavailable(retry_after_s=7),))) as engine:
        assert (await start_and_fail(engine)).delay_s == 7


async def test_after_the_last_attempt_the_turn_fails_with_a_way_out() -> None:
    provider, clock = FakeProvider(*[(unavailable(),)] * 5), FakeClock()
    async with an_engine(provider, clock=clock) as engine:
        engine.submit("hi")
        for _ in range(4):
            await engine.until_type(RetryScheduled)
            await engine.settle()
            clock.advance(31)
        ended = await engine.until_type(TurnEnded)
        await engine.settle()

        assert ended.result.status is TurnStatus.ERROR
        assert ended.result.error is not None
        assert "tried 5 times" in ended.result.error.text
        assert engine.controller.sessions[0].status is SessionStatus.ERROR


async def test_a_refused_key_is_not_tried_again() -> None:
    error = AuthenticationFailed("The key in OPENAI_API_KEY was refused.", provider="fake")
    provider = FakeProvider((error,))
    async with an_engine(provider) as engine:
        result = await engine.play("hi")

        assert (result.status, len(provider.requests)) == (TurnStatus.ERROR, 1)
        assert result.error is not None
        assert result.error.title == "The key was refused"


async def test_an_absurdly_long_wait_fails_at_once_instead_of_counting_down() -> None:
    async with an_engine(FakeProvider((unavailable(retry_after_s=3_600),))) as engine:
        result = await engine.play("hi")

        assert result.error is not None
        assert "Try again after" in result.error.text
        assert engine.all_of(RetryScheduled) == []


async def test_a_partial_answer_without_a_retry_stays_and_the_next_request_says_so() -> None:
    error = AuthenticationFailed("The key expired.", provider="fake")
    provider = FakeProvider((TextDelta(text="half"), error), says("more"))
    async with an_engine(provider) as engine:
        result = await engine.play("hi")
        await engine.play("go on")

        partial = engine.messages[1]
        assert (result.text, partial.is_interrupted, partial.is_superseded) == ("half", True, False)
        assert request_texts(provider.requests[1])[:2] == ["hi", "half"]
        assert "interrupted" in request_texts(provider.requests[1])[2]


async def test_a_cancel_during_the_countdown_ends_the_turn_and_keeps_the_partial_answer() -> None:
    provider = FakeProvider(BREAKS)
    async with an_engine(provider) as engine:
        await start_and_fail(engine)

        engine.put(CancelTurn())
        ended = await engine.until_type(TurnEnded)

        assert ended.result.status is TurnStatus.CANCELLED
        partial = engine.messages[1]
        assert (partial.is_interrupted, partial.is_superseded) == (True, False)
        assert not engine.all_of(PartEnded)[-1].is_superseded


async def test_a_failed_turn_can_run_again_without_repeating_the_prompt() -> None:
    error = AuthenticationFailed("The key expired.", provider="fake")
    provider = FakeProvider((TextDelta(text="half"), error), says("whole"))
    async with an_engine(provider) as engine:
        await engine.play("hi")

        engine.put(RetryTurn())
        started = await engine.until_type(TurnStarted)
        ended = await engine.until_type(TurnEnded)

        assert (started.is_retry, started.prompt.text) == (True, "hi")
        assert ended.result.text == "whole"
        assert request_texts(provider.requests[1]) == ["hi"]
        assert texts(engine.messages) == ["hi", "half", "whole"]
        assert engine.messages[1].is_superseded


async def test_a_prompt_that_has_its_answer_does_not_run_again() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        await engine.play("hi")

        engine.put(RetryTurn())
        notice = await engine.until_type(NoticeRaised)

        assert notice.title == "Nothing to run again"
        assert len(provider.requests) == 1
