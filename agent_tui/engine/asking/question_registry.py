"""Questions that wait for answers."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence

from agent_tui.engine.asking.prompt import Settlement
from agent_tui.engine.asking.prompt_registry import PromptRegistry
from agent_tui.errors import QuestionDeclined
from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.argument_checks import check_all
from agent_tui.protocol.asking_events import QuestionAsked, QuestionClosed
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.permissions import PromptOutcome
from agent_tui.protocol.questions import Answer, Question, QuestionRequest

QuestionAnswer = Callable[[QuestionRequest], Awaitable[Sequence[Answer] | None]]


class QuestionRegistry(PromptRegistry[QuestionRequest, Answer]):
    """See `PromptRegistry`. answer: gives the answers to one request, None to decline it."""

    def __init__(
        self, *, can_ask: bool, refusal: str = "", answer: QuestionAnswer | None = None
    ) -> None:
        super().__init__(
            can_ask=can_ask,
            refusal=refusal,
            answer=None if answer is None else _settling(answer),
        )

    async def ask(
        self,
        session_id: str,
        questions: Sequence[Question],
        *,
        title: str = "",
        turn_id: str = "",
        call_id: str = "",
    ) -> tuple[Answer, ...]:
        """Ask and wait as long as it takes. Raises `QuestionDeclined` when nobody answered,
        `ClosedResourceError`."""
        settlement = await self.request(
            new_question(session_id, questions, title=title, turn_id=turn_id, call_id=call_id)
        )
        return answers_of(settlement)

    def respond(
        self, request_id: str, answers: Sequence[Answer] | None, *, reason: str = ""
    ) -> None:
        """Answer a request, or decline it with None; thread-safe.

        Raises `PromptNotFound`, `PromptAlreadyAnswered`, `ClosedResourceError`.
        """
        self._respond(request_id, answered(answers, reason))

    def _asked(self, request: QuestionRequest) -> AgentEvent:
        return QuestionAsked(
            session_id=request.session_id, turn_id=request.turn_id, request=request
        )

    def _closed(self, request: QuestionRequest, outcome: PromptOutcome) -> AgentEvent:
        return QuestionClosed(
            session_id=request.session_id,
            turn_id=request.turn_id,
            request_id=request.id,
            outcome=outcome,
        )


def new_question(
    session_id: str,
    questions: Sequence[Question],
    *,
    title: str = "",
    turn_id: str = "",
    call_id: str = "",
) -> QuestionRequest:
    """A request that nobody has seen yet."""
    return QuestionRequest(
        id=new_id(),
        session_id=session_id,
        questions=tuple(questions),
        turn_id=turn_id,
        call_id=call_id,
        title=title,
        created=time.time(),
    )


def answered(answers: Sequence[Answer] | None, reason: str = "") -> Settlement[Answer]:
    """The end of a request that was answered, or with None declined. Raises `TypeError` for what is
    no answer."""
    if answers is None:
        return Settlement(PromptOutcome.DECLINED, reason=reason)
    given = tuple(answers)
    check_all(given, Answer)
    return Settlement(PromptOutcome.ANSWERED, given)


def answers_of(settlement: Settlement[Answer]) -> tuple[Answer, ...]:
    """The answers. Raises `QuestionDeclined` when there are none."""
    if settlement.outcome is PromptOutcome.ANSWERED:
        return settlement.replies
    raise QuestionDeclined(f"The question was not answered. {settlement.reason}".rstrip())


def _settling(
    answer: QuestionAnswer,
) -> Callable[[QuestionRequest], Awaitable[Settlement[Answer]]]:
    async def settle(request: QuestionRequest) -> Settlement[Answer]:
        return answered(await answer(request), "The program declined it.")

    return settle
