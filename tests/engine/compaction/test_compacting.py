"""Summaries on request and on their own: what is told, kept, sent and undone."""

from __future__ import annotations

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.compaction.summary_request import SYSTEM
from agent_tui.errors import ContextWindowExceeded, ProviderError
from agent_tui.protocol.compaction_events import (
    CompactionEnded,
    CompactionOutcome,
    CompactionProposed,
    CompactionStarted,
    PinsChanged,
)
from agent_tui.protocol.compaction_inputs import (
    ApplyCompaction,
    CompactSession,
    DismissCompaction,
    PinMessage,
    UndoCompaction,
)
from agent_tui.protocol.events import NoticeRaised, UsageUpdated
from agent_tui.protocol.requests import ModelRequest, ToolCallDelta, UsageReported
from agent_tui.protocol.status import FinishReason, TurnStatus
from agent_tui.protocol.usage import Usage
from tests.engine.builders import PlayedEngine, an_engine, request_texts, texts
from tests.engine.fake_provider import FakeItem, FakeProvider, FakeStep, Gate, calls, says
from tests.engine.fake_store import FakeStore

WINDOW = 8_000  # of the fake provider's first model
MANUAL = EngineOptions(cwd="/project", auto_compact=False)


def answers(text: str, *, tokens: int) -> FakeStep:
    """An answer, and what the provider counted for it."""
    usage = Usage(input_tokens=tokens - 10, output_tokens=10)
    return (*says(text), UsageReported(usage=usage))


def too_long() -> ProviderError:
    return ContextWindowExceeded("It is too long.", provider="fake", model="model-a")


def summaries(provider: FakeProvider) -> list[ModelRequest]:
    return [request for request in provider.requests if request.system == SYSTEM]


async def proposed(engine: PlayedEngine, focus: str = "") -> CompactionProposed:
    engine.put(CompactSession(focus=focus))
    return await engine.until_type(CompactionProposed)


async def two_turns(engine: PlayedEngine) -> None:
    await engine.play("first " + "x" * 400)
    await engine.play("second")


async def test_a_summary_is_proposed_and_changes_nothing_before_it_is_applied() -> None:
    provider = FakeProvider(says("one"), says("two"), says("The summary."), says("three"))
    store = FakeStore()
    async with an_engine(provider, store=store, options=MANUAL) as engine:
        await two_turns(engine)
        before = engine.messages
        proposal = await proposed(engine, focus="the tests")

        assert engine.messages == before
        assert proposal.mark.text == "The summary."
        asked = summaries(provider)[0]
        assert asked.tools == ()
        assert "the tests" in asked.messages[0].text
        await engine.play("third")

    assert request_texts(provider.requests[-1])[0].startswith("first ")
    assert all(message.compaction is None for message in store.only_journal.messages)


async def test_an_applied_summary_is_sent_in_place_of_what_it_stands_for() -> None:
    provider = FakeProvider(says("one"), says("two"), says("The summary."), says("three"))
    store = FakeStore()
    async with an_engine(provider, store=store, options=MANUAL) as engine:
        await two_turns(engine)
        proposal = await proposed(engine)
        engine.put(ApplyCompaction(compaction_id=proposal.compaction_id, summary="My own words."))
        ended = await engine.until_type(CompactionEnded)
        await engine.play("third")

        assert ended.outcome is CompactionOutcome.APPLIED
        assert texts(engine.messages)[:2] == ["first " + "x" * 400, "one"]
    sent = request_texts(provider.requests[-1])
    assert "My own words." in sent[0]
    assert "first" not in sent[0]
    assert sent[0].endswith("\n\nsecond")  # the last request, word for word
    assert sent[1:] == ["two", "third"]
    assert ended.mark in store.only_journal.messages


async def test_undoing_a_summary_sends_everything_again() -> None:
    provider = FakeProvider(says("one"), says("two"), says("The summary."), says("three"))
    store = FakeStore()
    async with an_engine(provider, store=store, options=MANUAL) as engine:
        await two_turns(engine)
        proposal = await proposed(engine)
        engine.put(ApplyCompaction(compaction_id=proposal.compaction_id, summary="The summary."))
        await engine.until_type(CompactionEnded)
        engine.put(UndoCompaction())
        undone = await engine.until_type(CompactionEnded)
        await engine.play("third")

        assert undone.outcome is CompactionOutcome.UNDONE
    assert request_texts(provider.requests[-1])[0].startswith("first ")
    assert store.only_journal.replayed().messages[4].is_superseded


