"""The argument of `:s`, `:&`, `:&&` and `:~`, read."""

from __future__ import annotations

import re

from msgspec import Struct, structs

from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import TRAILING, ExError
from agent_tui.ui.vim.ex.replacement import with_tilde
from agent_tui.ui.vim.ex.searching import delimited

_FLAGS = re.compile(r"(&?)([cegiInp#lr]*)\s*(\d*)\s*")
_NO_DELIMITERS = '0123456789cegriIp|"'
_NO_CONFIRMING = (
    "The flag c is not supported here: there is nobody to ask between two keys. "
    "Use n to count, u to undo."
)


class Substitution(Struct, frozen=True):
    """What to put in place of what. count: lines from the end of the range on, 0 for none."""

    pattern: str
    replacement: str
    flags: str
    count: int = 0


def end_of_substitution(argument: str) -> int:
    """Where the argument of `:s` ends: before a "|" or a comment that is no part of it."""
    position = 0
    if _is_delimiter(argument[:1]):
        _, position = delimited(argument, 1, argument[0])
        _, position = _until(argument, position, argument[0])
    found = _FLAGS.match(argument, position)
    position = found.end() if found else position
    while position < len(argument) and argument[position] not in '|"':
        position += 1
    return position


def parsed_substitution(name: str, argument: str, editor: ExEditor) -> Substitution:
    """The substitution that is meant; what is left out comes from the one before. It is remembered.
    Raises `ExError`."""
    if name == "substitute" and argument.startswith("\\"):
        meant, rest = _with_former_pattern(argument, editor)
    elif name == "substitute" and _is_delimiter(argument[:1]):
        if argument[0].isalpha():
            raise ExError("E146: Regular expressions can't be delimited by letters")
        meant, rest = _written(argument, editor)
    else:
        meant, rest = _former(name, editor), argument
    is_former = rest is argument
    meant = _with_flags(meant, rest, editor, keeps=name == "&&")
    memory = editor.memory
    memory.pattern, memory.flags = meant.pattern, meant.flags
    memory.replacement = meant.replacement
    if not is_former:
        editor.remember_search(meant.pattern)
    return meant


def _written(argument: str, editor: ExEditor) -> tuple[Substitution, str]:
    pattern, position = delimited(argument, 1, argument[0])
    replacement, position = _until(argument, position, argument[0])
    pattern = pattern or editor.last_search
    if not pattern:
        raise ExError("E35: No previous regular expression")
    replacement = with_tilde(replacement, editor.memory.replacement)
    return Substitution(pattern, replacement, ""), argument[position:]


def _with_former_pattern(argument: str, editor: ExEditor) -> tuple[Substitution, str]:
    """`:s\\/string/`, with the last pattern searched for, and `:s\\&string&`, with that of `:s`."""
    sign = argument[1:2]
    if sign not in ("/", "?", "&"):
        raise ExError("E10: \\ should be followed by /, ? or &")
    pattern = editor.memory.pattern if sign == "&" else editor.last_search
    if not pattern:
        raise ExError("E35: No previous regular expression")
    replacement, position = _until(argument, 2, sign)
    replacement = with_tilde(replacement, editor.memory.replacement)
    return Substitution(pattern, replacement, ""), argument[position:]


def _former(name: str, editor: ExEditor) -> Substitution:
    memory = editor.memory
    pattern = editor.last_search if name == "~" else memory.pattern
    if memory.replacement is None or not pattern:
        raise ExError("E35: No previous regular expression")
    return Substitution(pattern, memory.replacement, "")


def _with_flags(meant: Substitution, rest: str, editor: ExEditor, *, keeps: bool) -> Substitution:
    found = _FLAGS.match(rest)
    assert found is not None  # everything in it may be missing
    if found.end() < len(rest):
        raise ExError(TRAILING.format(rest[found.end() :]))
    if "c" in found[2]:
        raise ExError(_NO_CONFIRMING)
    if found[3] and not int(found[3]):
        raise ExError("E939: Positive count required")
    flags = (editor.memory.flags if keeps or found[1] else "") + found[2]
    # As Vim has it: a second g takes the first one back.
    flags = flags.replace("g", "") + "g" * (flags.count("g") % 2)
    if "r" in flags and editor.last_search:
        meant = structs.replace(meant, pattern=editor.last_search)
    return structs.replace(meant, flags=flags, count=min(int(found[3] or 0), 10**9))


def _is_delimiter(char: str) -> bool:
    return bool(char) and not char.isspace() and char not in _NO_DELIMITERS


def _until(line: str, position: int, delimiter: str) -> tuple[str, int]:
    start = position
    while position < len(line) and line[position] != delimiter:
        position += 2 if line[position] == "\\" else 1
    return line[start:position], min(position + 1, len(line))
