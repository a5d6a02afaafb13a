"""All tools that come with the program. Importing this loads none of their libraries."""

from __future__ import annotations

from agent_tui.protocol.tools import Tool
from agent_tui.tools.apply_patch import ApplyPatch
from agent_tui.tools.ask_user import AskUser
from agent_tui.tools.command_output import CommandOutput
from agent_tui.tools.edit_file import EditFile
from agent_tui.tools.glob import Glob
from agent_tui.tools.grep import Grep
from agent_tui.tools.kill_command import KillCommand
from agent_tui.tools.list_dir import ListDir
from agent_tui.tools.multi_edit import MultiEdit
from agent_tui.tools.read_file import ReadFile
from agent_tui.tools.run_command import RunCommand
from agent_tui.tools.todo import Todo
from agent_tui.tools.web_fetch import WebFetch
from agent_tui.tools.write_file import WriteFile


def shipped_tools() -> tuple[Tool, ...]:
    """New objects in the order in which a model is told of them."""
    return (
        ReadFile(),
        WriteFile(),
        EditFile(),
        MultiEdit(),
        ApplyPatch(),
        ListDir(),
        Glob(),
        Grep(),
        RunCommand(),
        CommandOutput(),
        KillCommand(),
        AskUser(),
        Todo(),
        WebFetch(),
    )
