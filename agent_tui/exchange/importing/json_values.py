"""Reading foreign JSON: a value of the expected shape, or a sentence that says where it is not."""

from __future__ import annotations

from typing import TypeVar

from agent_tui.exchange.importing.found import ImportProblem

Shape = TypeVar("Shape")

_NAMES = {dict: "an object", list: "a list", str: "a text", float: "a number", type(None): "null"}


def expect(value: object, shape: type[Shape], place: str) -> Shape:
    """`value`, which is a `shape`. Raises `ImportProblem`."""
    if not isinstance(value, shape):
        raise ImportProblem(f"expected {_NAMES[shape]}, found {_kind(value)}.", place=place)
    return value


def number(value: object) -> float:
    """A time or a count; 0 for everything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e12 else 0.0
    return 0.0


def text(value: object) -> str:
    """A text; "" for everything else."""
    return value if isinstance(value, str) else ""


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int):
        return "a number"
    return _NAMES.get(type(value), type(value).__name__)
