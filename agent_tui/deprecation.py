"""How a name of the public surface goes: it warns for some releases, and says what to use."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def deprecated(
    *, since: str, instead: str, removed_in: str
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Let each call of a function or method raise a `DeprecationWarning` at its caller.

    since, removed_in: versions; instead: what to call, as one writes it. Put it under `@property`
    for a property. The warning of a coroutine function comes with the call, not with the `await`.
    """

    def decorate(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        text = (
            f"{function.__qualname__} is deprecated since {since} and goes in {removed_in}. "
            f"Use {instead}."
        )

        @functools.wraps(function)
        def warning(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
            warnings.warn(text, DeprecationWarning, stacklevel=2)
            return function(*args, **kwargs)

        return warning

    return decorate
