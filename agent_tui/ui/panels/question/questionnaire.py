"""The answers to one question request, until they are sent."""

from __future__ import annotations

from collections.abc import Sequence

from agent_tui.protocol.questions import Answer, Question
from agent_tui.ui.panels.question.answer_draft import AnswerDraft


class Questionnaire:
    """Goes through the questions; more than one are looked over before they are sent.

    step: the number of the question that is shown; behind the last comes the look over them, which
    one may leave to change a single answer.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        self.drafts = [AnswerDraft(question) for question in questions]
        self.step = 0
        self._is_changing = False

    @property
    def has_review(self) -> bool:
        """There is more than one question."""
        return len(self.drafts) > 1

    @property
    def is_review(self) -> bool:
        """The answers are looked over."""
        return self.step >= len(self.drafts)

    @property
    def current(self) -> AnswerDraft | None:
        """The question that is shown."""
        return None if self.is_review else self.drafts[self.step]

    @property
    def missing(self) -> int:
        """The number of the first question that still needs an answer, -1 when none does."""
        for number, draft in enumerate(self.drafts):
            if draft.question.is_required and not draft.is_answered:
                return number
        return -1

    @property
    def answers(self) -> tuple[Answer, ...]:
        """One for each question, in order."""
        return tuple(draft.answer() for draft in self.drafts)

    def go(self, step: int) -> None:
        """Show a question, or look over all of them."""
        last = len(self.drafts) if self.has_review else len(self.drafts) - 1
        self.step = max(0, min(step, last))
        self._is_changing = self._is_changing and not self.is_review

    def change(self, step: int) -> None:
        """Leave the look over the answers for one question, and come back right after it."""
        self.go(step)
        self._is_changing = True

    def go_on(self) -> None:
        """The question is answered."""
        self.go(len(self.drafts) if self._is_changing else self.step + 1)
