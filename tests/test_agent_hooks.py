"""Hooks through the headless door."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui import (
    Agent,
    AgentTui,
    CallWouldDeadlock,
    HookAnswer,
    HookFailed,
    Hooks,
    LeavingContext,
    MemorySessionStore,
    Middleware,
    PromptContext,
    ScriptedProvider,
    SessionContext,
    StartedContext,
    ToolCallContext,
    TurnStatus,
    calls,
    says,
    tool,
)
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.tui.screen_run import ScreenRun


class Diary(Middleware):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def on_started(self, context: StartedContext) -> None:
        assert context.session is not None
        self.lines.append("started")

    async def on_session_start(self, context: SessionContext) -> None:
        self.lines.append("session start")

    async def on_message(self, context: PromptContext) -> None:
        self.lines.append(f"{context.text} {context.is_bootstrap}")

    def before_tool(self, context: ToolCallContext) -> HookAnswer | None:
        self.lines.append(context.name)
        return context.block("Not now.") if context.parsed.get("path") == "x" else None

    def on_session_end(self, context: SessionContext) -> None:
        self.lines.append("session end")

    async def on_cleanup(self, context: SessionContext) -> None:
        self.lines.append("cleanup")

    def on_exit(self, context: LeavingContext) -> None:
        self.lines.append(f"exit {len(context.sessions)}")


@tool
def look(path: str) -> str:
    """Look at a file.

    Args:
        path: the file.
    """
    return f"content of {path}"


async def test_a_middleware_sees_the_life_of_an_agent_in_order() -> None:
    hooks, diary = Hooks(), Diary()
    hooks.use(diary)
    provider = ScriptedProvider([*calls("look", path="x")], [says("fine")], [says("bye")])
    async with Agent(provider=provider, tools=[look], hooks=hooks) as agent:
        first = await agent.run_turn("one")
        await agent.run_turn("two")

    assert first.text == "fine"
    assert sorted(diary.lines[:2]) == ["session start", "started"]
    assert diary.lines[2:] == [
        "one True",
        "look",
        "two False",
        "session end",
        "cleanup",
        "exit 1",
    ]


def test_chat_says_by_its_text_what_hooks_did() -> None:
    hooks = Hooks()

    @hooks.on_prompt_submit
    def decides(prompt: PromptContext) -> HookAnswer | None:
        if prompt.text == "a":
            return prompt.block("No.")
        return prompt.stop("Later.") if prompt.text == "b" else None

    with Agent(provider=ScriptedProvider([says("hello")]), hooks=hooks) as agent:
        answers = [agent.chat(text) for text in ("a", "b", "c")]

    assert answers == ["[Blocked by hook] No.", "[Hook stopped] Later.", "hello"]


async def test_a_hook_that_waits_for_its_own_agent_is_told_that_it_would_wait_for_ever() -> None:
    hooks, errors = Hooks(), list[Exception]()
    agent = Agent(provider=ScriptedProvider([says("hello")]), hooks=hooks)

    @hooks.on_message
    async def asks(prompt: PromptContext) -> None:
        try:
            await agent.run_turn("and you?")
        except CallWouldDeadlock as error:
            errors.append(error)

    @hooks.on_message
    def asks_in_a_thread(prompt: PromptContext) -> None:
        try:
            agent.chat("and you?")
        except CallWouldDeadlock as error:
            errors.append(error)

    async with agent:
        result = await agent.run_turn("hi")

    assert (result.text, len(errors)) == ("hello", 2)


async def test_an_agent_whose_guard_of_the_start_fails_does_not_start_and_frees_its_session() -> (
    None
):
    store = MemorySessionStore()
    async with Agent(provider=ScriptedProvider([says("a")]), store=store) as agent:
        session_id = (await agent.run_turn("hi")).session_id
    hooks = Hooks()

    @hooks.on_started(name="key check", is_guard=True)
    def checks(context: StartedContext) -> None:
        raise PermissionError("no key")

    with pytest.raises(HookFailed, match=r'"key check" \(on_started\) raised PermissionError'):
        async with Agent(provider=ScriptedProvider(), store=store, resume=session_id, hooks=hooks):
            pass

    later = ScriptedProvider([says("b")])
    async with Agent(provider=later, store=store, resume=session_id) as agent:
        result = await agent.run_turn("again")
    assert (result.status, result.text) == (TurnStatus.OK, "b")


async def test_agents_may_share_hooks_and_each_knows_its_session() -> None:
    hooks, seen = Hooks(), set[str]()
    hooks.on_message(lambda prompt: seen.add(prompt.session_id))
    one = Agent(provider=ScriptedProvider([says("a")]), hooks=hooks)
    two = Agent(provider=ScriptedProvider([says("b")]), hooks=hooks)
    async with one, two:
        results = [await agent.run_turn("hi") for agent in (one, two)]

    assert seen == {result.session_id for result in results}


def test_a_full_screen_application_calls_the_hooks_it_was_given(tmp_path: Path) -> None:
    hooks, diary = Hooks(), Diary()
    hooks.use(diary)
    app = AgentTui(name="notes").set_provider(ScriptedProvider()).set_hooks(hooks)
    app.set_folders(config=tmp_path, data=tmp_path, logs=tmp_path)
    run = ScreenRun(app._plan, app._stages)
    run._runtime.start()
    run._runtime.wait_until_ready()
    run._runtime.request_exit(ExitReason.USER)
    run._leave()

    assert sorted(diary.lines[:2]) == ["session start", "started"]
    assert diary.lines[2:] == ["session end", "cleanup", "exit 1"]
