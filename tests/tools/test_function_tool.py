"""The decorator `tool`: what a function says becomes schema, description and checks."""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import anyio
import anyio.from_thread
import pytest
from msgspec import Meta, Struct

from agent_tui.errors import (
    PermissionDenied,
    ToolArgumentsInvalid,
    ToolError,
    ToolRegistrationError,
)
from agent_tui.protocol.permissions import DomainAccess, PathLevel, ToolAccess
from agent_tui.protocol.tools import Tool, ToolContext, ToolResult
from agent_tui.tools.function_tool import FunctionTool, tool
from tests.tools.fake_context import FakeContext

if TYPE_CHECKING:
    from decimal import Decimal


class Unit(StrEnum):
    CELSIUS = "celsius"
    KELVIN = "kelvin"


@dataclass
class Place:
    city: str
    country: str = "NZ"


class Area(Struct):
    corners: list[int]


class Recursive(Struct):
    inner: Recursive | None = None


class NotJson:
    pass


@tool(is_read_only=True, timeout_s=5)
async def weather(
    city: str, days: Annotated[int, Meta(ge=1)] = 3, unit: Unit = Unit.CELSIUS
) -> str:
    """Tell the weather
    of a city.

    Only for tests.

    Args:
        city: Its name,
            in English.
        days (int): How many.

    Returns:
        unit: not a parameter.
    """
    return f"{city} {days} {unit}"


async def outcome(made: Tool, arguments: str, context: ToolContext | None = None) -> ToolResult:
    return await made.run(made.parsed(arguments), context or FakeContext("/"))


def test_signature_and_docstring_become_the_spec() -> None:
    assert weather.spec.name == "weather"
    assert weather.spec.description == "Tell the weather of a city."
    assert weather.spec.parameters == {
        "type": "object",
        "properties": {
            "city": {"type": "string", "description": "Its name, in English."},
            "days": {"type": "integer", "minimum": 1, "default": 3, "description": "How many."},
            "unit": {"enum": ["celsius", "kelvin"], "default": "celsius"},
        },
        "required": ["city"],
        "additionalProperties": False,
    }
    assert (weather.is_read_only, weather.timeout_s) == (True, 5)


async def test_a_decorated_function_can_still_be_called_as_it_is() -> None:
    assert await weather("Oslo", unit=Unit.KELVIN) == "Oslo 3 kelvin"
    assert inspect.signature(weather).parameters.keys() == {"city", "days", "unit"}


async def test_arguments_reach_the_function_with_their_types() -> None:
    assert (await outcome(weather, '{"city": "Oslo", "days": 1}')).text == "Oslo 1 celsius"


@pytest.mark.parametrize(
    ("annotation", "given", "expected"),
    [
        (str, '"a"', "a"),
        (float, "1.5", 1.5),
        (bool, "true", True),
        (list[int], "[1]", [1]),
        (dict[str, int], '{"a": 1}', {"a": 1}),
        (Literal["x", "y"], '"y"', "y"),
        (Unit, '"kelvin"', Unit.KELVIN),
        (int | None, "null", None),
        (Place, '{"city": "Lima"}', Place("Lima")),
        (Area, '{"corners": [1, 2]}', Area([1, 2])),
        (Annotated[list[Place], "Where."], '[{"city": "Lima"}]', [Place("Lima")]),
        (Any, '{"free": [1]}', {"free": [1]}),
    ],
)
async def test_common_types_are_decoded(annotation: Any, given: str, expected: object) -> None:
    seen: list[object] = []

    def note(value: Any) -> None:
        """Note."""
        seen.append(value)

    note.__annotations__["value"] = annotation

    assert (await outcome(tool(note), f'{{"value": {given}}}')).text == "Done."
    assert seen == [expected]


def test_a_plain_string_beside_the_type_describes_the_parameter() -> None:
    @tool
    def find(
        word: Annotated[str, "What to find."],
        where: Annotated[str, Meta(min_length=1), "Not here."] = "x",
        how: Annotated[str, Meta(description="Own words.")] = "y",
    ) -> None:
        """Find.

        Args:
            where: Docs lose.
            how: Docs lose.
        """

    properties: Any = find.spec.parameters["properties"]
    assert [properties[name]["description"] for name in ("word", "where", "how")] == [
        "What to find.",
        "Not here.",
        "Own words.",
    ]
    assert properties["where"]["minLength"] == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("{}", "city"),
        ('{"city": 3}', "city"),
        ('{"city": "a", "days": 0}', "days"),
        ('{"city": "a", "town": "b"}', "town"),
        ('{"city": "a", "unit": "feet"}', "unit"),
        ("[]", "weather"),
        ("{", "weather"),
    ],
)
def test_wrong_arguments_are_refused_by_name(arguments: str, named: str) -> None:
    with pytest.raises(ToolArgumentsInvalid, match=named):
        weather.parsed(arguments)


