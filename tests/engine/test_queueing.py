"""Prompts that come while a turn runs."""

from __future__ import annotations

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.sessions.waiting_prompts import GATHERING_S
from agent_tui.errors import AuthenticationFailed
from agent_tui.protocol.events import NoticeRaised, QueueChanged, TurnEnded, TurnStarted
from agent_tui.protocol.inputs import (
    CancelTurn,
    EditQueued,
    MoveQueued,
    ReleaseQueue,
    SubmitPrompt,
)
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import SessionStatus
from tests.engine.builders import PlayedEngine, a_prompt, an_engine, texts
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, Gate, says
from tests.engine.fake_store import FakeStore


def waiting(engine: PlayedEngine) -> list[str]:
    """The queue as it was told last."""
    return [prompt.text for prompt in engine.all_of(QueueChanged)[-1].prompts]


async def with_a_running_turn(engine: PlayedEngine, gate: Gate, *queued: str) -> None:
    engine.submit("first")
    await gate.reached()
    for text in queued:
        engine.submit(text, prompt_id=text)
    await engine.settle()


async def test_prompts_wait_for_the_running_turn_and_go_out_in_their_order() -> None:
    gate = Gate()
    provider = FakeProvider((gate,))
    async with an_engine(provider) as engine:
        await with_a_running_turn(engine, gate, "second", "third")
        assert waiting(engine) == ["second", "third"]

        gate.open()
        await engine.settle()

        prompts = [event.prompt.text for event in engine.all_of(TurnStarted)]
        assert prompts == ["first", "second", "third"]
        assert waiting(engine) == []


async def test_a_queued_prompt_can_be_changed_and_removed() -> None:
    gate = Gate()
    provider = FakeProvider((gate, *says("one")))
    async with an_engine(provider) as engine:
        await with_a_running_turn(engine, gate, "second", "third")

        engine.put(EditQueued(prompt_id="second", text="2nd"))
        engine.put(EditQueued(prompt_id="third", text=None))
        await engine.settle()
        assert waiting(engine) == ["2nd"]

        gate.open()
        await engine.settle()
        assert texts(engine.messages) == ["first", "one", "2nd", "ok"]


async def test_a_cancel_holds_the_queue_until_the_user_releases_it() -> None:
    gate = Gate()
    provider = FakeProvider((gate,))
    async with an_engine(provider) as engine:
        await with_a_running_turn(engine, gate, "second", "third")

        engine.put(CancelTurn())
        await engine.settle()
        assert (waiting(engine), engine.all_of(QueueChanged)[-1].is_held) == (
            ["second", "third"],
            True,
        )
        assert len(provider.requests) == 1

        engine.put(ReleaseQueue())
        await engine.settle()
        assert [event.prompt.text for event in engine.all_of(TurnStarted)][1:] == [
            "second",
            "third",
        ]
        assert engine.all_of(QueueChanged)[-1].is_held is False


async def test_a_failed_turn_holds_the_queue_too() -> None:
    gate = Gate()
    error = AuthenticationFailed("The key was refused.", provider="fake")
    async with an_engine(FakeProvider((gate, error))) as engine:
        await with_a_running_turn(engine, gate, "second")

        gate.open()
        await engine.settle()

        assert engine.all_of(QueueChanged)[-1].is_held
        assert engine.controller.sessions[0].status is SessionStatus.ERROR


async def test_a_prompt_after_the_cancel_is_sent_while_the_held_ones_wait() -> None:
    gate = Gate()
    async with an_engine(FakeProvider((gate,))) as engine:
        await with_a_running_turn(engine, gate, "old")

        engine.put(CancelTurn())
        engine.submit("new")
        await engine.settle()

        assert [event.prompt.text for event in engine.all_of(TurnStarted)] == ["first", "new"]
        assert waiting(engine) == ["old"]


async def test_the_app_token_holds_the_queue_instead_of_burning_it() -> None:
    gate = Gate()
    async with an_engine(FakeProvider((gate,))) as engine:
        await with_a_running_turn(engine, gate, "second")

        engine.token.cancel("deadline")
        await engine.until_type(TurnEnded)
        await engine.settle()

        assert len(engine.all_of(TurnEnded)) == 1
        assert (waiting(engine), engine.all_of(QueueChanged)[-1].is_held) == (["second"], True)


