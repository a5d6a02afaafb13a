"""What a rule would store and would have allowed, before it is stored."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.permissions import GrantScope, RuleMatch, RuleTrial
from agent_tui.ui.panels.ink import Ink
from agent_tui.ui.panels.permission.item_lines import one_row
from agent_tui.ui.panels.sheet import Line

MOST_MISSED = 3
_MOST_COVERED = 8

_WHERE = {
    GrantScope.SESSION: "for this session",
    GrantScope.PROJECT: "for this project",
    GrantScope.USER: "for all your projects",
}


def where(scope: GrantScope) -> str:
    """How long and where a grant holds, for people."""
    return _WHERE.get(scope, "")


def rule_lines(
    rules: Sequence[str], trials: dict[str, RuleTrial], scope: GrantScope, ink: Ink, width: int
) -> list[Line]:
    """Each rule exactly as it will be stored, and its dry run as soon as it is there."""
    what = "This rule is" if len(rules) == 1 else f"These {len(rules)} rules are"
    said = f"{what} stored {where(scope)}, exactly as written here:"
    lines = ink.sentence(said, ink.text, width)
    for rule in rules:
        lines += ink.exact(rule, width)
        if rule in trials:
            lines += trial_lines(trials[rule], ink, width)
    return lines


def trial_lines(trial: RuleTrial, ink: Ink, width: int) -> list[Line]:
    """The dry run of one rule."""
    if trial.problem:
        return ink.sentence(trial.problem, ink.warning, width)
    covered = len(trial.covered)
    if covered:
        calls = "past call" if covered == 1 else "past calls"
        said = f"would have allowed {covered} {calls}: {_listed(trial.covered, _MOST_COVERED)}"
    else:
        said = "would have allowed none of the past calls of this session"
    lines = ink.sentence(said, ink.text, width)
    if trial.missed:
        lines += ink.sentence(
            f"would not cover: {_listed(trial.missed[:MOST_MISSED], MOST_MISSED)}", ink.dim, width
        )
    return lines


def _listed(matches: Sequence[RuleMatch], most: int) -> str:
    shown = " · ".join(one_row(match.text or match.tool) for match in matches[:most])
    more = len(matches) - most
    return f"{shown} and {more} more" if more > 0 else shown
