"""The engine tells which hooks are registered."""

from __future__ import annotations

from agent_tui.protocol.hook_events import HookInfo, HooksListed
from agent_tui.protocol.hook_inputs import ListHooks
from agent_tui.protocol.hooks import Hooks
from tests.engine.builders import an_engine
from tests.engine.fake_provider import FakeProvider
from tests.engine.hooks.hook_builders import raises


async def test_hooks_are_listed_by_the_order_of_a_life_and_of_their_calls() -> None:
    hooks = Hooks()
    hooks.after_tool(name="inner")(raises)
    hooks.after_tool(name="outer", timeout_s=2, is_guard=False)(raises)
    hooks.on_started(name="first")(raises)
    async with an_engine(FakeProvider(), hooks=hooks) as engine:
        engine.put(ListHooks())
        listed = await engine.until_type(HooksListed)

    assert listed.hooks == (
        HookInfo(point="on_started", name="first", timeout_s=5),
        HookInfo(point="after_tool", name="outer", timeout_s=2),
        HookInfo(point="after_tool", name="inner", timeout_s=5, is_guard=True),
    )


async def test_an_engine_without_hooks_lists_none() -> None:
    async with an_engine(FakeProvider()) as engine:
        engine.put(ListHooks())

        assert (await engine.until_type(HooksListed)).hooks == ()
