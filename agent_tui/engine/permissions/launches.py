"""Finds the program calls inside a program call: what timeout, xargs, bash -c and find start."""

from __future__ import annotations

import posixpath
import re

from msgspec import Struct

from agent_tui.engine.permissions.launcher_tables import (
    FED,
    INTERPRETERS,
    JOINING,
    LAUNCHERS,
    OPAQUE,
    OTHER_SHELLS,
    REMOTE,
    SHELL_LETTERS,
    SHELLS,
    Launcher,
)
from agent_tui.engine.permissions.shell_script import Words
from agent_tui.engine.permissions.shell_words import Word

_FIND_STARTS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=", re.ASCII)
_PYTHON = re.compile(r"(python|pypy)[0-9.]*")
_STDIN = frozenset({"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})
_UNKNOWN_WORD = Word("", is_literal=False)


class Launch(Struct, frozen=True, kw_only=True):
    """What a launcher starts. commands: as words; scripts: as texts that a shell will read;
    problem: why it cannot be followed. The rest as in `Launcher`."""

    commands: tuple[Words, ...] = ()
    scripts: tuple[str, ...] = ()
    is_transparent: bool = False
    caveat: str = ""
    problem: str = ""
    repeats: bool = False


def program_name(words: Words) -> str:
    """The program without its folder, folded; "" when it is not known before the command runs."""
    if not words or not words[0].is_literal:
        return ""
    return posixpath.basename(words[0].text).casefold()


def may_launch(words: Words) -> bool:
    """True when some of its words may name another program that it starts."""
    name = program_name(words)
    return (
        name in LAUNCHERS
        or name in JOINING
        or name in SHELLS
        or name in OTHER_SHELLS
        or name in OPAQUE
        or name in REMOTE
    )


def launch_of(words: Words) -> Launch | None:
    """What a program call starts; None when it is no launcher."""
    name = program_name(words)
    # A file that is only called like a launcher is not trusted to be one.
    is_by_name = bool(words) and words[0].text == name
    if name in LAUNCHERS:
        return _table_launch(words, LAUNCHERS[name], is_by_name=is_by_name)
    if name in JOINING:
        return _joining_launch(words, JOINING[name], is_by_name=is_by_name)
    if name in SHELLS:
        return _shell_launch(words, is_by_name=is_by_name)
    if name == "find" or name == "gfind":
        return _find_launch(words)
    if name in OTHER_SHELLS or name in OPAQUE:
        return Launch(problem=f"What {name} starts cannot be followed", caveat=_OPAQUE_CAVEAT)
    is_interpreter = name in INTERPRETERS or _PYTHON.fullmatch(name)
    if is_interpreter and (len(words) == 1 or _STDIN.intersection(word.text for word in words)):
        return Launch(caveat=FED)
    return None


_OPAQUE_CAVEAT = "It starts something that cannot be followed"


def _table_launch(words: Words, launcher: Launcher, *, is_by_name: bool) -> Launch | None:
    place, problem = _after_options(words, launcher)
    place += launcher.leading
    started = words[place:]
    if not problem and any(not word.is_literal for word in words[:place]):
        problem = "An option of the launcher is not known before it runs"
    if started and started[0].is_literal and _ASSIGNMENT.match(started[0].text):
        problem = problem or "It sets variables for the command"
    if not started and not problem:
        # Plain "env" or "exec": there is nothing to see through.
        return None
    if launcher.caveat:
        started = (*started, _UNKNOWN_WORD)
    return Launch(
        commands=(started,) if started and not problem else (),
        is_transparent=launcher.is_transparent and is_by_name,
        caveat=launcher.caveat,
        problem=problem,
        repeats=launcher.repeats,
    )


def _after_options(words: Words, launcher: Launcher) -> tuple[int, str]:
    """Where the options end, and why they cannot be understood."""
    place = 1
    while place < len(words) and words[place].text.startswith("-"):
        option = words[place].text
        if option == "--":
            return place + 1, ""
        if option in launcher.values:
            place += 2
        elif option in launcher.flags or _has_value_attached(option, launcher.values):
            place += 1
        else:
            return place, f"Its option {option} is not understood"
    return place, ""


def _has_value_attached(option: str, values: tuple[str, ...]) -> bool:
    if option.startswith("--"):
        return option.partition("=")[0] in values and "=" in option
    return any(option.startswith(value) for value in values if not value.startswith("--"))


def _joining_launch(words: Words, options: dict[str, bool], *, is_by_name: bool) -> Launch:
    place = 1
    while place < len(words) and words[place].text in options:
        place += 2 if options[words[place].text] else 1
    text = words[place:]
    if any(not word.is_literal for word in text) or (text and text[0].text.startswith("-")):
        return Launch(problem="The text that it runs is not known before", caveat=_OPAQUE_CAVEAT)
    return Launch(
        scripts=(" ".join(word.text for word in text),) if text else (),
        is_transparent=is_by_name,
        repeats=bool(options),
    )


def _shell_launch(words: Words, *, is_by_name: bool) -> Launch | None:
    if len(words) == 1:
        return Launch(caveat=FED)
    option = words[1]
    if option.is_literal and not option.text.startswith(("-", "+")):
        return None  # a script in a file is a program like any other
    letters = option.text[1:]
    if not option.is_literal or "c" not in letters or not set(letters) <= SHELL_LETTERS:
        return Launch(problem=f"Its option {option.text} is not understood", caveat=_OPAQUE_CAVEAT)
    if len(words) < 3 or not words[2].is_literal or words[2].text.startswith(("-", "+")):
        return Launch(problem="The text that it runs is not known before", caveat=_OPAQUE_CAVEAT)
    return Launch(scripts=(words[2].text,), is_transparent=is_by_name)


def _find_launch(words: Words) -> Launch | None:
    commands: list[Words] = []
    started: list[Word] | None = None
    for word in words[1:]:
        if word.is_literal and word.text in _FIND_STARTS:
            started = []
        elif started is not None and word.is_literal and word.text in (";", "+"):
            commands.append(tuple(started))
            started = None
        elif started is not None:
            is_place = "{}" in word.text
            started.append(Word(word.text, is_literal=False) if is_place else word)
    if started is not None:
        commands.append(tuple(started))
    if not commands:
        return None
    return Launch(commands=tuple(commands), repeats=True)
