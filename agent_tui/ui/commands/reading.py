"""From the text behind a command to what is called with which values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agent_tui.ui.commands.argument import Argument, ArgumentProblem, usage_of
from agent_tui.ui.commands.command import Command

Values = tuple[object, ...]


def read_arguments(command: Command, text: str) -> tuple[Callable[..., object], Values]:
    """What to call with the host and these values. text: what stands behind the command, stripped.

    Raises `ArgumentProblem`, whose text says how the command is written.
    """
    if not command.subcommands or (command.arguments and not _subcommand(command, text)):
        return command.run, _values(command.name, command.arguments, text)
    if not text:
        return command.run, ()
    word, _, rest = text.partition(" ")
    for subcommand in command.subcommands:
        if subcommand.word == word:
            name = f"{command.name} {word}"
            return subcommand.run, _values(name, subcommand.arguments, rest.strip())
    ways = "\n".join(
        (command.name, *(f"{command.name} {sub.usage}" for sub in command.subcommands))
    )
    raise ArgumentProblem(f"Write it in one of these ways:\n{ways}")


def _subcommand(command: Command, text: str) -> bool:
    word = text.partition(" ")[0]
    return any(subcommand.word == word for subcommand in command.subcommands)


def _values(name: str, arguments: Sequence[Argument], text: str) -> Values:
    rest, values = text, []
    for argument in arguments:
        word, _, after = rest.partition(" ") if not argument.takes_rest else (rest, "", "")
        if not word:
            if not argument.is_optional:
                raise ArgumentProblem(_written(name, arguments))
            break
        try:
            values.append(argument.parse(word))
        except ArgumentProblem as problem:
            raise ArgumentProblem(f"{problem}\n{_written(name, arguments)}") from problem
        rest = after.strip()
    else:
        if rest:
            raise ArgumentProblem(_written(name, arguments))
    return tuple(values)


def _written(name: str, arguments: Sequence[Argument]) -> str:
    if not arguments:
        return f"Write {name}, with nothing behind it."
    return f"Write {name} {usage_of(arguments)}"
