"""Asks the user whether a turn that runs in circles is to go on."""

from __future__ import annotations

from agent_tui.engine.asking.question_registry import new_question
from agent_tui.engine.turns.turn_context import TurnContext
from agent_tui.protocol.events import NoticeRaised
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.permissions import PromptOutcome
from agent_tui.protocol.questions import Choice, Question, QuestionKind
from agent_tui.protocol.status import NoticeLevel

GO_ON, STOP = "Continue", "Stop"
_CHOICES = (
    Choice(label=GO_ON, description="Let it go on as it does."),
    Choice(label=STOP, description="End the turn here."),
)


async def may_go_on(context: TurnContext, title: str, text: str) -> bool:
    """True when the user wants the turn to go on. Words of their own become a message of the turn.
    False at once when nobody can be asked."""
    if context.tools is None or not context.tools.parts.questions.can_ask:
        return False
    question = Question(
        id="go-on",
        text=text,
        kind=QuestionKind.SINGLE,
        choices=_CHOICES,
        header=title,
        has_other=True,
    )
    events = context.events
    settlement = await context.tools.parts.questions.request(
        new_question(events.session_id, (question,), title=title, turn_id=events.turn_id),
        on_cancel=context.outcome_of_cancel,
    )
    if settlement.outcome is not PromptOutcome.ANSWERED or not settlement.replies:
        return False
    answer = settlement.replies[0]
    if instruction := answer.text.strip() or answer.note.strip():
        add_instruction(context, instruction)
        return True
    return GO_ON in answer.choices


def add_instruction(context: TurnContext, text: str) -> None:
    """Words of who lets the turn go on become a message of it; blank ones do not."""
    if not text.strip():
        return
    context.keep(
        ChatMessage(
            id=new_id(),
            role=Role.USER,
            parts=(TextPart(id=new_id(), text=text),),
            turn_id=context.events.turn_id,
            created=context.clock.now(),
        )
    )
    context.events.publish_now(
        NoticeRaised(level=NoticeLevel.INFO, title="The model gets your instruction", text=text)
    )
