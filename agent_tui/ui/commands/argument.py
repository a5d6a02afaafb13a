"""What may stand behind a command: how it is written, which values it can have, what it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct


class ArgumentProblem(Exception):
    """What was typed cannot be. The text is one sentence that says what to write instead."""


class Choice(Struct, frozen=True):
    """A value that an argument can have. value: as typed, harmless. summary: what it means."""

    value: str
    summary: str = ""


# Any is the `CommandHost`, whose module needs this one.
Choices = Callable[[Any], Sequence[Choice]]
"""Gives the values that are known now, from the host of the command; it must be quick, it is asked
while somebody types."""


class Argument(Struct, frozen=True):
    """One argument of a command.

    name: as it is shown; capitals for something to fill in ("ID"), a bar between fixed words. It
    takes one word, with takes_rest everything that follows, blanks included. choices: for
    completion; other values are not refused for that. parse: makes a value of the typed text;
    raises `ArgumentProblem`.
    """

    name: str
    is_optional: bool = False
    takes_rest: bool = False
    choices: Choices | None = None
    parse: Callable[[str], object] = str


def usage_of(arguments: Sequence[Argument]) -> str:
    """How they are written behind a command: "ID", "[name [provider]]"."""
    required = [argument.name for argument in arguments if not argument.is_optional]
    optional = ""
    for argument in reversed(arguments):
        if argument.is_optional:
            optional = f"[{argument.name} {optional}]" if optional else f"[{argument.name}]"
    return " ".join(part for part in (*required, optional) if part)


def one_of(*values: str) -> Callable[[str], str]:
    """A parser that takes these words only."""

    def parse(text: str) -> str:
        if text not in values:
            raise ArgumentProblem(f"{text} is none of {', '.join(values)}.")
        return text

    return parse


def whole_number(text: str) -> int:
    """A parser of numbers from 1."""
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < 1:
        raise ArgumentProblem(f"{text} is not a number from 1.")
    return int(text)


def fixed_choices(*choices: tuple[str, str]) -> Choices:
    """The same values at any time, each with its meaning."""
    made = tuple(Choice(value, summary) for value, summary in choices)
    return lambda _: made
