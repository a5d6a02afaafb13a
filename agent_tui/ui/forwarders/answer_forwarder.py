"""Shows the answers to commands: rules, processes, tools, hooks, and who decides what."""

from __future__ import annotations

import time
from collections.abc import Callable

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import (
    GrantsListed,
    PermissionExplained,
    ProcessesListed,
    RuleTried,
    ToolsListed,
)
from agent_tui.protocol.hook_events import HooksListed
from agent_tui.protocol.permissions import RuleTrial
from agent_tui.protocol.status import NoticeLevel
from agent_tui.ui.commands.asked_rules import AskedRules
from agent_tui.ui.render.answers import (
    explanation_listing,
    grants_listing,
    hooks_listing,
    processes_listing,
    tools_listing,
    trial_listing,
)
from agent_tui.ui.render.one_line import exact_line
from agent_tui.ui.transcript.transcript import Transcript


class AnswerForwarder:
    """To the transcript. A rule that the permission panel tried is no news here: only those are
    shown that a command asked for. clock: Unix seconds."""

    events = (
        GrantsListed,
        RuleTried,
        PermissionExplained,
        ProcessesListed,
        ToolsListed,
        HooksListed,
    )

    def __init__(
        self,
        transcript: Transcript,
        asked_rules: AskedRules,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._transcript = transcript
        self._asked_rules = asked_rules
        self._clock = clock

    def forward(self, event: AgentEvent) -> None:
        """Show one answer."""
        show = self._transcript.add_listing
        match event:
            case GrantsListed(grants=grants):
                show(grants_listing(grants))
            case ProcessesListed(processes=processes):
                show(processes_listing(processes, now=self._clock()))
            case ToolsListed(tools=tools):
                show(tools_listing(tools))
            case HooksListed(hooks=hooks):
                show(hooks_listing(hooks))
            case PermissionExplained(explanation=explanation):
                show(explanation_listing(explanation))
            case RuleTried(trial=trial, asked=asked) if self._asked_rules.take(asked or trial.rule):
                self._show_trial(trial)

    def _show_trial(self, trial: RuleTrial) -> None:
        if trial.problem:
            title = f"Not a rule: {exact_line(trial.rule)}"
            self._transcript.add_notice(NoticeLevel.WARNING, title, trial.problem)
        else:
            self._transcript.add_listing(trial_listing(trial))
