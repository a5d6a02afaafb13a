"""Guards that fail, and observers that do: at every point, in every way."""

from __future__ import annotations

import anyio
import anyio.lowlevel
import pytest

from agent_tui.config.engine_options import EngineOptions
from agent_tui.engine.asking.question_registry import QuestionRegistry
from agent_tui.engine.hooks.hook_runner import TOLD_AFTER_S
from agent_tui.protocol.events import NoticeRaised, TurnEnded
from agent_tui.protocol.hook_events import HookWaiting
from agent_tui.protocol.hook_points import ANSWERS, HookPoint
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.status import TurnStatus
from tests.engine.builders import PlayedEngine, an_engine
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, calls, says
from tests.engine.hooks.hook_builders import BAD, answering, let_time_pass
from tests.engine.tool_builders import FakeTool, result_texts, tool_parts

IN_A_TURN = [point for point in ANSWERS if point is not HookPoint.BEFORE_COMPACTION]
OBSERVED = [HookPoint.SESSION_START, HookPoint.MESSAGE, *IN_A_TURN]


class Play:
    """A turn with a call, cut off after its second step, with one hook."""

    def __init__(self, point: HookPoint, failure: str, *, is_guard: bool) -> None:
        self.clock, self.tool = FakeClock(), FakeTool("look")
        self.provider = FakeProvider(calls("look"), calls("look"), says("never"))
        self.failure, self.point = failure, point
        self.hooks = answering(point, BAD[failure][0], is_guard=is_guard)

    async def run(self) -> tuple[PlayedEngine, TurnResult]:
        async with an_engine(
            self.provider,
            clock=self.clock,
            options=EngineOptions(cwd="/project", max_iterations=2),
            tools=tool_parts(self.tool, questions=QuestionRegistry(can_ask=False)),
            hooks=self.hooks,
        ) as engine:
            async with anyio.create_task_group() as tasks:
                if self.failure == "hangs":
                    tasks.start_soon(self._pass_time)
                result = await engine.play("do it")
                tasks.cancel_scope.cancel()
            return engine, result

    async def _pass_time(self) -> None:
        """Until the next who waits for it is due, again and again."""
        while True:
            await anyio.lowlevel.checkpoint()
            if self.clock.waits:
                self.clock.advance(min(self.clock.waits))


@pytest.mark.parametrize("failure", BAD)
@pytest.mark.parametrize(
    ("point", "status", "requests", "runs"),
    [
        (HookPoint.PROMPT, TurnStatus.BLOCKED, 0, 0),
        (HookPoint.BEFORE_MODEL, TurnStatus.STOPPED, 0, 0),
        (HookPoint.AFTER_MODEL, TurnStatus.STOPPED, 1, 0),
        (HookPoint.BEFORE_TOOL, TurnStatus.MAX_ITERATIONS, 2, 0),
        (HookPoint.AFTER_TOOL, TurnStatus.MAX_ITERATIONS, 2, 2),
        (HookPoint.MAX_ITERATIONS, TurnStatus.STOPPED, 2, 2),
    ],
)
async def test_a_guard_that_fails_lets_nothing_pass_and_is_named(
    point: HookPoint, failure: str, status: TurnStatus, requests: int, runs: int
) -> None:
    play = Play(point, failure, is_guard=True)

    engine, result = await play.run()

    told = result.reason if status is not TurnStatus.MAX_ITERATIONS else result_texts(engine)[0]
    assert (result.status, len(play.provider.requests), len(play.tool.runs)) == (
        status,
        requests,
        runs,
    )
    assert f'The hook "mine" ({point}) {BAD[failure][1]}' in told
    assert "secret" not in told


@pytest.mark.parametrize("failure", BAD)
@pytest.mark.parametrize("point", OBSERVED)
async def test_an_observer_that_fails_changes_nothing_and_is_told_once(
    point: HookPoint, failure: str
) -> None:
    play = Play(point, failure, is_guard=False)

    engine, result = await play.run()

    notices = [one.text for one in engine.all_of(NoticeRaised) if one.title == "A hook failed"]
    assert result.status is TurnStatus.MAX_ITERATIONS
    assert (len(play.provider.requests), len(play.tool.runs)) == (2, 2)
    assert len(notices) == (failure != "nonsense")
    assert all(BAD[failure][1] in text for text in notices)


async def test_an_observer_whose_answer_would_matter_is_told_that_it_does_not() -> None:
    provider = FakeProvider(says("hello"))
    hooks = answering(HookPoint.PROMPT, lambda prompt: prompt.block("No."), is_guard=False)
    async with an_engine(provider, hooks=hooks) as engine:
        result = await engine.play("hi")

    notice = engine.all_of(NoticeRaised)[0]
    assert result.text == "hello"
    assert "gave an answer, but is no guard" in notice.text


async def test_one_failing_hook_does_not_keep_the_others_from_being_called() -> None:
    seen: list[str] = []
    hooks = answering(HookPoint.MESSAGE, BAD["raises"][0])
    hooks.on_message(lambda message: seen.append(message.text))
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        await engine.play("hi")

    assert seen == ["hi"]


async def test_a_guard_with_a_limit_of_its_own_is_waited_for_no_longer() -> None:
    clock = FakeClock()
    hooks = answering(HookPoint.PROMPT, BAD["hangs"][0], timeout_s=TOLD_AFTER_S)
    async with an_engine(FakeProvider(), clock=clock, hooks=hooks) as engine:
        engine.submit("hi")
        await engine.settle()
        clock.advance(TOLD_AFTER_S)

        result = (await engine.until_type(TurnEnded)).result

    assert result.status is TurnStatus.BLOCKED
    assert not engine.all_of(HookWaiting)  # it was too short to be told


async def test_the_agent_is_usable_after_a_guard_hung() -> None:
    clock, provider = FakeClock(), FakeProvider(says("fine"))
    hooks = answering(HookPoint.PROMPT, lambda p: BAD["hangs"][0](p) if p.text == "1" else None)
    async with an_engine(provider, clock=clock, hooks=hooks) as engine:
        engine.submit("1")
        await engine.settle()
        clock.advance(TOLD_AFTER_S)
        await let_time_pass(engine, clock)
        await engine.until_type(TurnEnded)

        assert (await engine.play("2")).text == "fine"
