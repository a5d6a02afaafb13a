"""Choosing provider and model."""

from __future__ import annotations

from agent_tui.protocol.events import (
    ModelsListed,
    NoticeRaised,
    SessionInfoChanged,
    SessionOpened,
    StepStarted,
    TurnEnded,
)
from agent_tui.protocol.inputs import ListModels, NewSession, SetModel
from agent_tui.protocol.requests import TextDelta
from agent_tui.protocol.status import NoticeLevel
from tests.engine.builders import an_engine, request_texts, unavailable
from tests.engine.fake_provider import FakeProvider, Gate, calls, says


async def test_a_new_model_is_used_from_the_next_turn_on_with_the_same_history() -> None:
    provider = FakeProvider(says("one"))
    async with an_engine(provider) as engine:
        await engine.play("first")

        engine.put(SetModel(model="model-b"))
        changed = await engine.until_type(SessionInfoChanged)
        await engine.play("second")

        assert (changed.info.model, changed.info.context_window) == ("model-b", 32_000)
        assert [request.model for request in provider.requests] == ["model-a", "model-b"]
        assert request_texts(provider.requests[1]) == ["first", "one", "second"]
        assert not provider.is_closed


async def test_a_new_session_goes_on_with_the_model_in_use() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(SetModel(model="model-b"))
        await engine.until_type(SessionInfoChanged)

        engine.put(NewSession())
        opened = await engine.until_type(SessionOpened)

        assert opened.info.model == "model-b"


async def test_another_provider_takes_over_at_the_next_step_and_the_old_one_closes_later() -> None:
    gate = Gate()
    old = FakeProvider((TextDelta(text="x"), gate, *calls("t")), name="old")
    new = FakeProvider(says("done"), name="new")
    async with an_engine(old, new) as engine:
        engine.submit("hi")
        await gate.reached()

        engine.put(SetModel(model="", provider="new"))
        await engine.settle()
        assert not old.is_closed

        gate.open()
        ended = await engine.until_type(TurnEnded)
        await engine.settle()

        assert ended.result.text == "done"
        assert (len(old.requests), len(new.requests)) == (1, 1)
        assert (old.is_closed, new.is_closed) == (True, False)


async def test_an_unknown_provider_is_refused_and_the_old_choice_stays() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        engine.put(SetModel(model="x", provider="nobody"))
        notice = await engine.until_type(NoticeRaised)
        await engine.play("hi")

        assert notice.level is NoticeLevel.ERROR
        assert "nobody" in notice.text
        assert provider.requests[0].model == "model-a"


async def test_the_models_on_offer_are_listed() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(ListModels())
        listed = await engine.until_type(ModelsListed)

        assert (listed.provider, listed.models) == ("fake", ("model-a", "model-b"))


async def test_a_failing_list_of_models_raises_a_notice() -> None:
    provider = FakeProvider()
    provider.models = unavailable()
    async with an_engine(provider) as engine:
        engine.put(ListModels())

        assert "fake.test" in (await engine.until_type(NoticeRaised)).text


async def test_each_step_tells_which_model_it_asks() -> None:
    async with an_engine(FakeProvider()) as engine:
        await engine.play("hi")

        assert engine.all_of(StepStarted)[0].model == "model-a"
        assert engine.messages[-1].model == "model-a"