def test_types_defined_beside_the_function_are_found() -> None:
    class Local(Struct):
        x: int

    @tool
    def move(to: Local) -> int:
        """Move."""
        return to.x

    assert move.parsed('{"to": {"x": 4}}').to == Local(4)


async def test_a_default_that_could_change_is_new_for_each_call() -> None:
    @tool
    def add(word: str, known: list[str] = ["a"]) -> list[str]:  # noqa: B006 - the point
        """Add."""
        known.append(word)
        return known

    assert (await outcome(add, '{"word": "b"}')).text == '["a","b"]'
    assert (await outcome(add, '{"word": "c"}')).text == '["a","c"]'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        (None, "Done."),
        ({"a": [1, True]}, '{"a":[1,true]}'),
        (Place("Ankara"), '{"city":"Ankara","country":"NZ"}'),
        (7, "7"),
    ],
)
async def test_what_a_function_gives_back_becomes_text(value: object, text: str) -> None:
    @tool
    async def give() -> object:
        """Give."""
        return value

    assert await outcome(give, "") == ToolResult(text=text)


async def test_a_result_is_handed_on_as_it_is() -> None:
    result = ToolResult(text="no", is_error=True)

    @tool
    def give() -> ToolResult:
        """Give."""
        return result

    assert await outcome(give, "{}") is result


async def test_a_value_that_is_no_json_is_a_failure_that_says_so() -> None:
    @tool
    def give() -> object:
        """Give."""
        return NotJson()

    with pytest.raises(ToolError, match=r'"give" ran, but .* NotJson'):
        await outcome(give, "{}")


async def test_a_plain_function_runs_in_a_thread_and_an_async_one_on_the_loop() -> None:
    @tool
    def plain() -> bool:
        """Plain."""
        return threading.current_thread() is threading.main_thread()

    @tool
    async def on_loop() -> bool:
        """On the loop."""
        return threading.current_thread() is threading.main_thread()

    assert (await outcome(plain, "{}")).text == "false"
    assert (await outcome(on_loop, "{}")).text == "true"


async def test_a_cancelled_call_does_not_wait_for_its_thread() -> None:
    started, release = threading.Event(), threading.Event()

    @tool
    def block() -> None:
        """Block."""
        started.set()
        release.wait(10)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(outcome, block, "{}")
        await anyio.to_thread.run_sync(started.wait)
        tasks.cancel_scope.cancel()

    assert not release.is_set()
    release.set()


async def test_the_context_is_given_and_not_part_of_the_schema(tmp_path: Path) -> None:
    @tool
    async def speak(context: ToolContext, word: str) -> str:
        """Speak."""
        context.output(word)
        return context.cwd

    context = FakeContext(tmp_path)

    assert list(speak.spec.parameters["properties"]) == ["word"]  # type: ignore[call-overload]
    assert (await outcome(speak, '{"word": "hi"}', context)).text == str(tmp_path)
    assert context.outputs == ["hi"]


async def test_a_function_in_a_thread_may_use_all_of_its_context(tmp_path: Path) -> None:
    @tool
    def work(context: ToolContext) -> list[str]:
        """Work."""
        context.output("working")
        context.set_cwd(str(tmp_path / "sub"))
        context.state(list).append(1)
        real = context.real_path("a.txt", PathLevel.READ)
        anyio.from_thread.run(context.ask, (ToolAccess(name="more"),))
        return [real, context.cwd, context.workspace, context.session_id, context.call_id]

    context = FakeContext(tmp_path)
    result = await outcome(work, "{}", context)

    assert str(tmp_path / "sub" / "a.txt") in result.text
    assert context.state(list) == [1]
    assert context.asked == [ToolAccess(name="more")]


