"""Commands that only the host can carry out."""

from __future__ import annotations

from agent_tui.ui.vim.effects import HostAction, HostCall
from agent_tui.ui.vim.ex.command import ExCommand
from agent_tui.ui.vim.ex.editor import ExEditor


def write(command: ExCommand, editor: ExEditor) -> str:
    """`:w [file]`."""
    editor.call(HostCall(HostAction.WRITE, command.argument, command.has_bang))
    return ""


def quit_program(command: ExCommand, editor: ExEditor) -> str:
    """`:q`."""
    command.refuse_argument()
    editor.call(HostCall(HostAction.QUIT, is_forced=command.has_bang))
    return ""


def write_and_quit(command: ExCommand, editor: ExEditor) -> str:
    """`:wq [file]` and `:x [file]`: without a file there is nothing to write, drafts are kept."""
    if command.argument:
        write(command, editor)
    editor.call(HostCall(HostAction.QUIT, is_forced=command.has_bang))
    return ""


def edit(command: ExCommand, editor: ExEditor) -> str:
    """`:e [file]`."""
    editor.call(HostCall(HostAction.EDIT, command.argument, command.has_bang))
    return ""


def show_help(command: ExCommand, editor: ExEditor) -> str:
    """`:h`."""
    editor.call(HostCall(HostAction.SLASH_COMMAND, f"help {command.argument}".strip()))
    return ""
