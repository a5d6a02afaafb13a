"""Puts what the user does on the input queue, addressed to the session that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from agent_tui.errors import ClosedResourceError
from agent_tui.protocol.drafts import NO_EXTRAS, DraftExtras
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.images import PromptImage
from agent_tui.protocol.inputs import (
    AddGrant,
    AnswerQuestion,
    CancelTurn,
    CloseSession,
    DescribeContext,
    EditQueued,
    ExplainPermission,
    KillProcess,
    ListGrants,
    ListModels,
    ListProcesses,
    ListSessions,
    ListTools,
    MoveQueued,
    NewSession,
    OpenSession,
    ReleaseQueue,
    RenameSession,
    ReplyPermission,
    RetryTurn,
    RevokeGrant,
    RunShell,
    SaveDraft,
    SetModel,
    SetPermissionMode,
    SteerQueued,
    StopShell,
    SubmitPrompt,
    TryRule,
    UserInput,
)
from agent_tui.protocol.permissions import Effect, GrantScope, PermissionMode, PermissionReply
from agent_tui.protocol.ports import InputSink
from agent_tui.protocol.questions import Answer
from agent_tui.protocol.sessions import Delivery, QueuedPrompt, QueueOnStop


class EngineLink:
    """The one place where the screen makes inputs. Call on the UI loop.

    Before the first session is open, inputs go to "the session opened first" (id ""). Between
    `new_session` and its answer prompts are held back: they belong to the coming session.
    """

    def __init__(self, inputs: InputSink) -> None:
        self._inputs = inputs
        self.session_id = ""
        self._is_opening = False
        self._early: list[QueuedPrompt] = []
        self._early_shells: list[RunShell] = []

    @property
    def early_prompts(self) -> tuple[QueuedPrompt, ...]:
        """Prompts that were sent before their session was open, oldest first."""
        return tuple(self._early)

    def submit(
        self,
        text: str,
        delivery: Delivery = Delivery.QUEUE,
        place: int = -1,
        images: tuple[PromptImage, ...] = (),
    ) -> bool:
        """Send a prompt; delivery, place, images: see `SubmitPrompt`. False when the engine is
        closed: the caller still has the text."""
        prompt = QueuedPrompt(id=new_id(), text=text, images=images)
        if self._is_opening:
            self._early.append(prompt)
            return True
        sent = SubmitPrompt(
            session_id=self.session_id,
            prompt_id=prompt.id,
            text=text,
            delivery=delivery,
            place=place,
            images=images,
        )
        if not self._put(sent):
            return False
        if not self.session_id:
            self._early.append(prompt)
        return True

    def session_opened(self, session_id: str) -> None:
        """The view shows this session from now on; the one before is closed when we asked for the
        new one."""
        if self._is_opening:
            self._is_opening = False
            self._put(CloseSession(session_id=self.session_id))
            for prompt in self._early:
                self._put(
                    SubmitPrompt(
                        session_id=session_id,
                        prompt_id=prompt.id,
                        text=prompt.text,
                        images=prompt.images,
                    )
                )
        self.session_id = session_id
        self._run_early_shells()
        self._early.clear()

    def opening_failed(self) -> str:
        """The new session did not open. Returns the prompts that were meant for it, "" when none
        were."""
        if not self._is_opening:
            return ""
        self._is_opening = False
        self._run_early_shells()  # in the same folder, so that it is the same to the user
        texts = [prompt.text for prompt in self._early]
        self._early.clear()
        return "\n\n".join(texts)

    def new_session(self) -> None:
        """Open a new session; its `SessionOpened` switches the view. Nothing happens while another
        one is being opened."""
        if not self._is_opening:
            self._is_opening = self._put(NewSession(session_id=self.session_id))

    def open_session(self, stored_id: str) -> None:
        """Open a stored session, like `new_session`; nothing happens when it is shown already."""
        if not self._is_opening and stored_id != self.session_id:
            self._is_opening = self._put(
                OpenSession(session_id=self.session_id, stored_id=stored_id)
            )

    def rename(self, title: str) -> None:
        """Give the session another title."""
        self._put(RenameSession(session_id=self.session_id, title=title))

    def describe_context(self) -> None:
        """Ask what the next request would consist of."""
        self._put(DescribeContext(session_id=self.session_id))

    def list_sessions(self) -> None:
        """Ask for the stored sessions."""
        self._put(ListSessions(session_id=self.session_id))

    def stop_turn(self, queue: QueueOnStop = QueueOnStop.KEEP) -> None:
        """Cancel the running turn. queue: what becomes of the waiting prompts."""
        self._put(CancelTurn(session_id=self.session_id, queue=queue))

    def run_shell(self, command: str, *, is_private: bool) -> bool:
        """Run a shell command of the user's. False when the engine is closed."""
        wish = RunShell(
            session_id=self.session_id,
            command_id=new_id(),
            command=command,
            is_private=is_private,
        )
        if self._is_opening:
            self._early_shells.append(wish)
            return True
        return self._put(wish)

    def stop_shell(self, command_id: str) -> None:
        """End a shell command of the user's."""
        self._put(StopShell(session_id=self.session_id, command_id=command_id))

    def release_queue(self) -> None:
        """Send the prompts that are held."""
        self._put(ReleaseQueue(session_id=self.session_id))

    def remove_queued(self, prompt_id: str) -> None:
        """Take a waiting prompt out of the queue."""
        self._put(EditQueued(session_id=self.session_id, prompt_id=prompt_id, text=None))

    def restore_queued(self, prompt: QueuedPrompt, place: int) -> None:
        """Let a prompt that was taken out wait again, and not go out at once."""
        self._put(
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
        self._put(MoveQueued(session_id=self.session_id, prompt_id=prompt_id, place=place))

    def steer_queued(self, prompt_id: str) -> None:
        """Let a waiting prompt join the running turn."""
        self._put(SteerQueued(session_id=self.session_id, prompt_id=prompt_id))

    def retry(self) -> None:
        """Run the last prompt again."""
        self._put(RetryTurn(session_id=self.session_id))

    def set_model(self, model: str, provider: str = "") -> None:
        """Use another model from the next step on."""
        self._put(SetModel(session_id=self.session_id, model=model, provider=provider))

    def list_models(self) -> None:
        """Ask for the provider's models."""
        self._put(ListModels(session_id=self.session_id))

    def save_draft(self, text: str, extras: DraftExtras = NO_EXTRAS) -> None:
        """Keep the composer's text on disk; "" without extras forgets it."""
        self._put(SaveDraft(session_id=self.session_id, text=text, extras=extras))

    def reply_permission(self, request_id: str, replies: Sequence[PermissionReply]) -> None:
        """Decide a permission request, of whatever session."""
        self._put(ReplyPermission(request_id=request_id, replies=tuple(replies)))

    def answer_question(
        self, request_id: str, answers: Sequence[Answer] | None, reason: str = ""
    ) -> None:
        """Answer a question request, of whatever session; None declines it."""
        given = None if answers is None else tuple(answers)
        self._put(AnswerQuestion(request_id=request_id, answers=given, reason=reason))

    def set_permission_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking."""
        self._put(SetPermissionMode(session_id=self.session_id, mode=mode))

    def list_grants(self) -> None:
        """Ask for the grants of the session."""
        self._put(ListGrants(session_id=self.session_id))

    def add_grant(self, rule: str, effect: Effect, scope: GrantScope) -> None:
        """Store a rule."""
        self._put(AddGrant(session_id=self.session_id, rule=rule, effect=effect, scope=scope))

    def revoke_grant(self, grant_id: str) -> None:
        """Forget a grant."""
        self._put(RevokeGrant(session_id=self.session_id, grant_id=grant_id))

    def try_rule(self, rule: str) -> None:
        """Ask which past calls a rule would allow."""
        self._put(TryRule(session_id=self.session_id, rule=rule))

    def explain_permission(self, command: str) -> None:
        """Ask who decides about a command."""
        self._put(ExplainPermission(session_id=self.session_id, command=command))

    def list_processes(self) -> None:
        """Ask for the child processes."""
        self._put(ListProcesses(session_id=self.session_id))

    def kill_process(self, process_id: int) -> None:
        """End a child process."""
        self._put(KillProcess(session_id=self.session_id, process_id=process_id))

    def list_tools(self) -> None:
        """Ask for the tools that the model is offered."""
        self._put(ListTools(session_id=self.session_id))

    def _run_early_shells(self) -> None:
        for wish in self._early_shells:
            self._put(replace(wish, session_id=self.session_id))
        self._early_shells.clear()

    def _put(self, user_input: UserInput) -> bool:
        try:
            self._inputs.put(user_input)
        except ClosedResourceError:
            return False
        return True
