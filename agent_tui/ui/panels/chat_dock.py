"""The dock of the chat screen, with the panels that the host wants."""

from __future__ import annotations

from collections.abc import Callable

from agent_tui.config.ui_options import UiOptions
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.keymap import first_key
from agent_tui.ui.panels.prompt_dock import PromptDock
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from agent_tui.ui.widgets.question_panel import QuestionPanel
from agent_tui.ui.widgets.status_facts import StatusFacts


def chat_dock(
    link: EngineLink, facts: StatusFacts, show_status: Callable[[], object], options: UiOptions
) -> PromptDock:
    """Both panels, without those that the host has switched off."""
    key = first_key(options.key_bindings, "switch_focus")
    return PromptDock(
        link,
        facts,
        show_status,
        permission_panel=(
            PermissionPanel(switch_key=key) if options.has_permission_panel else None
        ),
        question_panel=QuestionPanel(switch_key=key) if options.has_question_panel else None,
    )
