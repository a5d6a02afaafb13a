"""The registry: what it takes, what it refuses by name, and that a group is taken whole."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from agent_tui.errors import ToolRegistrationError
from agent_tui.protocol.tools import Tool
from tests.engine.tool_calls.host_tools import SCHEMA, DerivedTool, HostTool

_PROGRAM = """
import sys
from agent_tui.engine.tool_calls.tool_registry import ToolRegistry
from tests.engine.tool_calls.host_tools import DerivedTool
ToolRegistry().register(DerivedTool())
assert "jsonschema" not in sys.modules
"""


def a_registry(*names: str) -> ToolRegistry:
    registry = ToolRegistry()
    registry.register_all(HostTool(name) for name in names)
    return registry


def test_tools_are_found_by_name_and_listed_in_their_order() -> None:
    registry = a_registry("b", "a")

    assert registry.names == ("b", "a")
    assert [spec.name for spec in registry.specs] == ["b", "a"]
    assert registry.find("a") is registry.tools[1]
    assert registry.find("c") is None
    assert registry.find("A") is None


@pytest.mark.parametrize("name", ["", "a b", "a.b", "é", "a\n", "x" * 65, "a/b", "<a>", 3])
def test_a_name_that_a_vendor_would_refuse_is_refused(name: Any) -> None:
    with pytest.raises(ToolRegistrationError, match="1 to 64 letters"):
        a_registry().register(HostTool(name))


@pytest.mark.parametrize("name", ["a", "read_file", "mcp-x_Y9", "x" * 64])
def test_usual_names_are_taken(name: str) -> None:
    assert a_registry(name).names == (name,)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"description": " "}, "no description"),
        ({"description": None}, "no description"),
        ({"parameters": {}}, '"type": "object"'),
        ({"parameters": []}, '"type": "object"'),
        ({"parameters": {"type": "string"}}, '"type": "object"'),
        ({"parameters": {**SCHEMA, "required": "word"}}, "not valid"),
        ({"parameters": {**SCHEMA, "default": object()}}, "cannot be read"),
        ({"parameters": {"type": "object", "properties": {"a": {"type": "txt"}}}}, "not valid"),
        ({"timeout_s": -1}, "timeout_s"),
        ({"timeout_s": float("inf")}, "timeout_s"),
        ({"timeout_s": None}, "timeout_s"),
    ],
)
def test_an_unusable_tool_is_refused_by_name_and_with_the_reason(
    options: dict[str, Any], reason: str
) -> None:
    registry = a_registry("other")

    with pytest.raises(ToolRegistrationError, match=reason) as refused:
        registry.register(HostTool("bad", **options))

    assert refused.value.tool in ("bad", "HostTool")
    assert registry.names == ("other",)


def plain(word: str) -> str:
    return word


@pytest.mark.parametrize("thing", [plain, "read_file", None, 3, HostTool])
def test_what_is_no_tool_is_refused_with_a_way_out(thing: Any) -> None:
    with pytest.raises(ToolRegistrationError, match=r"@tool|cannot be read"):
        a_registry().register(thing)


def test_a_schema_that_contains_itself_is_refused() -> None:
    endless: dict[str, Any] = dict(SCHEMA)
    endless["properties"] = {"a": endless}

    with pytest.raises(ToolRegistrationError, match="cannot be read"):
        a_registry().register(HostTool(parameters=endless))


def test_two_tools_of_one_name_are_refused() -> None:
    registry = a_registry("say")

    with pytest.raises(ToolRegistrationError, match=r'"say".*has this name already') as refused:
        registry.register(HostTool("say"))

    assert refused.value.tool == "say"


def test_a_group_is_taken_whole_or_not_at_all() -> None:
    registry = a_registry("a")

    for group in (
        [HostTool("b"), HostTool("a")],
        [HostTool("b"), HostTool("b")],
        [HostTool("b"), HostTool("c d")],
    ):
        with pytest.raises(ToolRegistrationError):
            registry.register_all(group)

    assert registry.names == ("a",)


def test_an_iterable_that_breaks_leaves_nothing_behind() -> None:
    def tools() -> Iterator[Tool]:
        yield HostTool("b")
        raise RuntimeError("broken")

    registry = a_registry("a")

    with pytest.raises(RuntimeError):
        registry.register_all(tools())

    assert registry.names == ("a",)


def test_what_a_model_is_told_does_not_change_with_the_tools_own_schema() -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {}}
    registry = ToolRegistry()
    registry.register(HostTool(parameters=schema))

    schema["properties"]["late"] = {}

    assert registry.specs[0].parameters == {"type": "object", "properties": {}}


def test_a_staged_copy_shares_nothing_until_it_is_taken() -> None:
    registry = a_registry("a")
    staged = registry.staged()
    staged.register_all([HostTool("b"), HostTool("c")])

    before = registry.names
    registry.take(staged)

    assert (before, registry.names) == (("a",), ("a", "b", "c"))


def test_a_name_taken_meanwhile_refuses_the_whole_copy() -> None:
    registry = a_registry()
    staged = registry.staged()
    staged.register_all([HostTool("a"), HostTool("b")])
    registry.register(HostTool("b"))

    with pytest.raises(ToolRegistrationError, match='"b"'):
        registry.take(staged)

    assert registry.names == ("b",)


def test_an_ended_registry_says_why_it_takes_no_more() -> None:
    registry = a_registry("a")
    registry.end("it is too late")

    with pytest.raises(ToolRegistrationError, match="it is too late"):
        registry.register(HostTool("b"))


def test_many_threads_may_register_at_once() -> None:
    registry = ToolRegistry()
    refused: list[ToolRegistrationError] = []

    def register(number: int) -> None:
        for name in (f"own_{number}", "shared"):
            try:
                registry.register(DerivedTool(name))
            except ToolRegistrationError as error:
                refused.append(error)

    threads = [threading.Thread(target=register, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(registry.names) == {"shared", *(f"own_{number}" for number in range(16))}
    assert len(refused) == 15


def test_a_schema_made_from_types_costs_no_schema_library() -> None:
    subprocess.run([sys.executable, "-c", _PROGRAM], check=True)
