"""The dock of the chat screen, with the panels that the host wants."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from agent_tui.config.ui_options import PanelClass, UiOptions
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.keymap import first_key
from agent_tui.ui.panels.prompt_dock import PromptDock
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from agent_tui.ui.widgets.question_panel import QuestionPanel
from agent_tui.ui.widgets.status_facts import StatusFacts

logger = logging.getLogger(__name__)

Panel = TypeVar("Panel", PermissionPanel, QuestionPanel)


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
            _made(options.permission_panel, PermissionPanel, key)
            if options.has_permission_panel
            else None
        ),
        question_panel=(
            _made(options.question_panel, QuestionPanel, key)
            if options.has_question_panel
            else None
        ),
    )


def _made(hosted: PanelClass | None, ours: type[Panel], key: str) -> Panel:
    """The host's panel; ours when that cannot be made: somebody must be asked."""
    if hosted is not None:
        try:
            panel = hosted(switch_key=key)
            if isinstance(panel, ours):
                return panel
            logger.error("%r made no %s; ours is used", hosted, ours.__name__)
        except Exception:  # the host's code: the agent waits for an answer all the same
            logger.exception("The host's panel %r could not be made; ours is used", hosted)
    return ours(switch_key=key)
