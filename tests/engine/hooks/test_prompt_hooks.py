"""Hooks that look at prompts before any model does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

from agent_tui.engine.turns.inside_turn import session_inside
from agent_tui.protocol.events import NoticeRaised, TurnEnded, TurnStarted
from agent_tui.protocol.hook_contexts import PromptContext
from agent_tui.protocol.hook_events import HookEnded, HookWaiting, PromptRewritten
from agent_tui.protocol.hook_points import HookPoint
from agent_tui.protocol.hooks import Hooks
from agent_tui.protocol.inputs import CancelTurn, RetryTurn, SubmitPrompt
from agent_tui.protocol.messages import ChatMessage, Role
from agent_tui.protocol.prompt_events import PromptDelivered, QueueReturned
from agent_tui.protocol.results import compatibility_text
from agent_tui.protocol.sessions import Delivery
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.storage.session_store import FileSessionStore
from tests.engine.builders import PlayedEngine, an_engine, names, request_texts, texts
from tests.engine.fake_clock import FakeClock
from tests.engine.fake_provider import FakeProvider, Gate, calls, says
from tests.engine.fake_store import FakeStore
from tests.engine.hooks.hook_builders import answering, hangs, stuck_function
from tests.engine.tool_builders import FakeTool, tool_parts


def on_prompt(answer: Any, **options: Any) -> Hooks:
    return answering(HookPoint.PROMPT, answer, **options)


def blocks_one(prompt: PromptContext) -> Any:
    return prompt.block("Not here.") if "secret" in prompt.text else None


def returned(engine: PlayedEngine) -> list[str]:
    return [one.text for event in engine.all_of(QueueReturned) for one in event.prompts]


async def test_a_blocked_prompt_reaches_no_model_then_or_later_and_goes_back() -> None:
    provider = FakeProvider()
    async with an_engine(provider, hooks=on_prompt(blocks_one)) as engine:
        result = await engine.play("my secret")
        assert not provider.requests

        await engine.play("hello")

    assert (result.status, result.reason) == (TurnStatus.BLOCKED, "Not here.")
    assert compatibility_text(result) == "[Blocked by hook] Not here."
    assert [request_texts(request) for request in provider.requests] == [["hello"]]
    assert returned(engine) == ["my secret"]
    assert [one.is_superseded for one in engine.messages if one.role is Role.USER] == [True, False]


async def test_a_blocked_prompt_is_kept_on_disk_and_no_reader_sends_it(tmp_path: Path) -> None:
    store = FileSessionStore(tmp_path / "sessions", tmp_path / "index.db")
    async with an_engine(FakeProvider(), store=store, hooks=on_prompt(blocks_one)) as engine:
        session_id = (await engine.play("my secret")).session_id
        await engine.play("hello")
        await engine.controller.close_sessions("user")

    provider = FakeProvider()
    async with an_engine(provider, store=store, stored_id=session_id) as engine:
        await engine.play("again")

    prompts = [one for one in engine.messages if one.role is Role.USER]
    assert request_texts(provider.requests[0]) == ["hello", "ok", "again"]
    assert [(one.text, one.is_superseded) for one in prompts] == [
        ("my secret", True),
        ("hello", False),
        ("again", False),
    ]


async def test_a_prompt_that_a_hook_stops_is_kept_for_the_next_turn() -> None:
    provider = FakeProvider()
    hooks = on_prompt(lambda prompt: prompt.stop("Later.") if prompt.text == "1" else None)
    async with an_engine(provider, hooks=hooks) as engine:
        result = await engine.play("1")
        assert not provider.requests

        await engine.play("2")

    assert (result.status, result.reason) == (TurnStatus.STOPPED, "Later.")
    assert compatibility_text(result) == "[Hook stopped] Later."
    assert request_texts(provider.requests[0]) == ["1\n\n2"]
    assert not returned(engine)


async def test_a_rewritten_prompt_is_what_model_history_and_screen_get() -> None:
    provider, store = FakeProvider(), FakeStore()
    hooks = on_prompt(lambda prompt: prompt.rewrite(prompt.text.upper()))
    hooks.on_prompt_submit(lambda prompt: prompt.rewrite(f"{prompt.text}!"))
    async with an_engine(provider, store=store, hooks=hooks) as engine:
        await engine.play("hi")

    started, rewritten = engine.all_of(TurnStarted)[0], engine.all_of(PromptRewritten)[0]
    assert started.prompt.text == "hi"
    assert (rewritten.prompt.text, rewritten.prompt.id) == ("HI!", started.prompt.id)
    assert request_texts(provider.requests[0]) == ["HI!"]
    assert texts(engine.messages)[0] == "HI!"
    written = [value for name, value in store.only_journal.entries if name == "message"]
    assert [(one.text, one.is_superseded) for one in written if isinstance(one, ChatMessage)][
        :2
    ] == [("hi", True), ("HI!", False)]


async def test_until_the_hooks_have_passed_it_a_prompt_is_written_as_not_to_be_sent() -> None:
    store, clock = FakeStore(), FakeClock()
    async with an_engine(
        FakeProvider(), store=store, clock=clock, hooks=on_prompt(hangs)
    ) as engine:
        engine.submit("hi")
        while not clock.waits:  # until the hook is waited for
            await engine.settle()

        (message,) = [value for name, value in store.only_journal.entries if name == "message"]
        assert isinstance(message, ChatMessage)
        assert (message.text, message.is_superseded) == ("hi", True)


async def test_a_hook_that_takes_time_is_named_and_a_cancel_does_not_wait_for_it() -> None:
    provider, clock = FakeProvider(), FakeClock()
    hooks = on_prompt(lambda prompt: hangs(prompt) if prompt.text == "1" else None)
    async with an_engine(provider, clock=clock, hooks=hooks) as engine:
        engine.submit("1")
        await engine.settle()
        assert not engine.all_of(HookWaiting)
        clock.advance(0.3)
        waiting = await engine.until_type(HookWaiting)

        engine.put(CancelTurn(reason="user"))
        result = (await engine.until_type(TurnEnded)).result
        await engine.play("2")

    assert (waiting.name, waiting.point) == ("mine", "on_prompt_submit")
    assert len(engine.all_of(HookEnded)) == 1
    assert returned(engine) == ["1"]
    assert result.status is TurnStatus.CANCELLED
    assert [request_texts(request) for request in provider.requests] == [["2"]]


async def test_a_cancel_leaves_a_stuck_function_behind_in_its_thread() -> None:
    provider, clock = FakeProvider(), FakeClock()
    with stuck_function() as stuck:
        async with an_engine(provider, clock=clock, hooks=on_prompt(stuck)) as engine:
            engine.submit("1")
            await engine.settle()
            clock.advance(0.3)
            await engine.until_type(HookWaiting)
            engine.put(CancelTurn(reason="user"))

            assert (await engine.until_type(TurnEnded)).result.status is TurnStatus.CANCELLED

    assert not provider.requests


async def test_a_blocked_prompt_cannot_be_run_again() -> None:
    provider = FakeProvider()
    async with an_engine(provider, hooks=on_prompt(blocks_one)) as engine:
        await engine.play("secret")
        engine.put(RetryTurn())

        notice = await engine.until_type(NoticeRaised)

    assert notice.title == "Nothing to run again"
    assert not provider.requests


@pytest.mark.parametrize("decision", ["block", "stop"])
async def test_a_prompt_that_would_join_a_turn_is_looked_at_first(decision: str) -> None:
    def looks(prompt: PromptContext) -> Any:
        wanted = prompt.is_steering and prompt.text == "secret"
        return getattr(prompt, decision)("Not here.") if wanted else None

    gate = Gate()
    provider = FakeProvider((gate, *calls("look")), says("done"))
    parts = tool_parts(FakeTool("look"))
    async with an_engine(provider, tools=parts, hooks=on_prompt(looks)) as engine:
        engine.submit("go")
        await gate.reached()
        for text in ("secret", "fine"):
            prompt = SubmitPrompt(prompt_id=text, text=text, delivery=Delivery.STEER)
            engine.put(prompt)
        await engine.settle()
        gate.open()
        result = (await engine.until_type(TurnEnded)).result

    delivered = [event.prompt.text for event in engine.all_of(PromptDelivered)]
    if decision == "block":
        assert (result.status, delivered, returned(engine)) == (
            TurnStatus.OK,
            ["fine"],
            ["secret"],
        )
    else:
        assert (result.status, delivered, returned(engine)) == (
            TurnStatus.STOPPED,
            [],
            ["secret", "fine"],
        )
    sent = [text for request in provider.requests for text in request_texts(request)]
    assert "secret" not in sent


async def test_observers_are_told_of_each_prompt_and_which_was_the_first() -> None:
    seen: list[tuple[str, bool, list[str]]] = []
    hooks = Hooks()

    @hooks.on_message
    async def note(message: PromptContext) -> None:
        seen.append((message.text, message.is_bootstrap, texts(message.messages)))

    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        await engine.play("1")
        await engine.play("2")

    assert seen == [("1", True, ["1"]), ("2", False, ["1", "ok", "2"])]


async def test_a_session_has_not_begun_while_its_prompts_are_blocked() -> None:
    seen: list[tuple[str, bool]] = []
    hooks = on_prompt(blocks_one)
    hooks.on_message(lambda message: seen.append((message.text, message.is_bootstrap)))
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        for text in ("secret", "1", "2"):
            await engine.play(text)

    assert seen == [("1", True), ("2", False)]


async def test_a_session_that_is_opened_again_begins_with_its_history(tmp_path: Path) -> None:
    store = FileSessionStore(tmp_path / "sessions", tmp_path / "index.db")
    async with an_engine(FakeProvider(), store=store) as engine:
        session_id = (await engine.play("1")).session_id
        await engine.controller.close_sessions("user")
    seen: list[tuple[bool, list[str]]] = []
    hooks = answering(
        HookPoint.MESSAGE, lambda ctx: seen.append((ctx.is_bootstrap, texts(ctx.messages)))
    )

    async with an_engine(FakeProvider(), store=store, stored_id=session_id, hooks=hooks) as engine:
        await engine.play("2")

    assert seen == [(True, ["1", "ok", "2"])]


async def test_hooks_and_tools_know_for_which_session_they_work() -> None:
    inside: list[str] = []

    async def looks(arguments: Any, context: ToolContext) -> ToolResult:
        inside.append(session_inside())
        return ToolResult(text="done")

    hooks = on_prompt(lambda prompt: inside.append(session_inside()))
    provider = FakeProvider(calls("look"))
    async with an_engine(
        provider, tools=tool_parts(FakeTool("look", looks)), hooks=hooks
    ) as engine:
        result = await engine.play("go")

    assert inside == [result.session_id, result.session_id]
    assert session_inside() == ""


async def test_a_turn_without_hooks_is_told_as_one_with_hooks_that_pass() -> None:
    told = []
    for hooks in (None, on_prompt(lambda _: None)):
        async with an_engine(FakeProvider(), hooks=hooks) as engine:
            await engine.play("hi")
            await engine.settle()
            told.append(names(engine.events))

    assert sorted(told[0]) == sorted(told[1])


async def test_the_title_is_made_of_what_the_model_gets() -> None:
    hooks = on_prompt(blocks_one)
    hooks.on_prompt_submit(lambda prompt: prompt.rewrite("Something harmless"))
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        await engine.play("my secret")
        assert engine.controller.sessions[0].title == ""

        await engine.play("hello")

        assert engine.controller.sessions[0].title == "Something harmless"


async def test_many_stuck_functions_do_not_fill_the_process_with_threads() -> None:
    import threading

    clock = FakeClock()
    with stuck_function() as stuck:
        before = threading.active_count()
        hooks = on_prompt(stuck, timeout_s=0.2)
        async with an_engine(FakeProvider(), clock=clock, hooks=hooks) as engine:
            for number in range(40):
                engine.submit(str(number))
                await engine.until_type(TurnStarted)
                while not clock.waits:
                    await anyio.lowlevel.checkpoint()
                clock.advance(0.2)
                assert (await engine.until_type(TurnEnded)).result.status is TurnStatus.BLOCKED

        assert threading.active_count() <= before + 33
