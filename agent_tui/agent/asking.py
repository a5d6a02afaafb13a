"""Who is asked when there is no screen."""

from __future__ import annotations

from agent_tui.engine.asking.permission_registry import PermissionAnswer, PermissionRegistry
from agent_tui.engine.asking.question_registry import QuestionAnswer, QuestionRegistry

NOBODY_TO_ASK = (
    "Nobody can be asked in this run. Do without it, or say what would be needed: the user can "
    "start with a rule (--allow) or another permission mode."
)


def registries(
    has_user: bool, on_permission: PermissionAnswer | None, on_question: QuestionAnswer | None
) -> tuple[PermissionRegistry, QuestionRegistry]:
    """A host's callbacks are asked, else whoever reads the events when has_user, else nobody."""
    return (
        PermissionRegistry(can_ask=has_user, refusal=NOBODY_TO_ASK, answer=on_permission),
        QuestionRegistry(can_ask=has_user, refusal=NOBODY_TO_ASK, answer=on_question),
    )
