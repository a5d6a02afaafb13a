"""The callback with which a host registers tools: any form, all or nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import anyio
import pytest

from agent_tui.engine.tool_calls.registration import run_registration
from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from agent_tui.errors import ToolRegistrationError
from agent_tui.protocol.tools import Tool
from tests.engine.tool_calls.host_tools import HostTool


class Questions:
    pass


class Permissions:
    pass


def run(callback: Any, registry: ToolRegistry) -> None:
    run_registration(callback, registry, Questions(), Permissions())


def a_registry() -> ToolRegistry:
    registry = ToolRegistry()
    registry.register(HostTool("first"))
    return registry


def registers(registry: ToolRegistry, questions: Questions, permissions: Permissions) -> None:
    registry.register(HostTool("a"))
    registry.register(HostTool("b"))


def gives_back(
    registry: ToolRegistry, questions: Questions, permissions: Permissions
) -> Sequence[Tool]:
    return [HostTool("a"), HostTool("b")]


def yields(
    registry: ToolRegistry, questions: Questions, permissions: Permissions
) -> Iterator[Tool]:
    registry.register(HostTool("a"))
    yield HostTool("b")


async def waits(
    registry: ToolRegistry, questions: Questions, permissions: Permissions
) -> Sequence[Tool]:
    await anyio.lowlevel.checkpoint()
    registry.register(HostTool("a"))
    return [HostTool("b")]


@pytest.mark.parametrize("callback", [registers, gives_back, yields, waits])
def test_a_callback_registers_or_gives_back_tools(callback: Any) -> None:
    registry = a_registry()

    run(callback, registry)

    assert registry.names == ("first", "a", "b")


async def test_an_asynchronous_callback_runs_to_its_end_beside_a_running_loop() -> None:
    threads: list[threading.Thread] = []

    async def callback(registry: ToolRegistry, *rest: object) -> None:
        await anyio.lowlevel.checkpoint()
        threads.append(threading.current_thread())
        registry.register(HostTool("a"))

    registry = a_registry()
    run(callback, registry)

    assert registry.names == ("first", "a")
    assert threads != [threading.current_thread()]


def test_the_registries_of_prompts_are_handed_over() -> None:
    seen: list[object] = []
    questions, permissions = Questions(), Permissions()

    def callback(registry: ToolRegistry, asks: Questions, permits: Permissions) -> None:
        seen.extend((asks, permits))

    run_registration(callback, ToolRegistry(), questions, permissions)

    assert seen == [questions, permissions]


def fails(registry: ToolRegistry, *rest: object) -> None:
    registry.register(HostTool("a"))
    raise ValueError("no such model")


async def fails_later(registry: ToolRegistry, *rest: object) -> None:
    fails(registry)


def fails_between(registry: ToolRegistry, *rest: object) -> Iterator[Tool]:
    yield HostTool("a")
    raise ValueError("no such model")


@pytest.mark.parametrize("callback", [fails, fails_later, fails_between])
def test_whatever_a_callback_raises_registers_nothing(callback: Any) -> None:
    registry = a_registry()

    with pytest.raises(ToolRegistrationError, match="ValueError: no such model") as failed:
        run(callback, registry)

    assert isinstance(failed.value.__cause__, ValueError)
    assert failed.value.tool == ""
    assert registry.names == ("first",)


async def test_a_failure_beside_a_running_loop_is_told_as_well() -> None:
    with pytest.raises(ToolRegistrationError, match="ValueError: no such model"):
        run(fails_later, a_registry())


@pytest.mark.parametrize("name", ["first", "not valid"])
def test_one_bad_tool_refuses_all_and_is_named(name: str) -> None:
    registry = a_registry()

    with pytest.raises(ToolRegistrationError) as refused:
        run(lambda *_: [HostTool("a"), HostTool(name)], registry)

    assert refused.value.tool == name
    assert registry.names == ("first",)


def test_a_callback_that_catches_a_refusal_still_registers_the_rest() -> None:
    def callback(registry: ToolRegistry, *rest: object) -> Sequence[Tool]:
        with pytest.raises(ToolRegistrationError):
            registry.register(HostTool("first"))
        return [HostTool("a")]

    registry = a_registry()
    run(callback, registry)

    assert registry.names == ("first", "a")


@pytest.mark.parametrize("returned", [3, HostTool("a"), "ab", {"a": 1}])
def test_what_is_no_group_of_tools_is_refused(returned: object) -> None:
    with pytest.raises(ToolRegistrationError):
        run(lambda *_: returned, a_registry())


def test_a_tool_registered_after_the_callback_is_refused_instead_of_lost() -> None:
    kept: list[ToolRegistry] = []
    run(lambda registry, *_: kept.append(registry), a_registry())

    with pytest.raises(ToolRegistrationError, match="registration is over"):
        kept[0].register(HostTool("late"))


def test_a_callback_that_takes_other_arguments_is_told_so() -> None:
    with pytest.raises(ToolRegistrationError, match="TypeError"):
        run(lambda registry: None, a_registry())
