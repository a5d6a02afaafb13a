"""What `agent_tui` offers to programs: every public name with its members, signatures and words.

The signatures file of the tests and the reference of the documentation are both made of this.
"""

from __future__ import annotations

import enum
import inspect
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

import agent_tui.events

_STARS: dict[int, str] = {
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}


@dataclass(frozen=True)
class Member:
    """A method, property, field or enum member. signature: with its name."""

    name: str
    signature: str
    doc: str


@dataclass(frozen=True)
class PublicName:
    """A public name. kind: "class", "function", "exception", "enum" or "alias"."""

    name: str
    kind: str
    signature: str
    doc: str
    members: tuple[Member, ...]


def public_names() -> tuple[PublicName, ...]:
    """Those of `agent_tui`, by name."""
    return _names_of(agent_tui)


def public_events() -> tuple[PublicName, ...]:
    """Those of `agent_tui.events`, by name."""
    return _names_of(agent_tui.events)


def _names_of(module: types.ModuleType) -> tuple[PublicName, ...]:
    return tuple(_described(name, getattr(module, name)) for name in sorted(module.__all__))


def signature_lines() -> Iterator[str]:
    """One line for each public name and each member, as the signatures file has them."""
    yield from _lines(public_names())
    yield "# agent_tui.events"
    yield from _lines(public_events())


def _lines(names: Iterable[PublicName]) -> Iterator[str]:
    for public in names:
        yield f"{public.kind} {public.signature}"
        for member in public.members:
            yield f"    {member.signature}"


def _described(name: str, value: Any) -> PublicName:
    if not inspect.isclass(value):
        kind = "function" if callable(value) and not isinstance(value, types.UnionType) else "alias"
        signature = f"{name}{_signature(value)}" if kind == "function" else name
        return PublicName(name, kind, signature, inspect.getdoc(value) or "", ())
    # Of a widget only that it exists: its handlers and actions are Textual's business.
    is_widget = any(base.__module__.startswith("textual.") for base in value.__mro__)
    members = () if is_widget else tuple(_members(value))
    doc = inspect.getdoc(value) or ""
    if issubclass(value, enum.Enum):
        return PublicName(name, "enum", name, doc, members)
    if issubclass(value, BaseException):
        return PublicName(name, "exception", f"{name}({_bases(value)})", doc, members)
    has_signature = not (is_widget or getattr(value, "_is_protocol", False))
    return PublicName(
        name, "class", f"{name}{_signature(value) if has_signature else ''}", doc, members
    )


def _members(kind: type) -> Iterator[Member]:
    if issubclass(kind, enum.Enum):
        for each in kind:
            yield Member(each.name, f"{each.name} = {each.value!r}", "")
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.partition(".")[0] == "agent_tui":
            found.update(vars(base))
    fields = set(getattr(kind, "__struct_fields__", ()))
    for name, value in sorted(found.items()):
        if name.startswith("_") or name in fields:
            continue
        if isinstance(value, property):
            yield Member(name, f"{name}{_returned(value.fget)}", inspect.getdoc(value) or "")
        elif isinstance(value, classmethod | staticmethod) or inspect.isfunction(value):
            yield _method(name, value)


def _method(name: str, value: Any) -> Member:
    function = getattr(value, "__func__", value)
    is_async = inspect.iscoroutinefunction(function)
    before = "async " if is_async else ""
    if isinstance(value, classmethod):
        before = "classmethod "
    elif isinstance(value, staticmethod):
        before = "staticmethod "
    return Member(name, f"{before}{name}{_signature(function)}", inspect.getdoc(function) or "")


def _signature(value: Any) -> str:
    if inspect.isclass(value) and issubclass(value, msgspec.Struct):
        return f"(*, {', '.join(_fields(value))})"
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return ""
    told: list[str] = []
    has_star = False
    for each in signature.parameters.values():
        if each.kind is inspect.Parameter.KEYWORD_ONLY and not has_star:
            told.append("*")
        has_star = has_star or each.kind >= inspect.Parameter.VAR_POSITIONAL
        told.append(f"{_STARS.get(each.kind, '')}{each.name}{_typed(each)}")
    returned = signature.return_annotation
    arrow = "" if returned is inspect.Signature.empty else f" -> {_type_name(returned)}"
    return f"({', '.join(told)}){arrow}"


def _typed(parameter: inspect.Parameter) -> str:
    empty = inspect.Parameter.empty
    of = "" if parameter.annotation is empty else f": {_type_name(parameter.annotation)}"
    return of if parameter.default is empty else f"{of} = {_default(parameter.default)}"


def _fields(kind: type[msgspec.Struct]) -> Iterator[str]:
    # Not by `inspect`: it would want to see types that are imported for type checkers only.
    types_of: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        types_of.update(vars(base).get("__annotations__", {}))
    names, defaults = kind.__struct_fields__, kind.__struct_defaults__
    without = len(names) - len(defaults)
    for at, name in enumerate(names):
        default = msgspec.NODEFAULT if at < without else defaults[at - without]
        given = "" if default is msgspec.NODEFAULT else f" = {_default(default)}"
        yield f"{name}: {_type_name(types_of[name])}{given}"


def _default(value: Any) -> str:
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if value is None or isinstance(value, bool | int | float | str | bytes) or value == ():
        return repr(value)
    return "..."


def _returned(function: Any) -> str:
    returned = (
        inspect.signature(function).return_annotation if function else inspect.Signature.empty
    )
    return "" if returned is inspect.Signature.empty else f": {_type_name(returned)}"


def _type_name(value: Any) -> str:
    if isinstance(value, str):
        return value
    is_plain = inspect.isclass(value) and not hasattr(value, "__origin__")
    return value.__name__ if is_plain else str(value).replace("typing.", "")


def _bases(kind: type) -> str:
    return ", ".join(base.__name__ for base in kind.__bases__)
