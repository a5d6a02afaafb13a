"""A tool from a ready JSON schema, for what has no Python signature."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from agent_tui.errors import ToolArgumentsInvalid, ToolRegistrationError
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.functions.calling import called, result_of
from agent_tui.tools.functions.host_tool import AccessesOf, HostTool, HostToolOptions

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_SHOWN_CHARS = 300


class SchemaTool(HostTool):
    """parameters: a JSON schema of type object that refers to nothing outside itself. function:
    gets the checked arguments as a dict; asynchronous, or run in a
    thread as by `tool`. The rest as in `tool`.

    Raises `ToolRegistrationError` when the schema is none.
    """

    def __init__(  # noqa: PLR0913 - each option of a tool is a keyword
        self,
        *,
        name: str,
        description: str,
        parameters: Mapping[str, object],
        function: Callable[[dict[str, object]], object],
        is_read_only: bool = False,
        timeout_s: float = 120.0,
        accesses: AccessesOf | None = None,
        needs_permission: bool = True,
    ) -> None:
        options = HostToolOptions(
            is_read_only=is_read_only,
            timeout_s=timeout_s,
            accesses=accesses,
            needs_permission=needs_permission,
        )
        spec = ToolSpec(name=name, description=description, parameters=_copy(name, parameters))
        super().__init__(spec, options)
        self._function = function
        self._validator = _validator(spec)

    def parsed(self, arguments: str) -> dict[str, object]:
        """See `Tool`."""
        try:
            given = msgspec.json.decode(arguments.strip() or "{}")
            problem = _problem(self._validator, given)
        except RecursionError:
            problem = "they are nested too deeply"
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            problem = str(error)
        if problem:
            raise ToolArgumentsInvalid(
                f'The arguments of "{self.spec.name}" are not valid: {problem}. Call it again with '
                "arguments that fit its schema."
            )
        assert isinstance(given, dict)
        return given

    async def run(self, arguments: dict[str, object], context: ToolContext) -> ToolResult:
        """See `Tool`."""
        given_back = await called(context.session_id, self._function, arguments)
        return result_of(self.spec.name, given_back)


def _copy(name: str, parameters: Mapping[str, object]) -> dict[str, object]:
    try:
        copy = msgspec.json.decode(msgspec.json.encode(parameters))
    except (TypeError, ValueError, RecursionError) as error:
        raise _unusable(name, f"is not JSON: {error}") from error
    if not isinstance(copy, dict) or copy.get("type") != "object":
        raise _unusable(name, 'must be of "type": "object"')
    for reference in _references(copy):
        if not reference.startswith("#"):
            raise _unusable(name, f'refers to "{reference}", which is outside the schema')
    return copy


def _references(value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, inner in value.items():
                if key in ("$ref", "$dynamicRef") and isinstance(inner, str):
                    yield inner
                yield from _references(inner)
        case list():
            for inner in value:
                yield from _references(inner)


def _validator(spec: ToolSpec) -> Validator:
    # 0.1 s for an import that only tools with a schema of their own need.
    import jsonschema
    from jsonschema.validators import Draft202012Validator, extend, validator_for
    from referencing import Registry

    found = validator_for(spec.parameters, default=Draft202012Validator)
    try:
        # No formats: expressions in another language than Python's are no fault.
        found.check_schema(spec.parameters, format_checker=jsonschema.FormatChecker(()))
    except jsonschema.SchemaError as error:
        raise _unusable(spec.name, f"is not valid: {error.message}") from error
    patterns = {
        keyword: _where_readable(found.VALIDATORS[keyword])
        for keyword in ("pattern", "patternProperties")
        if keyword in found.VALIDATORS
    }
    # Without a registry of its own, the library would load references from the network.
    return extend(found, patterns)(spec.parameters, registry=Registry())


def _where_readable(check: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
    """The check, skipped for expressions of other languages that Python does not know."""

    def checked(*arguments: object) -> Iterator[Any]:
        try:
            yield from check(*arguments) or ()
        except re.error:
            return

    return checked


def _problem(validator: Validator, given: object) -> str:
    from jsonschema.exceptions import best_match
    from referencing.exceptions import Unresolvable

    try:
        problem = best_match(validator.iter_errors(given))
    except Unresolvable as error:
        return f"the schema refers to {error.ref}, which it does not have"
    if problem is None:
        return ""
    message: str = problem.message
    if len(message) > _SHOWN_CHARS:
        message = f"{message[:_SHOWN_CHARS]}…"
    place = problem.json_path.removeprefix("$").removeprefix(".")
    return f"{place}: {message}" if place else message


def _unusable(name: str, what: str) -> ToolRegistrationError:
    return ToolRegistrationError(f'The tool "{name}" cannot be made: its schema {what}.', tool=name)