async def test_after_too_many_follow_ups_the_queue_waits_and_says_so() -> None:
    gate = Gate()
    provider = FakeProvider((gate,))
    async with an_engine(provider, options=EngineOptions(auto_follow_ups=2)) as engine:
        await with_a_running_turn(engine, gate, "a", "b", "c")

        gate.open()
        await engine.settle()

        assert len(provider.requests) == 3
        assert (waiting(engine), engine.all_of(QueueChanged)[-1].is_held) == (["c"], True)
        assert engine.all_of(NoticeRaised)[-1].title == "The queue waits for you"


async def test_releasing_an_empty_queue_changes_nothing() -> None:
    provider = FakeProvider(says("hi"))
    async with an_engine(provider) as engine:
        engine.put(ReleaseQueue())
        await engine.settle()

        assert provider.requests == []


async def test_a_prompt_that_was_edited_keeps_its_place_also_in_a_held_queue() -> None:
    gate = Gate()
    async with an_engine(FakeProvider((gate,))) as engine:
        await with_a_running_turn(engine, gate, "a", "b", "c")
        engine.put(EditQueued(prompt_id="b", text=None))
        engine.put(SubmitPrompt(prompt_id="b2", text="B", place=1))
        await engine.settle()
        assert waiting(engine) == ["a", "B", "c"]

        engine.put(CancelTurn())
        await engine.until_type(TurnEnded)
        engine.put(EditQueued(prompt_id="c", text=None))
        engine.put(SubmitPrompt(prompt_id="c2", text="C", place=2))
        await engine.settle()

        assert waiting(engine) == ["a", "B", "C"]
        assert len(engine.all_of(TurnStarted)) == 1


async def test_prompts_move_and_moving_unknown_ones_is_ignored() -> None:
    gate = Gate()
    async with an_engine(FakeProvider((gate,))) as engine:
        await with_a_running_turn(engine, gate, "a", "b", "c")
        told = len(engine.all_of(QueueChanged))

        engine.put(MoveQueued(prompt_id="c", place=0))
        engine.put(MoveQueued(prompt_id="c", place=-5))
        engine.put(MoveQueued(prompt_id="gone", place=0))
        engine.put(EditQueued(prompt_id="gone", text=None))
        await engine.settle()

        assert waiting(engine) == ["c", "a", "b"]
        assert len(engine.all_of(QueueChanged)) == told + 1
        gate.open()
        await engine.settle()
        sent = [event.prompt.text for event in engine.all_of(TurnStarted)]
        assert sent == ["first", "c", "a", "b"]


async def test_ten_thousand_prompts_are_told_together_and_none_is_lost() -> None:
    gate, clock, store = Gate(), FakeClock(), FakeStore()
    async with an_engine(FakeProvider((gate,)), clock=clock, store=store) as engine:
        await with_a_running_turn(engine, gate)
        for number in range(10_000):
            engine.submit(str(number))
        await engine.settle()
        while len(waiting(engine)) < 10_000:
            await engine.settle()  # the queue's own words fill the stream, which holds up inputs
            clock.advance(GATHERING_S)

        assert len(engine.all_of(QueueChanged)) < 300
        engine.submit("the last")
        await engine.settle()
        await engine.controller.close_sessions("shutdown")
        queues = [value for name, value in store.only_journal.entries if name == "queue"]
        assert isinstance(queues[-1], tuple)
        assert queues[-1][-1] == "the last"


async def test_a_prompt_that_became_a_message_does_not_wait_after_a_kill() -> None:
    store = FakeStore()
    queued = (QueuedPrompt(id="sent", text="sent"), QueuedPrompt(id="b", text="b"))
    store.put("s", a_prompt("sent", "sent"), queued=queued)
    async with an_engine(FakeProvider(), store=store, stored_id="s") as engine:
        assert waiting(engine) == ["b"]
