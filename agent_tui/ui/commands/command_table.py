"""The table of slash commands: one line for each."""

from __future__ import annotations

from agent_tui.ui.commands.agent.hooks import HOOKS
from agent_tui.ui.commands.agent.modes import PLAN, YOLO
from agent_tui.ui.commands.agent.permissions import PERMISSIONS
from agent_tui.ui.commands.agent.ps import PS
from agent_tui.ui.commands.agent.skills import SKILLS
from agent_tui.ui.commands.agent.tools import TOOLS
from agent_tui.ui.commands.branch.fork import FORK
from agent_tui.ui.commands.branch.redo import REDO
from agent_tui.ui.commands.branch.rewind import REWIND
from agent_tui.ui.commands.branch.tree import TREE
from agent_tui.ui.commands.branch.undo import UNDO
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
from agent_tui.ui.commands.session.clear import CLEAR
from agent_tui.ui.commands.session.close import CLOSE
from agent_tui.ui.commands.session.compact import COMPACT
from agent_tui.ui.commands.session.context import CONTEXT
from agent_tui.ui.commands.session.cost import COST
from agent_tui.ui.commands.session.export import EXPORT, IMPORT
from agent_tui.ui.commands.session.new import NEW
from agent_tui.ui.commands.session.pin import PIN
from agent_tui.ui.commands.session.rename import RENAME
from agent_tui.ui.commands.session.resume import RESUME
from agent_tui.ui.commands.session.retry import RETRY
from agent_tui.ui.commands.session.search import SEARCH
from agent_tui.ui.commands.session.status import STATUS
from agent_tui.ui.commands.transcript.copy import COPY
from agent_tui.ui.commands.transcript.diff import DIFF
from agent_tui.ui.commands.transcript.editor import EDITOR
from agent_tui.ui.commands.transcript.find import FIND

COMMANDS: tuple[Command, ...] = tuple(
    sorted(
        (
            CLEAR,
            CLOSE,
            COMPACT,
            CONFIG,
            CONTEXT,
            COPY,
            COST,
            DIFF,
            DOCTOR,
            EDITOR,
            EXPORT,
            FIND,
            FORK,
            HELP,
            HOOKS,
            IMPORT,
            KEYMAP,
            LAYOUT,
            LOGS,
            MODEL,
            NEW,
            PERMISSIONS,
            PIN,
            PLAN,
            PS,
            QUIT,
            REDO,
            RENAME,
            RESUME,
            RETRY,
            REWIND,
            SEARCH,
            SKILLS,
            STATUS,
            THEME,
            TOOLS,
            TREE,
            UNDO,
            VERSION,
            VIM,
            YOLO,
        ),
        key=lambda command: command.name,
    )
)
"""All commands that work, by name."""