async def test_a_dismissed_proposal_is_gone() -> None:
    async with an_engine(FakeProvider(), options=MANUAL) as engine:
        await two_turns(engine)
        proposal = await proposed(engine)
        engine.put(DismissCompaction(compaction_id=proposal.compaction_id))
        ended = await engine.until_type(CompactionEnded)
        engine.put(ApplyCompaction(compaction_id=proposal.compaction_id, summary="late"))
        await engine.settle()

        assert ended.outcome is CompactionOutcome.DISMISSED
        assert all(message.compaction is None for message in engine.messages)


async def test_a_summary_that_is_being_written_can_be_stopped() -> None:
    gate = Gate()
    provider = FakeProvider(says("one"), says("two"), (gate,))
    async with an_engine(provider, options=MANUAL) as engine:
        await two_turns(engine)
        engine.put(CompactSession())
        started = await engine.until_type(CompactionStarted)
        await gate.reached()
        engine.put(DismissCompaction(compaction_id=started.compaction_id))
        ended = await engine.until_type(CompactionEnded)

        assert ended.outcome is CompactionOutcome.CANCELLED
        assert provider.open_streams == 0


async def test_a_model_that_writes_no_summary_is_named_and_nothing_changes() -> None:
    useless: list[tuple[FakeItem, ...]] = [
        tuple(says("")),
        (ToolCallDelta(index=0, call_id="c", name="run"),),
        tuple(says("I can't.", finish=FinishReason.REFUSAL)),
        tuple(says("Half a", finish=FinishReason.LENGTH)),
    ]
    provider = FakeProvider(says("one"), says("two"), *useless)
    async with an_engine(provider, options=MANUAL) as engine:
        await two_turns(engine)
        before = engine.messages
        for _ in useless:
            engine.put(CompactSession())
            ended = await engine.until_type(CompactionEnded)
            assert ended.outcome is CompactionOutcome.FAILED
            assert ended.failure is not None
            assert "model-a" in ended.failure.text
        assert engine.messages == before


async def test_nothing_to_summarise_is_said_without_a_request() -> None:
    provider = FakeProvider()
    async with an_engine(provider, options=MANUAL) as engine:
        engine.put(CompactSession())
        ended = await engine.until_type(CompactionEnded)

        assert ended.outcome is CompactionOutcome.FAILED
        assert provider.requests == []


async def test_a_conversation_that_is_too_long_for_one_request_is_summarised_in_pieces() -> None:
    provider = FakeProvider(
        says("one"), says("two"), (too_long(),), says("Part one."), says("Parts one and two.")
    )
    async with an_engine(provider, options=MANUAL) as engine:
        await engine.play("first " + "x" * 9_000)
        await engine.play("second")
        proposal = await proposed(engine)

    assert proposal.mark.text == "Parts one and two."
    assert "Part one." in summaries(provider)[-1].messages[0].text


async def test_a_full_window_is_summarised_before_the_next_request_is_built() -> None:
    provider = FakeProvider(
        answers("one", tokens=900), answers("two", tokens=7_300), says("The summary."), says("ok")
    )
    async with an_engine(provider) as engine:
        await two_turns(engine)
        await engine.play("third " + "é" * 50)
        started, ended = engine.all_of(CompactionStarted)[0], engine.all_of(CompactionEnded)[0]

        assert started.is_automatic
        assert ended.outcome is CompactionOutcome.APPLIED
        assert engine.all_of(CompactionProposed) == []
    sent = request_texts(provider.requests[-1])
    assert "The summary." in sent[0]
    assert sent[-1].endswith("third " + "é" * 50)


async def test_three_failures_in_a_row_turn_automatic_summaries_off() -> None:
    full = [answers("long", tokens=7_500)]
    tries = [step for _ in range(3) for step in (says(""), answers("ok", tokens=7_500))]
    provider = FakeProvider(*full, *tries)
    async with an_engine(provider) as engine:
        await engine.play("first " + "x" * 400)
        for _ in range(4):
            await engine.play("go on")
        failed = [n for n in engine.all_of(NoticeRaised) if "could not" in n.title]

    assert len(failed) == 3
    assert "off for this session" in failed[-1].text
    assert len(summaries(provider)) == 3


async def test_a_request_that_the_server_finds_too_long_is_sent_once_more_with_a_summary() -> None:
    provider = FakeProvider(
        says("one"), says("two"), (too_long(),), says("The summary."), says("three")
    )
    async with an_engine(provider, options=MANUAL) as engine:
        await two_turns(engine)
        result = await engine.play("third")

        assert result.status is TurnStatus.OK
        assert result.text == "three"
    sent = request_texts(provider.requests[-1])
    assert "The summary." in sent[0]
    assert sent[-1].endswith("third")


