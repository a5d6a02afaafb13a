"""Tools from a ready schema: what is taken, what is refused, and nothing is loaded from outside."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_tui.errors import ToolArgumentsInvalid, ToolRegistrationError
from agent_tui.protocol.permissions import DomainAccess, ToolAccess
from agent_tui.protocol.tools import Tool
from agent_tui.tools.schema_tool import SchemaTool
from tests.tools.fake_context import FakeContext

SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
        "code": {"type": "string", "pattern": r"^\p{L}+$"},
        "kind": {"enum": ["a", "b"]},
    },
    "required": ["kind"],
    "$defs": {"item": {"type": "object", "properties": {"count": {"type": "integer"}}}},
}


def a_tool(schema: dict[str, object] | None = None, **options: Any) -> SchemaTool:
    return SchemaTool(
        name="count",
        description="Count.",
        parameters=SCHEMA if schema is None else schema,
        function=options.pop("function", len),
        **options,
    )


async def test_checked_arguments_reach_the_function() -> None:
    async def run(arguments: dict[str, object]) -> dict[str, object]:
        return arguments

    for function in (run, lambda arguments: dict(arguments)):
        made: Tool = a_tool(function=function)
        result = await made.run(made.parsed('{"kind": "a", "more": 1}'), FakeContext("/"))

        assert result.text == '{"kind":"a","more":1}'


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("", "'kind' is a required property"),
        ('{"kind": "c"}', r"kind: 'c' is not one of"),
        ('{"kind": "a", "items": [{}, {"count": "x"}]}', r"items\[1\]\.count: 'x' is not of type"),
        ("[]", "not of type 'object'"),
        ("{", "truncated"),
        ("[" * 100_000, "nested"),
        ('{"a":' * 900 + "1" + "}" * 900, "kind"),
        ("\ud800", "surrogates"),
    ],
)
def test_wrong_arguments_are_refused_with_their_place(arguments: str, problem: str) -> None:
    with pytest.raises(ToolArgumentsInvalid, match=problem) as refused:
        a_tool().parsed(arguments)

    assert len(str(refused.value)) < 600


def test_a_pattern_that_python_does_not_know_is_left_to_the_function() -> None:
    assert a_tool().parsed('{"kind": "a", "code": "1"}') == {"kind": "a", "code": "1"}


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({}, '"type": "object"'),
        ({"type": "array"}, '"type": "object"'),
        ({"type": "object", "properties": []}, "not valid"),
        ({"type": "object", "required": "a"}, "not valid"),
        ({"type": "object", "properties": {"a": {"type": "text"}}}, "not valid"),
        ({"type": "object", "$ref": "http://127.0.0.1:9/schema"}, "outside"),
        ({"type": "object", "properties": {"a": {"$ref": "other.json"}}}, "outside"),
        ({"type": "object", "default": object()}, "not JSON"),
    ],
)
def test_what_is_no_schema_of_its_own_is_refused_by_name(
    schema: dict[str, object], problem: str
) -> None:
    with pytest.raises(ToolRegistrationError, match=problem) as refused:
        a_tool(schema)

    assert refused.value.tool == "count"


def test_a_reference_to_nothing_is_an_invalid_call_and_no_crash() -> None:
    made = a_tool({"type": "object", "properties": {"a": {"$ref": "#/$defs/gone"}}})

    assert made.parsed("{}") == {}
    with pytest.raises(ToolArgumentsInvalid, match="which it does not have"):
        made.parsed('{"a": 1}')


def test_a_reference_inside_an_identified_part_loads_nothing() -> None:
    made = a_tool(
        {
            "type": "object",
            "$id": "http://127.0.0.1:9/root.json",
            "properties": {"a": {"$ref": "#/$defs/gone"}},
        }
    )

    with pytest.raises(ToolArgumentsInvalid, match="which it does not have"):
        made.parsed('{"a": 1}')


def test_the_schema_is_a_copy() -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {}}
    made = a_tool(schema)

    schema["properties"]["late"] = {}

    assert made.spec.parameters == {"type": "object", "properties": {}}


def test_a_parameter_may_be_called_like_a_keyword() -> None:
    schema: dict[str, object] = {"type": "object"}
    schema["properties"] = {"$ref": {"type": "string"}, "pattern": {}}

    assert a_tool(schema).parsed('{"$ref": "x", "pattern": "("}') == {"$ref": "x", "pattern": "("}


def test_options_are_those_of_other_tools() -> None:
    made = a_tool(
        is_read_only=True,
        timeout_s=3,
        accesses=lambda arguments, cwd: [DomainAccess(host=arguments["kind"])],
    )

    assert (made.is_read_only, made.timeout_s) == (True, 3)
    assert made.accesses({"kind": "a"}, "/") == (DomainAccess(host="a"),)
    assert a_tool().accesses({}, "/") == (ToolAccess(name="count"),)
    assert a_tool(needs_permission=False).accesses({}, "/") == ()
    assert made.summary({"kind": "a"}) == 'count kind="a"'


READY = a_tool()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.text(max_size=60) | JSON.map(str) | JSON.map(lambda value: f'{{"kind": {value!r}}}'))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        assert isinstance(READY.parsed(text), dict)
    except ToolArgumentsInvalid:
        return
