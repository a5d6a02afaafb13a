"""How a turn goes when nothing goes wrong."""

from __future__ import annotations

from agent_tui.protocol.events import TurnStarted
from agent_tui.protocol.status import TurnStatus
from tests.engine.builders import an_engine, names
from tests.engine.fake_provider import FakeProvider, says


async def test_a_prompt_streams_its_answer_and_ends_with_one_result() -> None:
    async with an_engine(FakeProvider(says("Hel", "lo"))) as engine:
        result = await engine.play("hi")

        assert names(engine.events[engine.events.index(engine.all_of(TurnStarted)[0]) :]) == [
            "TurnStarted",
            "SessionInfoChanged",
            "StepStarted",
            "PartAdded",
            "PartDelta",
            "PartEnded",
            "StepEnded",
            "TurnEnded",
        ]
        assert (result.status, result.text) == (TurnStatus.OK, "Hello")
