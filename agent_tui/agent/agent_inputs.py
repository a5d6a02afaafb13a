"""What a host may tell its agent beside prompts."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.agent.agent_engine import AgentEngine
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.inputs import (
    AnswerQuestion,
    CancelTurn,
    ReplyPermission,
    SetModel,
    SetPermissionMode,
    SubmitPrompt,
)
from agent_tui.protocol.permissions import PermissionMode, PermissionReply
from agent_tui.protocol.questions import Answer
from agent_tui.protocol.sessions import Delivery, QueueOnStop


class AgentInputs(AgentEngine):
    """The part of `Agent` that puts inputs on the queue. Safe from any thread and from signal
    handlers; never waits. What comes before the start is kept for it."""

    def cancel(self, reason: str = "user") -> None:
        """Stop the running turn; harmless when none runs. The turn's result says `cancelled`, and
        the next prompt in line goes out."""
        self._put(CancelTurn(reason=reason, queue=QueueOnStop.SEND), "cancel()")

    def steer(self, text: str) -> None:
        """Say something to the running turn: the model gets it with the turn's next request, told
        by `PromptDelivered`. A turn that makes none any more, or none that runs: it is a prompt
        of its own."""
        steering = SubmitPrompt(prompt_id=new_id(), text=text, delivery=Delivery.STEER)
        self._put(steering, "steer()")

    def reply_permission(self, request_id: str, *replies: PermissionReply) -> None:
        """Decide a permission request that came as `PermissionRequested`; needs has_user."""
        reply = ReplyPermission(request_id=request_id, replies=replies)
        self._put(reply, "reply_permission()")

    def answer_question(
        self, request_id: str, answers: Sequence[Answer] | None, *, reason: str = ""
    ) -> None:
        """Answer questions that came as `QuestionAsked`, None declines; needs has_user."""
        given = None if answers is None else tuple(answers)
        answer = AnswerQuestion(request_id=request_id, answers=given, reason=reason)
        self._put(answer, "answer_question()")

    def set_permission_mode(self, mode: PermissionMode) -> None:
        """What the session may do without asking, from the next check on. Raises `ValueError` for
        what is no mode."""
        self._put(SetPermissionMode(mode=PermissionMode(mode)), "set_permission_mode()")

    def set_model(self, model: str, *, provider: str = "") -> None:
        """Use another model, and with `provider` another provider, from the next request on."""
        self._put(SetModel(model=model, provider=provider), "set_model()")
