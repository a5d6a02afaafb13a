"""One question with its answer as far as it is written."""

from __future__ import annotations

from agent_tui.protocol.questions import Answer, Question, QuestionKind


class AnswerDraft:
    """What the user has chosen and written so far.

    chosen: the numbers of choices. is_other: the answer of one's own counts, too. cursor: the row
    that was moved to, -1 for none; behind the choices comes the row for an answer of one's own.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.chosen: set[int] = set()
        self.is_other = False
        self.text = ""
        self.note = ""
        self.cursor = -1
        if question.default:
            self._preselect(question.default)

    @property
    def is_text(self) -> bool:
        """It is answered by writing only."""
        return self.question.kind is QuestionKind.TEXT or not self.question.choices

    @property
    def is_multi(self) -> bool:
        """Several choices may be taken."""
        return self.question.kind is QuestionKind.MULTI

    @property
    def row_count(self) -> int:
        """How many rows can be moved to."""
        if self.is_text:
            return 0
        return len(self.question.choices) + self.question.has_other

    @property
    def is_answered(self) -> bool:
        """There is something to send."""
        if self.is_text:
            return bool(self.text.strip())
        return bool(self.chosen) or (self.is_other and bool(self.text.strip()))

    def is_other_row(self, row: int) -> bool:
        """The row is the one for an answer of one's own."""
        return self.question.has_other and row == len(self.question.choices)

    def move(self, step: int) -> None:
        """Move to another row."""
        start = self.cursor if self.cursor >= 0 else (-1 if step > 0 else self.row_count)
        self.cursor = max(0, min(start + step, self.row_count - 1))

    def choose(self, row: int) -> None:
        """Take a choice; of a single one instead of the former, of several or no longer."""
        self.cursor = row
        if self.is_multi:
            self.chosen ^= {row}
        else:
            self.chosen, self.is_other = {row}, False

    def write(self, text: str) -> None:
        """The user has written an answer."""
        self.text = text
        if not self.is_text:
            self.is_other = bool(text.strip())
            if self.is_other and not self.is_multi:
                self.chosen.clear()

    def answer(self) -> Answer:
        """What is sent."""
        question = self.question
        has_text = self.is_text or self.is_other
        return Answer(
            question_id=question.id,
            choices=tuple(question.choices[row].label for row in sorted(self.chosen)),
            text=self.text.strip() if has_text else "",
            note=self.note.strip(),
        )

    def _preselect(self, default: str) -> None:
        labels = [choice.label for choice in self.question.choices]
        if not self.is_text and default in labels:
            self.cursor = labels.index(default)
            self.chosen = {self.cursor}
        elif self.is_text or self.question.has_other:
            self.write(default)
