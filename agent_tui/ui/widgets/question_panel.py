"""The question panel: asks the user what the agent wants to know."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from agent_tui.protocol.questions import Answer, QuestionRequest
from agent_tui.ui.panels.asked_panel import AskedPanel
from agent_tui.ui.panels.ink import Ink
from agent_tui.ui.panels.question.answer_draft import AnswerDraft
from agent_tui.ui.panels.question.questionnaire import Questionnaire
from agent_tui.ui.panels.question.sheet import Writing, question_sheet
from agent_tui.ui.panels.sheet import Sheet

_ROW_STEPS = {"up": -1, "k": -1, "down": 1, "j": 1}
_QUESTION_STEPS = {"left": -1, "right": 1}
_NEW_LINE_KEYS = ("ctrl+j", "shift+enter", "alt+enter")


class QuestionPanel(AskedPanel[QuestionRequest, Answer]):
    """Shows question requests, one after the other; works in any Textual app.

    Let an agent `ask` it; or feed it with `add` and `withdraw`, and send on what `Answered` brings.
    Several questions are gone through one by one and looked over before they are sent.
    """

    KEY_CONTEXT = "question"
    reply_field = "answers"

    class Answered(Message):
        """The user is done. answers: one for each question, in order; None: the user declines, for
        the reason given, which may be ""."""

        def __init__(
            self, request_id: str, answers: tuple[Answer, ...] | None, reason: str = ""
        ) -> None:
            super().__init__()
            self.request_id, self.answers, self.reason = request_id, answers, reason

    def __init__(self, *, switch_key: str = "", id: str | None = None) -> None:
        super().__init__(switch_key=switch_key, id=id)
        self._questionnaire = Questionnaire(())
        self._writing = Writing.NOTHING

    def close_view(self) -> None:
        """Back to keys; an answer or note that is being written is kept."""
        self._keep()
        self._writing = Writing.NOTHING
        self.close_field()

    def reset(self) -> None:
        """See `PromptPanel`."""
        request = self.request
        self._questionnaire = Questionnaire(request.questions if request else ())
        self._writing = Writing.NOTHING
        if request is not None:
            self._show(lambda: self._questionnaire.go(0))

    def sheet(self, ink: Ink, width: int) -> Sheet:
        """See `PromptPanel`."""
        if self.request is None:
            return Sheet(title=[])
        return question_sheet(self.request.title, self._questionnaire, self._writing, ink, width)

    def press(self, key: str) -> bool:
        """See `PromptPanel`."""
        draft = self._questionnaire.current
        if key in _QUESTION_STEPS and self._questionnaire.has_review:
            step = self._questionnaire.step + _QUESTION_STEPS[key]
            self._show(lambda: self._questionnaire.go(step))
        elif key == "x":
            self._write(Writing.DECLINE)
        elif draft is None:
            return self._press_in_review(key)
        elif key == "plus":
            self._write(Writing.NOTE)
        elif key == "o" and (draft.is_text or draft.question.has_other):
            self._write(Writing.ANSWER)
        elif key == "enter":
            self._enter(draft)
        elif draft.is_text:
            return False
        else:
            return self._press_on_choices(key, draft)
        return True

    def press_in_field(self, key: str) -> None:
        """See `PromptPanel`."""
        if key in _NEW_LINE_KEYS:
            self.field.insert("\n")
        elif self._writing is Writing.DECLINE:
            self._send(None, self.field.text.strip())
        elif key == "tab":
            other = Writing.ANSWER if self._writing is Writing.NOTE else Writing.NOTE
            self._keep()
            self._write(other)
        else:
            self._take_written()

    def select(self, target: int) -> None:
        """A click moves to a choice; in an armed panel it takes it, and again, it goes on."""
        draft = self._questionnaire.current
        if draft is None or self._writing is not Writing.NOTHING:
            return
        was_here = draft.cursor == target
        draft.cursor = target
        if not self.keys.arming.is_armed:
            return
        if was_here and not draft.is_multi and target in draft.chosen:
            self._enter(draft)
        elif draft.is_other_row(target):
            self._write(Writing.ANSWER)
        else:
            draft.choose(target)

    def _press_on_choices(self, key: str, draft: AnswerDraft) -> bool:
        if key in _ROW_STEPS:
            draft.move(_ROW_STEPS[key])
        elif key.isdecimal() and key.isascii() and 0 < int(key) <= draft.row_count:
            self._take(draft, int(key) - 1)
        elif key == "space" and draft.cursor >= 0:
            self._take(draft, draft.cursor)
        elif key == "space" or key.isdecimal():
            self.notice = "Move to a choice first, with ↑ and ↓ or its number."
        else:
            return False
        return True

    def _press_in_review(self, key: str) -> bool:
        if key == "enter":
            self._finish()
        elif key.isdecimal() and key.isascii() and 0 < int(key) <= len(self._questionnaire.drafts):
            self._show(lambda: self._questionnaire.change(int(key) - 1))
        else:
            return False
        return True

    def _take(self, draft: AnswerDraft, row: int) -> None:
        draft.cursor = row
        if draft.is_other_row(row):
            self._write(Writing.ANSWER)
        else:
            draft.choose(row)

    def _enter(self, draft: AnswerDraft) -> None:
        is_on_other = draft.is_other_row(draft.cursor) and not draft.is_other
        if is_on_other or (draft.is_text and not draft.is_answered):
            self._write(Writing.ANSWER)
            return
        if not draft.is_multi and 0 <= draft.cursor < len(draft.question.choices):
            draft.choose(draft.cursor)
        if draft.question.is_required and not draft.is_answered:
            self.notice = "This needs an answer: choose one first, or x declines."
        else:
            self._go_on()

    def _take_written(self) -> None:
        draft, was = self._questionnaire.current, self._writing
        self.close_view()
        if draft is None or was is Writing.NOTE:
            return
        if draft.question.is_required and not draft.is_answered:
            self.notice = "This needs an answer."
            if draft.is_text:
                self._write(Writing.ANSWER)
        elif draft.is_text or (draft.is_other and not draft.is_multi):
            self._go_on()

    def _go_on(self) -> None:
        if self._questionnaire.has_review:
            self._show(self._questionnaire.go_on)
        else:
            self._finish()

    def _finish(self) -> None:
        missing = self._questionnaire.missing
        if missing >= 0:
            self._show(lambda: self._questionnaire.change(missing))
            self.notice = f"Question {missing + 1} needs an answer."
        else:
            self._send(self._questionnaire.answers)

    def _show(self, go: Callable[[], None]) -> None:
        self.close_view()
        go()
        self.picture.offset = 0
        draft = self._questionnaire.current
        if draft is not None and draft.is_text:
            self._write(Writing.ANSWER)

    def _write(self, what: Writing) -> None:
        draft = self._questionnaire.current
        if draft is None and what is not Writing.DECLINE:
            return
        self._writing = what
        if what is Writing.DECLINE:
            self.open_field("", placeholder="No reason needed", passed_keys=("enter",))
            return
        assert draft is not None
        text = draft.note if what is Writing.NOTE else draft.text
        passed = ("enter", "tab", *_NEW_LINE_KEYS)
        self.open_field(text, placeholder="Write here", passed_keys=passed)

    def _keep(self) -> None:
        draft = self._questionnaire.current
        if draft is None or not self.field.is_open:
            return
        if self._writing is Writing.ANSWER:
            draft.write(self.field.text)
        elif self._writing is Writing.NOTE:
            draft.note = self.field.text

    def _send(self, answers: tuple[Answer, ...] | None, reason: str = "") -> None:
        request = self.request
        if request is not None:
            self.answered(self.Answered(request.id, answers, reason), request.id)
