"""Prompts that join the running turn at its next request."""

from __future__ import annotations

import anyio
import pytest

from agent_tui.errors import AuthenticationFailed
from agent_tui.protocol.events import QueueChanged, TurnEnded, TurnStarted
from agent_tui.protocol.inputs import CancelTurn, ReleaseQueue, RetryTurn, SteerQueued, SubmitPrompt
from agent_tui.protocol.messages import Role
from agent_tui.protocol.prompt_events import PromptDelivered, QueueReturned
from agent_tui.protocol.sessions import Delivery, QueueOnStop
from agent_tui.protocol.tools import ToolContext, ToolResult
from tests.engine.builders import PlayedEngine, an_engine, names, request_texts, texts
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.tool_builders import FakeTool, calls_all, tool_parts


class SlowTool(FakeTool):
    """A read-only tool that waits until the test lets it go on."""

    def __init__(self, name: str = "slow") -> None:
        super().__init__(name, self._wait, is_read_only=True)
        self.begun, self.go_on = anyio.Event(), anyio.Event()

    async def _wait(self, arguments: dict[str, object], context: ToolContext) -> ToolResult:
        self.begun.set()
        await self.go_on.wait()
        return ToolResult(text="done")


def steer(engine: PlayedEngine, text: str) -> None:
    engine.put(SubmitPrompt(prompt_id=text, text=text, delivery=Delivery.STEER))


def waiting(engine: PlayedEngine) -> list[tuple[str, Delivery]]:
    return [(one.text, one.delivery) for one in engine.all_of(QueueChanged)[-1].prompts]


async def test_steering_prompts_join_the_turn_behind_its_tool_calls_in_their_order() -> None:
    tool, provider = SlowTool(), FakeProvider(calls_all("slow", "slow"), says("Done."))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        await tool.begun.wait()
        steer(engine, "use tabs")
        steer(engine, "and be quick")
        await engine.settle()
        assert waiting(engine) == [("use tabs", Delivery.STEER), ("and be quick", Delivery.STEER)]

        tool.go_on.set()
        await engine.until_type(TurnEnded)
        await engine.settle()

        roles = [message.role for message in provider.requests[1].messages]
        assert roles == [Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL, Role.USER]
        assert request_texts(provider.requests[1])[-1] == "use tabs\n\nand be quick"
        assert texts(engine.messages)[-3:] == ["use tabs", "and be quick", "Done."]
        assert len(engine.all_of(TurnStarted)) == 1
        assert waiting(engine) == []


async def test_a_steering_prompt_is_told_inside_the_turn_that_it_joins() -> None:
    tool, provider = SlowTool(), FakeProvider(calls("slow"), says("Done."))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        await tool.begun.wait()
        steer(engine, "use tabs")
        await engine.settle()
        tool.go_on.set()
        await engine.until_type(TurnEnded)

        (started,), (delivered,) = engine.all_of(TurnStarted), engine.all_of(PromptDelivered)
        assert delivered.turn_id == delivered.prompt.turn_id == started.turn_id
        told = names(engine.events)
        at = told.index("PromptDelivered")
        assert told[at - 1 : at + 3] == [
            "ToolCallEnded",
            "PromptDelivered",
            "QueueChanged",
            "StepStarted",
        ]


async def test_a_prompt_that_steers_while_the_answer_streams_starts_the_next_turn() -> None:
    gate = Gate()
    provider = FakeProvider((gate, *says("one")))
    async with an_engine(provider) as engine:
        engine.submit("first")
        await gate.reached()
        engine.submit("queued")
        steer(engine, "steering")
        await engine.settle()
        gate.open()
        await engine.settle()

        assert texts(engine.messages) == ["first", "one", "steering", "ok", "queued", "ok"]
        assert [one.prompt.text for one in engine.all_of(TurnStarted)] == [
            "first",
            "steering",
            "queued",
        ]


async def test_a_prompt_that_steers_no_turn_is_a_normal_prompt() -> None:
    provider = FakeProvider()
    async with an_engine(provider) as engine:
        steer(engine, "hello")
        await engine.until_type(TurnEnded)

        assert texts(engine.messages) == ["hello", "ok"]
        assert engine.all_of(PromptDelivered) == []


async def test_a_queued_prompt_can_be_sent_as_steering_and_unknown_ones_change_nothing() -> None:
    tool, provider = SlowTool(), FakeProvider(calls("slow"), says("Done."))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        await tool.begun.wait()
        engine.submit("later", prompt_id="later")
        engine.submit("now", prompt_id="now")
        engine.put(SteerQueued(prompt_id="now"))
        engine.put(SteerQueued(prompt_id="now"))
        engine.put(SteerQueued(prompt_id="gone"))
        await engine.settle()
        assert waiting(engine) == [("now", Delivery.STEER), ("later", Delivery.QUEUE)]

        tool.go_on.set()
        await engine.until_type(TurnEnded)
        assert request_texts(provider.requests[1])[-1] == "now"