@pytest.mark.parametrize("fails", [False, True])
async def test_a_function_in_a_thread_says_which_files_it_changes(
    tmp_path: Path, fails: bool
) -> None:
    @tool
    def work(context: ToolContext) -> None:
        """Work."""
        with context.changing("/proj/a.txt"):  # type: ignore[attr-defined]
            context.output("inside")
            if fails:
                raise ToolError("no")

    context = FakeContext(tmp_path)
    with pytest.raises(ToolError) if fails else nullcontext():
        await outcome(work, "{}", context)

    assert (context.changes, context.outputs) == (["/proj/a.txt"], ["inside"])


async def test_a_refusal_inside_a_thread_is_the_calls_failure(tmp_path: Path) -> None:
    @tool
    def work(context: ToolContext) -> None:
        """Work."""
        anyio.from_thread.run(context.ask, (ToolAccess(name="more"),))

    with pytest.raises(PermissionDenied):
        await outcome(work, "{}", FakeContext(tmp_path, denies_all=True))


async def test_a_bound_method_can_be_a_tool() -> None:
    class Shop:
        def price(self, item: str) -> int:
            """Tell a price."""
            return len(item)

    made = tool(Shop().price)

    assert (made.spec.name, (await outcome(made, '{"item": "abc"}')).text) == ("price", "3")


def test_permission_is_asked_for_the_tool_unless_it_says_otherwise() -> None:
    @tool
    def plain() -> None:
        """Plain."""

    @tool(needs_permission=False, name="free", description="Free.")
    def nothing() -> None: ...

    @tool(accesses=lambda arguments, cwd: [DomainAccess(host=f"{arguments.host}{cwd}")])
    def visit(host: str) -> None:
        """Visit."""

    assert plain.accesses(plain.parsed(""), "/") == (ToolAccess(name="plain"),)
    assert nothing.accesses(nothing.parsed(""), "/") == ()
    assert visit.accesses(visit.parsed('{"host": "a"}'), "/w") == (DomainAccess(host="a/w"),)


async def test_the_summary_is_one_line_and_there_is_no_preview() -> None:
    arguments = weather.parsed('{"city": "a\\nb"}')

    assert weather.summary(arguments) == 'weather city="a\\nb" days=3 unit="celsius"'
    assert len(weather.summary(weather.parsed(f'{{"city": "{"x" * 500}"}}'))) == 100
    assert await weather.preview(arguments, FakeContext("/")) == ""


def untyped(word) -> None:  # type: ignore[no-untyped-def]
    """Take anything."""


def many(*words: str) -> None:
    """Take many."""


def any_names(**words: str) -> None:
    """Take any names."""


def by_position(word: str, /) -> None:
    """Take by position."""


def unresolvable(word: Decimal) -> None:
    """Only a type checker knows this type."""


def not_json(word: NotJson) -> None:
    """Take what JSON cannot give."""


def endless(word: Recursive) -> None:
    """Take a type that contains itself."""


def two_structs(word: Area | Recursive) -> None:
    """Take what cannot be told apart."""


@pytest.mark.parametrize(
    ("function", "parameter"),
    [
        (untyped, "word"),
        (many, "words"),
        (any_names, "words"),
        (by_position, "word"),
        (unresolvable, "word"),
        (not_json, "word"),
        (endless, "word"),
        (two_structs, "word"),
    ],
)
def test_an_unusable_signature_is_refused_with_tool_and_parameter(
    function: Callable[..., None], parameter: str
) -> None:
    with pytest.raises(ToolRegistrationError, match=f'"{parameter}"') as refused:
        tool(function)

    assert refused.value.tool == function.__name__
    assert function.__name__ in str(refused.value)


def silent(word: str) -> None: ...


def generator() -> Any:
    """Yield."""
    yield 1


@pytest.mark.parametrize("function", [silent, generator, functools.partial(many, "a"), len])
def test_what_is_no_describable_function_is_refused(function: Callable[..., Any]) -> None:
    with pytest.raises(ToolRegistrationError, match="cannot be made"):
        tool(function)


def test_a_method_without_its_object_is_refused_with_a_hint() -> None:
    with pytest.raises(ToolRegistrationError, match="Decorate the bound method"):

        class Shop:
            @tool
            def price(self, item: str) -> int:
                """Tell a price."""
                return 1


def test_accesses_and_no_permission_exclude_each_other() -> None:
    with pytest.raises(ToolRegistrationError, match="Leave one of the two out"):
        tool(accesses=lambda arguments, cwd: (), needs_permission=False)(many_free)


def many_free() -> None:
    """Nothing."""


def test_a_function_tool_is_a_tool() -> None:
    made: Tool = weather

    assert isinstance(made, FunctionTool)