async def test_what_is_too_long_all_the_same_is_named_and_the_session_goes_on() -> None:
    provider = FakeProvider(
        says("one"), says("two"), (too_long(),), says("The summary."), (too_long(),), says("ok")
    )
    async with an_engine(provider, options=MANUAL) as engine:
        await two_turns(engine)
        failed = await engine.play("third " + "x" * 3_000)
        again = await engine.play("short")

        assert failed.error is not None
        assert "still too long" in failed.error.text
        assert "a prompt with what is attached" in failed.error.text
        assert again.status is TurnStatus.OK


async def test_pinned_messages_survive_a_summary_and_a_restart() -> None:
    store = FakeStore()
    provider = FakeProvider(says("keep this"), says("two"), says("The summary."), says("three"))
    async with an_engine(provider, store=store, options=MANUAL) as engine:
        await engine.play("first " + "x" * 400)
        engine.put(PinMessage())
        pinned = await engine.until_type(PinsChanged)
        assert (pinned.changed_id,) == pinned.message_ids
        await engine.play("second")
        proposal = await proposed(engine)
        engine.put(ApplyCompaction(compaction_id=proposal.compaction_id, summary="The summary."))
        await engine.until_type(CompactionEnded)
        await engine.play("third")

    assert "keep this" in request_texts(provider.requests[-1])[0]
    assert store.only_journal.replayed().pins == pinned.message_ids


async def test_what_is_pinned_later_goes_with_the_summary_that_is_there() -> None:
    provider = FakeProvider(says("one"), says("two"), says("The summary."), says("three"))
    async with an_engine(provider, options=MANUAL) as engine:
        await two_turns(engine)
        first = engine.messages[0]
        proposal = await proposed(engine)
        engine.put(ApplyCompaction(compaction_id=proposal.compaction_id, summary="The summary."))
        await engine.until_type(CompactionEnded)
        engine.put(PinMessage(message_id=first.parts[0].id))
        await engine.until_type(PinsChanged)
        await engine.play("third")

    assert first.text in request_texts(provider.requests[-1])[0]


async def test_the_user_is_warned_once_when_the_window_is_nearly_full() -> None:
    provider = FakeProvider(
        answers("one", tokens=6_500), answers("two", tokens=6_600), answers("three", tokens=6_700)
    )
    async with an_engine(provider) as engine:
        for text in ("first", "second", "third"):
            await engine.play(text)
        warned = [n for n in engine.all_of(NoticeRaised) if "% full" in n.title]

    assert [notice.title for notice in warned] == ["The context window is 81 % full"]


async def test_between_two_answers_the_meter_estimates_what_was_added() -> None:
    used = UsageReported(usage=Usage(input_tokens=990, output_tokens=10))
    provider = FakeProvider((*calls("no_such_tool"), used), says("done"))
    async with an_engine(provider) as engine:
        await engine.play("go")
        told = engine.all_of(UsageUpdated)

    counted = next(at for at, event in enumerate(told) if event.context_tokens == 1_000)
    assert not told[counted].is_context_estimated
    assert told[counted + 1].is_context_estimated
    assert 1_000 < told[counted + 1].context_tokens < 1_100


async def test_whoever_comes_late_hears_of_the_proposal_and_the_pins() -> None:
    async with an_engine(FakeProvider(), options=MANUAL) as engine:
        await two_turns(engine)
        engine.put(PinMessage())
        await engine.until_type(PinsChanged)
        proposal = await proposed(engine)
        told = await engine.hub.subscribe().receive()

    assert any(isinstance(event, PinsChanged) for event in told)
    late = [event for event in told if isinstance(event, CompactionProposed)]
    assert [event.mark for event in late] == [proposal.mark]


async def test_who_undoes_an_automatic_summary_gets_no_other_one() -> None:
    full = [answers("one", tokens=7_500), says("The summary."), answers("two", tokens=7_500)]
    provider = FakeProvider(*full, answers("three", tokens=7_500))
    async with an_engine(provider) as engine:
        await engine.play("first " + "x" * 400)
        await engine.play("second")
        engine.put(UndoCompaction())
        await engine.settle()
        await engine.play("third")

    assert len(summaries(provider)) == 1


async def test_no_summary_is_made_while_a_turn_runs_but_by_the_turn_itself() -> None:
    gate = Gate()
    provider = FakeProvider(says("one"), (gate, *says("two")))
    async with an_engine(provider, options=MANUAL) as engine:
        await engine.play("first")
        engine.submit("second")
        await gate.reached()
        engine.put(CompactSession())
        engine.put(UndoCompaction())
        await engine.settle()
        titles = [notice.title for notice in engine.all_of(NoticeRaised)]
        gate.open()

    assert titles == ["A turn is running", "A turn is running"]
