"""The decorator `tool`: a function with types and a docstring becomes a tool."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Generic, ParamSpec, TypeVar, overload

from msgspec import Struct

from agent_tui.errors import ToolRegistrationError
from agent_tui.protocol.requests import ToolSpec
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.functions.calling import called, is_asynchronous, result_of
from agent_tui.tools.functions.docstring import parsed_docstring
from agent_tui.tools.functions.host_tool import AccessesOf, HostTool, HostToolOptions
from agent_tui.tools.functions.signature import signature_of
from agent_tui.tools.functions.thread_context import ThreadContext
from agent_tui.tools.schema import schema_of
from agent_tui.tools.typed_tool import parsed_arguments

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


class FunctionTool(HostTool, Generic[Parameters, Returned]):
    """A `Tool` made by `tool`. Calling it calls the plain function."""

    def __init__(
        self,
        function: Callable[Parameters, Returned],
        *,
        name: str,
        description: str,
        options: HostToolOptions,
        local_names: Mapping[str, object],
    ) -> None:
        docs = parsed_docstring(function.__doc__)
        description = description.strip() or docs.description
        _check_function(name, function, description)
        signature = signature_of(name, function, docs, local_names)
        spec = ToolSpec(
            name=name, description=description, parameters=schema_of(signature.arguments_type)
        )
        super().__init__(spec, options)
        self._function = function
        self._context_name = signature.context_name
        self.arguments_type: type[Struct] = signature.arguments_type
        functools.update_wrapper(self, function)

    def __call__(self, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Returned:
        """Call the function itself: no schema, no permission."""
        return self._function(*args, **kwargs)

    def parsed(self, arguments: str) -> Any:
        """See `Tool`."""
        return parsed_arguments(self.spec.name, arguments, self.arguments_type)

    async def run(self, arguments: Any, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        names = self.arguments_type.__struct_fields__
        given: dict[str, object] = {name: getattr(arguments, name) for name in names}
        if self._context_name:
            is_on_loop = is_asynchronous(self._function)
            given[self._context_name] = context if is_on_loop else ThreadContext(context)
        return result_of(self.spec.name, await called(context.session_id, self._function, **given))


@overload
def tool(function: Callable[Parameters, Returned], /) -> FunctionTool[Parameters, Returned]: ...


@overload
def tool(
    *,
    name: str = "",
    description: str = "",
    is_read_only: bool = False,
    timeout_s: float = 120.0,
    accesses: AccessesOf | None = None,
    needs_permission: bool = True,
) -> Callable[[Callable[Parameters, Returned]], FunctionTool[Parameters, Returned]]: ...


def tool(  # noqa: PLR0913 - each option of a tool is a keyword
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str = "",
    description: str = "",
    is_read_only: bool = False,
    timeout_s: float = 120.0,
    accesses: AccessesOf | None = None,
    needs_permission: bool = True,
) -> Any:
    """Make a tool of a function, with or without options: `@tool`, `@tool(is_read_only=True)`.

    The annotated parameters are the schema; one annotated `ToolContext` is not part of it and gets
    the call's context. The docstring's first paragraph is the description, its `Args:` describe the
    parameters, as does `Annotated[str, "a description"]`. A function that is not asynchronous runs
    in a thread; when its call is cancelled, it goes on there and its result is dropped, so let long
    loops call `context.token.check()`.

    Args:
        name: The function's name when empty.
        description: For the model; the docstring's first paragraph when empty.
        is_read_only: It changes nothing, so calls may run together.
        timeout_s: The longest a call may run; 0 for no limit.
        accesses: From the arguments (an object with one attribute per parameter) and the working
            directory to what the call touches. None: permission is asked for the tool as a whole.
        needs_permission: False when nobody needs to be asked.

    Raises:
        ToolRegistrationError: The signature cannot be a schema; names the tool and the parameter.
    """
    frame = inspect.currentframe()
    caller = frame.f_back if frame is not None else None
    # Types may be defined beside the function, inside another function.
    local_names = caller.f_locals if caller is not None else {}
    options = HostToolOptions(
        is_read_only=is_read_only,
        timeout_s=timeout_s,
        accesses=accesses,
        needs_permission=needs_permission,
    )

    def decorated(function: Callable[..., Any]) -> FunctionTool[..., Any]:
        own_name = name or getattr(function, "__name__", type(function).__name__)
        return FunctionTool(
            function,
            name=own_name,
            description=description,
            options=options,
            local_names=local_names,
        )

    return decorated if function is None else decorated(function)


def _check_function(name: str, function: Callable[..., object], description: str) -> None:
    if not (inspect.isfunction(function) or inspect.ismethod(function)):
        what = "is not a function or a bound method"
    elif inspect.isasyncgenfunction(function) or inspect.isgeneratorfunction(function):
        what = "yields; give back one value and send what comes earlier to `context.output`"
    elif not description:
        what = "has no description. Write a docstring, or give `description`"
    else:
        return
    raise ToolRegistrationError(f'The tool "{name}" cannot be made: it {what}.', tool=name)
