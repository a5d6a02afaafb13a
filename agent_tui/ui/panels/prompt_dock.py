"""Where both panels stand in the chat: one at a time, for the shown session, the oldest first."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical

from agent_tui.protocol.permissions import PermissionRequest, RuleTrial
from agent_tui.protocol.questions import QuestionRequest
from agent_tui.ui.engine_link import EngineLink
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from agent_tui.ui.widgets.question_panel import QuestionPanel
from agent_tui.ui.widgets.status_facts import StatusFacts

AnyPromptRequest = PermissionRequest | QuestionRequest
AnyPanel = PermissionPanel | QuestionPanel


class PromptDock(Vertical):
    """Holds the open requests of all sessions and shows those of the one in view; others wait
    behind a badge until the user turns to their session. Nothing ever appears over what one does.

    link: takes the answers. show_status: called when the facts changed. permission_panel,
    question_panel: None when the host has none; requests that it would show are not for this screen
    then.
    """

    DEFAULT_CSS = "PromptDock { width: 1fr; height: auto; background: $background; }"

    def __init__(
        self,
        link: EngineLink,
        facts: StatusFacts,
        show_status: Callable[[], object],
        *,
        permission_panel: PermissionPanel | None,
        question_panel: QuestionPanel | None,
    ) -> None:
        super().__init__()
        self.permission_panel = permission_panel
        self.question_panel = question_panel
        self._link = link
        self._facts = facts
        self._show_status = show_status
        self._session_id = ""
        self._open: dict[str, AnyPromptRequest] = {}

    @property
    def open_panel(self) -> AnyPanel | None:
        """The panel that is shown."""
        return next((panel for panel in self._panels if panel.display and panel.request), None)

    @property
    def has_view(self) -> bool:
        """The user is in something that Esc closes before it stops the turn."""
        panel = self.open_panel
        return panel is not None and panel.keys.has_keys and panel.has_view

    def close_view(self) -> None:
        """Close it."""
        panel = self.open_panel
        if panel is not None:
            panel.close_view()

    def invite(self) -> None:
        """The user has sent something and may look at the panel again."""
        panel = self.open_panel
        if panel is not None:
            panel.keys.invite()

    def show_session(self, session_id: str) -> None:
        """Show what this session waits for, instead of another's."""
        if session_id != self._session_id:
            self._session_id = session_id
            for panel in self._panels:
                panel.clear()
            for request in self._shown:
                self._give(request)
        self._changed()

    def add(self, request: AnyPromptRequest) -> None:
        """A session waits for the user."""
        if self._panel_for(request) is None:
            return
        self._open[request.id] = request
        if request.session_id == self._session_id:
            self._give(request)
        self._changed()

    def close(self, request_id: str) -> None:
        """It waits no longer; harmless when that is known."""
        self._open.pop(request_id, None)
        # Before the other panel's turn is found out, so that it is never shown for a moment.
        for panel in self._panels:
            panel.withdraw(request_id)
        self._changed()

    def close_session(self, session_id: str) -> None:
        """The session is closed, and nobody waits in it."""
        for request in [*self._open.values()]:
            if request.session_id == session_id:
                self.close(request.id)

    def show_trial(self, trial: RuleTrial) -> None:
        """The dry run of a rule."""
        if self.permission_panel is not None:
            self.permission_panel.show_trial(trial)

    def compose(self) -> ComposeResult:
        """The panels, hidden while nothing is asked."""
        yield from self._panels

    def on_permission_panel_replied(self, message: PermissionPanel.Replied) -> None:
        """Send the decision."""
        message.stop()
        self._link.reply_permission(message.request_id, message.replies)
        self.close(message.request_id)

    def on_permission_panel_rule_asked(self, message: PermissionPanel.RuleAsked) -> None:
        """Ask for the dry run."""
        message.stop()
        self._link.try_rule(message.rule)

    def on_question_panel_answered(self, message: QuestionPanel.Answered) -> None:
        """Send the answers."""
        message.stop()
        self._link.answer_question(message.request_id, message.answers, message.reason)
        self.close(message.request_id)

    @property
    def _panels(self) -> list[AnyPanel]:
        both = (self.permission_panel, self.question_panel)
        return [panel for panel in both if panel is not None]

    @property
    def _shown(self) -> list[AnyPromptRequest]:
        return [one for one in self._open.values() if one.session_id == self._session_id]

    def _panel_for(self, request: AnyPromptRequest) -> AnyPanel | None:
        is_permission = isinstance(request, PermissionRequest)
        return self.permission_panel if is_permission else self.question_panel

    def _give(self, request: AnyPromptRequest) -> None:
        if isinstance(request, PermissionRequest):
            if self.permission_panel is not None:
                self.permission_panel.add(request)
        elif self.question_panel is not None:
            self.question_panel.add(request)

    def _changed(self) -> None:
        shown = self._shown
        front = self._panel_for(shown[0]) if shown else None
        for panel in sorted(self._panels, key=lambda panel: panel is front):
            others = sum(self._panel_for(request) is not panel for request in shown)
            panel.hold(front is not None and panel is not front, others=others)
        self._facts.is_waiting_for_user = bool(shown)
        self._show_status()
