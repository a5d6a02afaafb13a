"""Runs a `:` line: several commands, each with its range."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from agent_tui.ui.vim.effects import HostAction, HostCall
from agent_tui.ui.vim.ex import host_commands, line_commands, other_commands
from agent_tui.ui.vim.ex.command import ExCommand
from agent_tui.ui.vim.ex.editor import ExEditor
from agent_tui.ui.vim.ex.errors import READ_ONLY, ExError
from agent_tui.ui.vim.ex.global_command import run_global
from agent_tui.ui.vim.ex.names import TAKES_BANG, TAKES_BAR, name_at, unknown_command
from agent_tui.ui.vim.ex.ranges import Range, checked, range_at
from agent_tui.ui.vim.ex.settings import set_options
from agent_tui.ui.vim.ex.substitute import substitute
from agent_tui.ui.vim.ex.substitution import end_of_substitution

_COMMANDS: dict[str, Callable[[ExCommand, ExEditor], str]] = {
    "": line_commands.go_to,
    "&": substitute,
    "&&": substitute,
    "<": line_commands.shift,
    "=": other_commands.show_number,
    ">": line_commands.shift,
    "copy": line_commands.copy,
    "delete": line_commands.delete,
    "edit": host_commands.edit,
    "help": host_commands.show_help,
    "join": line_commands.join,
    "mark": other_commands.mark,
    "marks": other_commands.show_marks,
    "move": line_commands.move,
    "nohlsearch": other_commands.hide_matches,
    "normal": other_commands.normal,
    "number": other_commands.show_line,
    "print": other_commands.show_line,
    "put": line_commands.put,
    "quit": host_commands.quit_program,
    "redo": other_commands.redo,
    "registers": other_commands.show_registers,
    "set": set_options,
    "substitute": substitute,
    "undo": other_commands.undo,
    "wq": host_commands.write_and_quit,
    "write": host_commands.write,
    "xit": host_commands.write_and_quit,
    "yank": line_commands.yank,
    "~": substitute,
}
_CHANGING = frozenset({"<", ">", "copy", "delete", "join", "move", "put", "redo", "undo"})
_SUBSTITUTIONS = frozenset({"substitute", "&", "&&", "~"})
_HOST_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_-]*(?=\s|$)")
_SECOND_RANGE = re.compile(r"[%.$][%.$\d,;+\- \t]*(?=[a-zA-Z<>])")
_END = re.compile(r'(?<!\\)[|"]')


class Outcome(Struct, frozen=True):
    """What a line has come to. message: for the user, with line breaks for lists; "" for none."""

    message: str = ""
    is_error: bool = False


def execute(line: str, editor: ExEditor) -> Outcome:
    """Run a `:` line, without its colon. What was done before an error stays done."""
    try:
        return Outcome(_executed(line, editor))
    except ExError as error:
        return Outcome(str(error), is_error=True)


def _executed(line: str, editor: ExEditor) -> str:
    said = ""
    rest: str | None = line
    while rest is not None:
        message, rest = _one(rest, editor)
        said = message or said
    return said


def _one(line: str, editor: ExEditor) -> tuple[str, str | None]:
    """Run the first command of a line. Returns what it says, and the rest; None when it was all."""
    line = line.lstrip(" \t:")
    if not line or line.startswith('"'):
        return "", None
    found = range_at(line, editor)
    behind = line[found.length :]
    if found.addresses:
        behind = _without_second_range(behind)
    name, length = name_at(behind)
    if not name and behind[:1] not in ("", "|", '"'):
        return _given_to_host(line, behind, found, editor), None
    command, rest = _read(name, behind[length:], found)
    if command.has_bang and name not in TAKES_BANG:
        raise ExError("E477: No ! allowed")
    if not name and not found.addresses:
        return "", rest
    if editor.is_read_only and name in _CHANGING:
        raise ExError(READ_ONLY)
    if name:
        checked(found, editor)
    if name in ("global", "vglobal"):
        return run_global(command, editor, _executed), rest
    return _COMMANDS[name](command, editor), rest


def _without_second_range(behind: str) -> str:
    """Vim passes over a range behind the range, as in "'<,'>%d"; only `:s` is not found then."""
    second = _SECOND_RANGE.match(behind)
    rest = behind[second.end() :] if second else behind
    return behind if name_at(rest)[0] == "substitute" else rest


def _read(name: str, behind: str, found: Range) -> tuple[ExCommand, str | None]:
    has_bang = behind.startswith("!") and name != "substitute"
    argument = behind[has_bang:].lstrip(" \t")
    rest: str | None = None
    if name not in TAKES_BAR:
        end = _end_of(name, argument)
        if argument[end : end + 1] == "|":
            rest = argument[end + 1 :]
        argument = argument[:end]
        if name not in _SUBSTITUTIONS:
            argument = argument.rstrip(" \t").replace("\\|", "|")
    command = ExCommand(name, found.first, found.last, found.addresses, has_bang, argument)
    return command, rest


def _end_of(name: str, argument: str) -> int:
    if name in _SUBSTITUTIONS:
        return end_of_substitution(argument)
    end = _END.search(argument)
    return end.start() if end else len(argument)


def _given_to_host(line: str, behind: str, found: Range, editor: ExEditor) -> str:
    if found.length or not _HOST_NAME.match(behind):
        raise ExError(unknown_command(line))
    editor.call(HostCall(HostAction.SLASH_COMMAND, line.rstrip()))
    return ""
