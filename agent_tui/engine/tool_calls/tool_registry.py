"""The tools on offer, by name."""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable

import msgspec
from msgspec import Struct

from agent_tui.errors import ToolRegistrationError
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.tools import Tool

# What all vendors take.
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_MEMBERS = ("spec", "is_read_only", "timeout_s", "parsed", "summary", "accesses", "preview", "run")


class _Entry(Struct, frozen=True):
    tool: Tool
    spec: ToolSpec


class ToolRegistry:
    """Name to tool, in the order of registration. Thread-safe; nothing is ever taken out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # Replaced, never changed, so readers need no lock.
        self._entries: dict[str, _Entry] = {}
        self._end = ""

    @property
    def tools(self) -> tuple[Tool, ...]:
        """All tools."""
        return tuple(entry.tool for entry in self._entries.values())

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """What a model is told of them; made once, at the registration."""
        return tuple(entry.spec for entry in self._entries.values())

    @property
    def names(self) -> tuple[str, ...]:
        """All names."""
        return tuple(self._entries)

    def find(self, name: str) -> Tool | None:
        """The tool of exactly this name."""
        entry = self._entries.get(name)
        return entry.tool if entry is not None else None

    def register(self, tool: Tool) -> None:
        """Add a tool. Raises `ToolRegistrationError`, which names it."""
        self.register_all((tool,))

    def register_all(self, tools: Iterable[Tool]) -> None:
        """Add all of them or, when one cannot be added, none. Raises `ToolRegistrationError`, which
        names that one."""
        # Outside the lock: a spec may take a while, and the iterable may be the host's own code.
        added = [_entry(tool) for tool in tools]
        with self._lock:
            entries = dict(self._entries)
            for entry in added:
                name = entry.spec.name
                if self._end:
                    raise _refused(name, self._end)
                if name in entries:
                    raise _refused(name, "another tool has this name already")
                entries[name] = entry
            self._entries = entries

    def staged(self) -> ToolRegistry:
        """A registry that knows the same tools; what is added to it stays there until `take`."""
        copy = ToolRegistry()
        copy._entries = self._entries
        return copy

    def take(self, staged: ToolRegistry) -> None:
        """Add what was added to a copy from `staged`, all or nothing. Raises
        `ToolRegistrationError`."""
        known = set(map(id, self.tools))
        self.register_all(tool for tool in staged.tools if id(tool) not in known)

    def end(self, reason: str) -> None:
        """Take no more tools: they would be lost unseen. reason: for the error of who tries."""
        with self._lock:
            self._end = reason


def _entry(tool: Tool) -> _Entry:
    fallback = str(getattr(tool, "__name__", type(tool).__name__))
    missing = [member for member in _MEMBERS if not hasattr(type(tool), member)]
    if missing and not all(hasattr(tool, member) for member in missing):
        raise _refused(
            fallback,
            f"it is not a tool (it has no `{missing[0]}`). Decorate a function with `@tool`, or "
            "subclass `TypedTool`",
        )
    try:
        spec = tool.spec
        parameters = msgspec.json.decode(msgspec.json.encode(spec.parameters))
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise _refused(fallback, f"its name, description or schema cannot be read: {error}") from (
            error
        )
    _check(tool, spec)
    _check_schema(spec.name, parameters, is_derived=_has_arguments_type(tool))
    own = ToolSpec(name=spec.name, description=spec.description, parameters=parameters)
    return _Entry(tool, own)


def _check(tool: Tool, spec: ToolSpec) -> None:
    if not isinstance(spec.name, str) or not _NAME.fullmatch(spec.name):
        raise _refused(
            str(spec.name), "a name has 1 to 64 letters, digits, underscores and hyphens (ASCII)"
        )
    if not isinstance(spec.description, str) or not spec.description.strip():
        raise _refused(spec.name, "it has no description. A model needs one to know when to call")
    limit = tool.timeout_s
    if not isinstance(limit, (int, float)) or not math.isfinite(limit) or limit < 0:
        raise _refused(spec.name, "its timeout_s must be a number of seconds, 0 for no limit")


def _has_arguments_type(tool: Tool) -> bool:
    arguments_type = getattr(tool, "arguments_type", None)
    return isinstance(arguments_type, type) and issubclass(arguments_type, Struct)


def _check_schema(name: str, parameters: object, *, is_derived: bool) -> None:
    if not isinstance(parameters, dict) or parameters.get("type") != "object":
        raise _refused(name, 'its schema must be of "type": "object"')
    if is_derived:
        return  # made from types by msgspec; and the import below takes 0.1 s

    import jsonschema
    from jsonschema.validators import Draft202012Validator, validator_for

    try:
        validator = validator_for(parameters, default=Draft202012Validator)
        # No formats: expressions in another language than Python's are no fault.
        validator.check_schema(parameters, format_checker=jsonschema.FormatChecker(()))
    except jsonschema.SchemaError as error:
        raise _refused(name, f"its schema is not valid: {error.message}") from error


def _refused(name: str, reason: str) -> ToolRegistrationError:
    return ToolRegistrationError(f'The tool "{name}" cannot be registered: {reason}.', tool=name)
