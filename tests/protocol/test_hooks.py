"""Registering hooks: which, where, in which order, and what is refused."""

from __future__ import annotations

import pytest

from agent_tui.errors import ConfigError
from agent_tui.protocol.hook_contexts import ToolCallContext, ToolResultContext
from agent_tui.protocol.hook_points import ANSWERS, REVERSED, HookPoint
from agent_tui.protocol.hooks import Answer, Hooks, Middleware


def names(hooks: Hooks, point: HookPoint) -> list[str]:
    return [hook.name for hook in hooks.at(point)]


def nothing(context: object) -> None:
    return None


@pytest.mark.parametrize("point", list(HookPoint))
def test_hooks_are_called_as_registered_and_backwards_behind_something(point: HookPoint) -> None:
    hooks = Hooks()
    for name in ("first", "second"):
        getattr(hooks, point)(name=name)(nothing)

    assert (names(hooks, point) == ["second", "first"]) == (point in REVERSED)


@pytest.mark.parametrize("point", list(HookPoint))
def test_a_hook_is_a_guard_where_something_is_to_be_decided(point: HookPoint) -> None:
    hooks = Hooks()
    getattr(hooks, point)(nothing)
    getattr(hooks, point)(name="watches", is_guard=False)(nothing)

    guards = {hook.name: hook.is_guard for hook in hooks.at(point)}
    assert guards == {"nothing": point in ANSWERS, "watches": False}


def test_decorators_give_the_function_back_with_or_without_options() -> None:
    hooks = Hooks()

    assert hooks.on_message(nothing) is nothing
    assert hooks.on_message(timeout_s=1)(nothing) is nothing
    assert [hook.timeout_s for hook in hooks.at(HookPoint.MESSAGE)] == [5.0, 1]


@pytest.mark.parametrize(
    ("register", "words"),
    [
        (lambda h: h.before_tool(timeout_s=0), "above 0"),
        (lambda h: h.before_tool(timeout_s=float("inf")), "above 0"),
        (lambda h: h.on_message(is_guard=True), "nothing to decide"),
        (lambda h: h.before_tool(name="mine"), "cannot be called"),
    ],
)
def test_a_hook_that_cannot_work_is_refused_by_name(register: object, words: str) -> None:
    function = "no function" if words == "cannot be called" else nothing

    with pytest.raises(ConfigError, match=words):
        register(Hooks())(function)  # type: ignore[operator]


class Logging(Middleware):
    def before_tool(self, context: ToolCallContext) -> Answer:
        return None

    async def after_tool(self, context: ToolResultContext) -> None:
        return None


def test_of_a_middleware_only_what_it_overrides_is_called() -> None:
    hooks = Hooks()
    hooks.use(Logging(), name="log")

    assert [p for p in HookPoint if hooks.at(p)] == [HookPoint.BEFORE_TOOL, HookPoint.AFTER_TOOL]
    assert names(hooks, HookPoint.BEFORE_TOOL) == ["log"]


def test_middlewares_and_functions_lie_around_each_other_like_skins() -> None:
    hooks = Hooks()
    hooks.use(Logging(), name="outer")
    hooks.before_tool(name="middle")(nothing)
    hooks.use(Logging(), name="inner")

    assert names(hooks, HookPoint.BEFORE_TOOL) == ["outer", "middle", "inner"]
    assert names(hooks, HookPoint.AFTER_TOOL) == ["inner", "outer"]


def test_an_object_of_any_class_will_do_as_middleware() -> None:
    class Foreign:
        def on_exit(self, context: object) -> None:
            return None

    hooks = Hooks()
    hooks.use(Foreign(), is_guard=False)

    assert names(hooks, HookPoint.EXIT) == ["Foreign"]


def test_a_middleware_without_hooks_or_with_a_misspelt_one_is_refused() -> None:
    class Misspelt:
        def before_tools(self, context: object) -> None:
            return None

    with pytest.raises(ConfigError, match="no hook before_tools"):
        Hooks().use(Misspelt())
    with pytest.raises(ConfigError, match="object has no hook"):
        Hooks().use(object())
