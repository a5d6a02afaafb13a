"""Puts what the user does on the input queue, addressed to the session that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.hook_inputs import ListHooks
from agent_tui.protocol.inputs import (
    AddGrant,
    AnswerQuestion,
    CancelTurn,
    EditQueued,
    ExplainPermission,
    KillProcess,
    ListGrants,
    ListModels,
    ListProcesses,
    ListTools,
    MoveQueued,
    ReleaseQueue,
    ReplyPermission,
    RetryTurn,
    RevokeGrant,
    SaveDraft,
    SetModel,
    SetPermissionMode,
    SteerQueued,
    StopShell,
    SubmitPrompt,
    TryRule,
)
from agent_tui.protocol.permissions import Effect, GrantScope, PermissionMode, PermissionReply
from agent_tui.protocol.questions import Answer
from agent_tui.protocol.sessions import QueuedPrompt, QueueOnStop
from agent_tui.ui.session_link import SessionLink

if TYPE_CHECKING:
    from agent_tui.ui.branch_link import BranchLink
    from agent_tui.ui.compaction_link import CompactionLink
    from agent_tui.ui.exchange_link import ExchangeLink
    from agent_tui.ui.finding_link import FindingLink


class EngineLink(SessionLink):
    """The one place where the screen makes inputs. Call on the UI loop. Which session they are for:
    see `SessionLink`."""

    # Deferred, all four: no start should pay for them.

    @property
    def branches(self) -> BranchLink:
        """What is asked of the tree of the shown session."""
        from agent_tui.ui.branch_link import BranchLink

        return BranchLink(self)

    @property
    def compaction(self) -> CompactionLink:
        """Summaries and pins of the shown session."""
        from agent_tui.ui.compaction_link import CompactionLink

        return CompactionLink(self)

    @property
    def exchange(self) -> ExchangeLink:
        """Export and import."""
        from agent_tui.ui.exchange_link import ExchangeLink

        return ExchangeLink(self)

    @property
    def stored(self) -> FindingLink:
        """Stored sessions, whichever is shown."""
        from agent_tui.ui.finding_link import FindingLink

        return FindingLink(self)

    def stop_turn(self, queue: QueueOnStop = QueueOnStop.KEEP) -> None:
        """Cancel the running turn. queue: what becomes of the waiting prompts."""
        self.put(CancelTurn(session_id=self.session_id, queue=queue))

    def stop_shell(self, command_id: str) -> None:
        """End a shell command of the user's."""
        self.put(StopShell(session_id=self.session_id, command_id=command_id))

    def release_queue(self) -> None:
        """Send the prompts that are held."""
        self.put(ReleaseQueue(session_id=self.session_id))

    def remove_queued(self, prompt_id: str) -> None:
        """Take a waiting prompt out of the queue."""
        self.put(EditQueued(session_id=self.session_id, prompt_id=prompt_id, text=None))

    def restore_queued(self, prompt: QueuedPrompt, place: int) -> None:
        """Let a prompt that was taken out wait again, and not go out at once."""
        self.put(
            SubmitPrompt(
                session_id=self.session_id,
                prompt_id=prompt.id,
                text=prompt.text,
                delivery=prompt.delivery,
                place=place,
                images=prompt.images,
            )
        )

    def move_queued(self, prompt_id: str, place: int) -> None:
        """Let a waiting prompt wait elsewhere."""
        self.put(MoveQueued(session_id=self.session_id, prompt_id=prompt_id, place=place))

    def steer_queued(self, prompt_id: str) -> None:
        """Let a waiting prompt join the running turn."""
        self.put(SteerQueued(session_id=self.session_id, prompt_id=prompt_id))

    def retry(self) -> None:
        """Run the last prompt again."""
        self.put(RetryTurn(session_id=self.session_id))

    def set_model(self, model: str, provider: str = "") -> None:
        """Use another model from the next step on."""
        self.put(SetModel(session_id=self.session_id, model=model, provider=provider))

    def list_models(self) -> None:
        """Ask for the provider's models."""
        self.put(ListModels(session_id=self.session_id))

    def save_draft(self, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
        """Keep the composer's text on disk; "" without extras forgets it. What is written while
        another session is being opened belongs to that one, and is kept when it is there."""
        if not self.is_opening:
            self.put(SaveDraft(session_id=self.session_id, text=text, extras=extras))

    def save_draft_behind(self, session_id: str, text: str, extras: DraftExtras) -> bool:
        """Keep the draft of a session that is not in view. False when the engine is closed."""
        return self.put(SaveDraft(session_id=session_id, text=text, extras=extras))

    def reply_permission(self, request_id: str, replies: Sequence[PermissionReply]) -> None:
        """Decide a permission request, of whatever session."""
        self.put(ReplyPermission(request_id=request_id, replies=tuple(replies)))

    def answer_question(
        self, request_id: str, answers: Sequence[Answer] | None, reason: str = ""
    ) -> None:
        """Answer a question request, of whatever session; None declines it."""
        given = None if answers is None else tuple(answers)
        self.put(AnswerQuestion(request_id=request_id, answers=given, reason=reason))

    def set_permission_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking."""
        self.put(SetPermissionMode(session_id=self.session_id, mode=mode))

    def list_grants(self) -> None:
        """Ask for the grants of the session."""
        self.put(ListGrants(session_id=self.session_id))

    def add_grant(self, rule: str, effect: Effect, scope: GrantScope) -> None:
        """Store a rule."""
        self.put(AddGrant(session_id=self.session_id, rule=rule, effect=effect, scope=scope))

    def revoke_grant(self, grant_id: str) -> None:
        """Forget a grant."""
        self.put(RevokeGrant(session_id=self.session_id, grant_id=grant_id))

    def try_rule(self, rule: str) -> None:
        """Ask which past calls a rule would allow."""
        self.put(TryRule(session_id=self.session_id, rule=rule))

    def explain_permission(self, command: str) -> None:
        """Ask who decides about a command."""
        self.put(ExplainPermission(session_id=self.session_id, command=command))

    def list_processes(self) -> None:
        """Ask for the child processes."""
        self.put(ListProcesses(session_id=self.session_id))

    def kill_process(self, process_id: int) -> None:
        """End a child process."""
        self.put(KillProcess(session_id=self.session_id, process_id=process_id))

    def list_tools(self) -> None:
        """Ask for the tools that the model is offered."""
        self.put(ListTools(session_id=self.session_id))

    def list_hooks(self) -> None:
        """Ask for the hooks that are registered."""
        self.put(ListHooks(session_id=self.session_id))