async def test_a_held_prompt_that_is_to_steer_is_sent_at_once_and_the_others_stay_held() -> None:
    gate = Gate()
    async with an_engine(FakeProvider((gate,))) as engine:
        engine.submit("first")
        await gate.reached()
        engine.submit("a", prompt_id="a")
        engine.submit("b", prompt_id="b")
        await engine.settle()
        engine.put(CancelTurn())
        await engine.until_type(TurnEnded)

        engine.put(SteerQueued(prompt_id="b"))
        await engine.settle()

        assert [one.prompt.text for one in engine.all_of(TurnStarted)] == ["first", "b"]
        changed = engine.all_of(QueueChanged)[-1]
        assert ([one.text for one in changed.prompts], changed.is_held) == (["a"], True)


@pytest.mark.parametrize("queue", list(QueueOnStop))
async def test_a_stop_never_loses_what_waits(queue: QueueOnStop) -> None:
    gate = Gate()
    async with an_engine(FakeProvider((gate,))) as engine:
        engine.submit("first")
        await gate.reached()
        engine.submit("queued")
        steer(engine, "steering")
        await engine.settle()

        engine.put(CancelTurn(queue=queue))
        await engine.settle()

        sent = [one.prompt.text for one in engine.all_of(TurnStarted)][1:]
        returned = [one.text for event in engine.all_of(QueueReturned) for one in event.prompts]
        changed = engine.all_of(QueueChanged)[-1]
        held = [one.text for one in changed.prompts]
        both = ["steering", "queued"]
        assert (sent, returned, held) == {
            QueueOnStop.KEEP: ([], [], both),
            QueueOnStop.RESTORE: ([], both, []),
            QueueOnStop.SEND: (both, [], []),
        }[queue]
        assert changed.is_held is (queue is QueueOnStop.KEEP)
        assert all(one.delivery is Delivery.QUEUE for one in changed.prompts)


async def test_a_failed_turn_holds_the_prompts_that_were_to_steer_it() -> None:
    failure = AuthenticationFailed("The key is wrong.", provider="fake")
    gate = Gate()
    async with an_engine(FakeProvider((gate, failure))) as engine:
        engine.submit("go")
        await gate.reached()
        steer(engine, "steering")
        await engine.settle()
        gate.open()
        await engine.until_type(TurnEnded)
        await engine.settle()
        assert waiting(engine) == [("steering", Delivery.QUEUE)]

        engine.put(ReleaseQueue())
        await engine.settle()
        assert texts(engine.messages) == ["go", "steering", "ok"]


async def test_after_a_failure_the_steered_turn_is_run_again_from_the_steering_prompt() -> None:
    tool = SlowTool()
    failure = AuthenticationFailed("The key is wrong.", provider="fake")
    provider = FakeProvider(calls("slow"), (failure,), says("Done."))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        await tool.begun.wait()
        steer(engine, "use tabs")
        await engine.settle()
        tool.go_on.set()
        await engine.until_type(TurnEnded)
        engine.put(RetryTurn())
        await engine.until_type(TurnEnded)

        roles = [message.role for message in provider.requests[2].messages]
        assert roles == [Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER]
        assert texts(engine.messages) == ["go", "", "", "use tabs", "Done."]


async def test_a_steering_prompt_is_written_before_it_leaves_the_queue_and_before_the_request() -> (
    None
):
    tool, store = SlowTool(), FakeStore()
    gate = Gate()
    provider = FakeProvider(calls("slow"), (gate, *says("Done.")))
    async with an_engine(provider, tools=tool_parts(tool), store=store) as engine:
        engine.submit("go")
        await tool.begun.wait()
        steer(engine, "use tabs")
        await engine.settle()
        tool.go_on.set()
        await gate.reached()

        journal = store.only_journal
        assert [one.text for one in journal.messages][-1] == "use tabs"
        message = next(
            at for at, entry in enumerate(journal.entries) if entry[1] in engine.messages[-1:]
        )
        assert ("queue", ()) in journal.entries[message:]
        assert journal.synced_count > message
        gate.open()
        await engine.until_type(TurnEnded)


async def test_a_late_subscriber_sees_the_steering_prompt_inside_the_running_turn() -> None:
    tool, gate = SlowTool(), Gate()
    provider = FakeProvider(calls("slow"), (gate, *says("Done.")))
    async with an_engine(provider, tools=tool_parts(tool)) as engine:
        engine.submit("go")
        await tool.begun.wait()
        steer(engine, "use tabs")
        await engine.settle()
        tool.go_on.set()
        await gate.reached()
        await engine.settle()

        late = names(await engine.hub.subscribe().receive())

        assert late.index("TurnStarted") < late.index("ToolCallEnded")
        assert late.index("ToolCallEnded") < late.index("PromptDelivered")
        gate.open()
        await engine.until_type(TurnEnded)
