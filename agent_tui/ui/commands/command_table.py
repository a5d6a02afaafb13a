"""The table of slash commands: one line for each."""

from __future__ import annotations

from agent_tui.ui.commands.agent.modes import PLAN, YOLO
from agent_tui.ui.commands.agent.permissions import PERMISSIONS
from agent_tui.ui.commands.agent.ps import PS
from agent_tui.ui.commands.agent.tools import TOOLS
from agent_tui.ui.commands.command import Command
from agent_tui.ui.commands.keymap_command import KEYMAP
from agent_tui.ui.commands.model.model import MODEL
from agent_tui.ui.commands.program.config import CONFIG
from agent_tui.ui.commands.program.doctor import DOCTOR
from agent_tui.ui.commands.program.help import HELP
from agent_tui.ui.commands.program.layout import LAYOUT
from agent_tui.ui.commands.program.logs import LOGS
from agent_tui.ui.commands.program.quit import QUIT
from agent_tui.ui.commands.program.theme import THEME
from agent_tui.ui.commands.program.version import VERSION
from agent_tui.ui.commands.program.vim import VIM
from agent_tui.ui.commands.session.context import CONTEXT
from agent_tui.ui.commands.session.cost import COST
from agent_tui.ui.commands.session.new import NEW
from agent_tui.ui.commands.session.rename import RENAME
from agent_tui.ui.commands.session.retry import RETRY
from agent_tui.ui.commands.session.status import STATUS
from agent_tui.ui.commands.transcript.copy import COPY
from agent_tui.ui.commands.transcript.diff import DIFF
from agent_tui.ui.commands.transcript.editor import EDITOR
from agent_tui.ui.commands.transcript.search import SEARCH

COMMANDS: tuple[Command, ...] = tuple(
    sorted(
        (
            CONFIG,
            CONTEXT,
            COPY,
            COST,
            DIFF,
            DOCTOR,
            EDITOR,
            HELP,
            KEYMAP,
            LAYOUT,
            LOGS,
            MODEL,
            NEW,
            PERMISSIONS,
            PLAN,
            PS,
            QUIT,
            RENAME,
            RETRY,
            SEARCH,
            STATUS,
            THEME,
            TOOLS,
            VERSION,
            VIM,
            YOLO,
        ),
        key=lambda command: command.name,
    )
)
"""All commands that work, by name."""
