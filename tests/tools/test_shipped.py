"""What holds for every shipped tool, and what their import may cost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.protocol.tools import Tool
from agent_tui.tools.shipped import shipped_tools

TOOLS = shipped_tools()
ORDER = (
    "read_file write_file edit_file multi_edit apply_patch list_dir glob grep run_command "
    "command_output kill_command ask_user todo web_fetch"
)
_HEAVY = "tree_sitter psutil pathspec markdownify bs4 httpx2 jsonschema idna difflib urllib.request"
_PROGRAM = """
import sys
from agent_tui.tools.shipped import shipped_tools
specs = [tool.spec for tool in shipped_tools()]
print(*sys.modules)
"""

each_tool = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: str(tool.spec.name))


def schemas_of_parameters(schema: object) -> Iterator[tuple[str, dict[str, object]]]:
    """Name and schema of every parameter, those of inner objects too."""
    match schema:
        case dict():
            properties = schema.get("properties")
            if isinstance(properties, dict):
                yield from properties.items()
            for inner in schema.values():
                yield from schemas_of_parameters(inner)
        case list():
            for inner in schema:
                yield from schemas_of_parameters(inner)


def test_the_tools_are_in_their_order_and_named_once() -> None:
    assert " ".join(tool.spec.name for tool in TOOLS) == ORDER


def test_a_fresh_interpreter_loads_no_heavy_library_for_them() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )

    assert set(_HEAVY.split()).isdisjoint(run.stdout.split())


@each_tool
def test_a_description_is_there_and_short(tool: Tool) -> None:
    assert 40 < len(tool.spec.description) <= 1500


@each_tool
def test_every_parameter_is_described(tool: Tool) -> None:
    silent = [
        name
        for name, schema in schemas_of_parameters(tool.spec.parameters)
        if not schema.get("description")
    ]

    assert silent == []


@each_tool
def test_a_schema_stands_alone_and_takes_nothing_unknown(tool: Tool) -> None:
    schema = tool.spec.parameters

    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert "$ref" not in json.dumps(schema)


@each_tool
@pytest.mark.parametrize(
    "arguments",
    [
        "{",
        "null",
        "[]",
        "1",
        '"text"',
        '{"no such parameter": 1}',
        "\0",
        "\ud800",
        "[" * 50_000,
        '{"a":' * 50_000,
        '{"path": "' + "x" * 10,
        "1" * 5000,
    ],
    ids=range(12),
)
def test_garbage_is_refused_as_invalid_arguments(tool: Tool, arguments: str) -> None:
    with pytest.raises(ToolArgumentsInvalid):
        tool.parsed(arguments)


@each_tool
@settings(max_examples=40)
@given(st.data())
def test_any_text_and_any_object_is_parsed_or_refused(tool: Tool, data: st.DataObject) -> None:
    names = list(tool.spec.parameters["properties"]) or ["none"]  # type: ignore[call-overload]
    value = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
    values = value | st.lists(value, max_size=2) | st.dictionaries(st.text(max_size=4), value)
    objects = st.dictionaries(st.sampled_from(names), values).map(json.dumps)
    text = data.draw(st.text(max_size=40) | objects)

    try:
        arguments = tool.parsed(text)
    except ToolArgumentsInvalid:
        return
    summary = tool.summary(arguments)
    assert summary
    assert "\n" not in summary
    assert isinstance(tool.accesses(arguments, "/proj"), tuple)


@each_tool
def test_a_time_limit_is_a_number_of_seconds(tool: Tool) -> None:
    assert tool.timeout_s >= 0
    assert isinstance(tool.is_read_only, bool)
