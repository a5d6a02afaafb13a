"""From a function's signature to a Struct that its JSON arguments are decoded into."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from enum import Enum
from types import SimpleNamespace
from typing import Annotated, Any, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

from agent_tui.errors import ToolRegistrationError
from agent_tui.protocol.tools import ToolContext
from agent_tui.tools.functions.docstring import Docstring
from agent_tui.tools.schema import schema_of

_SIMPLE = (str, int, float, bool, bytes, Enum, type(None))
_UNUSABLE_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "is positional-only; tools are called with names",
    inspect.Parameter.VAR_POSITIONAL: "stands for any number of values; write a list instead",
    inspect.Parameter.VAR_KEYWORD: "stands for any names; write each parameter out",
}


class FunctionSignature(Struct, frozen=True, kw_only=True):
    """arguments_type: a Struct with one field for each parameter that the model fills in, named as
    the parameter. context_name: the parameter that gets the `ToolContext`, "" for none."""

    arguments_type: type[Struct]
    context_name: str


def signature_of(
    name: str, function: Callable[..., object], docs: Docstring, local_names: Mapping[str, object]
) -> FunctionSignature:
    """The signature of the tool `name`. local_names: names that stand where it was decorated.

    Raises `ToolRegistrationError`, which names the tool and the parameter.
    """
    names = _Names(function, local_names)
    context_name = ""
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for parameter in inspect.signature(function).parameters.values():
        if _is_context(parameter, names):
            context_name = context_name or _only_context(name, parameter)
            continue
        description = docs.parameters.get(parameter.name, "")
        field = _field(name, parameter, names, description)
        _checked(name, parameter.name, field)
        fields.append(field)
    return FunctionSignature(arguments_type=_struct(name, fields), context_name=context_name)


class _Names:
    """Evaluates annotations one by one, so that an error can name its parameter."""

    def __init__(self, function: Callable[..., object], local_names: Mapping[str, object]) -> None:
        plain = inspect.unwrap(getattr(function, "__func__", function))
        self._globals = getattr(plain, "__globals__", {})
        self._locals = dict(local_names)

    def evaluated(self, annotation: object) -> Any:
        holder: Any = SimpleNamespace(__annotations__={"it": annotation})
        return get_type_hints(holder, self._globals, self._locals, include_extras=True)["it"]


def _is_context(parameter: inspect.Parameter, names: _Names) -> bool:
    annotation = parameter.annotation
    if isinstance(annotation, str):
        # Its import often stands under TYPE_CHECKING, where it cannot be evaluated.
        return annotation.rpartition(".")[2] == "ToolContext"
    return annotation is ToolContext


def _only_context(name: str, parameter: inspect.Parameter) -> str:
    if parameter.kind in _UNUSABLE_KINDS:
        raise _unusable(name, parameter.name, _UNUSABLE_KINDS[parameter.kind])
    return parameter.name


def _field(
    name: str, parameter: inspect.Parameter, names: _Names, description: str
) -> tuple[str, Any] | tuple[str, Any, Any]:
    if parameter.kind in _UNUSABLE_KINDS:
        raise _unusable(name, parameter.name, _UNUSABLE_KINDS[parameter.kind])
    if parameter.annotation is parameter.empty:
        hint = " Decorate the bound method." if parameter.name in ("self", "cls") else ""
        raise _unusable(name, parameter.name, f"has no type annotation.{hint}")
    try:
        annotation = names.evaluated(parameter.annotation)
    except (NameError, SyntaxError, TypeError, AttributeError) as error:
        raise _unusable(
            name, parameter.name, f"has an annotation that cannot be resolved: {error}"
        ) from error
    annotation = _described(annotation, description)
    if parameter.default is parameter.empty:
        return parameter.name, annotation
    return parameter.name, annotation, _default(parameter.default)


def _described(annotation: Any, text: str) -> Any:
    """The annotation with a description that msgspec understands: its own, or a plain string
    beside the type, or the docstring's."""
    if get_origin(annotation) is not Annotated:
        return Annotated[annotation, Meta(description=text)] if text else annotation
    described = annotation.__origin__
    words = " ".join(item for item in annotation.__metadata__ if isinstance(item, str)) or text
    for meta in (item for item in annotation.__metadata__ if isinstance(item, Meta)):
        words = "" if meta.description else words
        described = Annotated[described, meta]
    return Annotated[described, Meta(description=words)] if words else described


def _default(value: object) -> Any:
    # Anything that could be changed is copied for each call.
    if isinstance(value, _SIMPLE) or value in ([], {}):
        return value
    return msgspec.field(default_factory=lambda: copy.deepcopy(value))


def _checked(name: str, parameter: str, field: tuple[Any, ...]) -> None:
    try:
        alone = _struct(name, [field])
        schema_of(alone)
        msgspec.json.Decoder(alone)
    except RecursionError as error:
        raise _unusable(name, parameter, "has a type that contains itself") from error
    except (TypeError, ValueError) as error:
        raise _unusable(name, parameter, f"has a type that JSON cannot give: {error}") from error


def _struct(name: str, fields: list[Any]) -> type[Struct]:
    return msgspec.defstruct(name, fields, frozen=True, kw_only=True, forbid_unknown_fields=True)


def _unusable(name: str, parameter: str, what: str) -> ToolRegistrationError:
    return ToolRegistrationError(
        f'The tool "{name}" cannot be made: its parameter "{parameter}" {what.rstrip(".")}.',
        tool=name,
    )
