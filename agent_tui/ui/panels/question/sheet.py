"""The whole question panel as rows."""

from __future__ import annotations

from enum import StrEnum

from agent_tui.ui.panels.ink import Ink
from agent_tui.ui.panels.question.answer_draft import AnswerDraft
from agent_tui.ui.panels.question.question_lines import (
    choice_lines,
    note_lines,
    one_row,
    review_lines,
    tab_line,
)
from agent_tui.ui.panels.question.questionnaire import Questionnaire
from agent_tui.ui.panels.sheet import Line, Sheet

_MOST_HEAD_ROWS = 4


class Writing(StrEnum):
    """What is being written in the text field."""

    NOTHING = "nothing"
    ANSWER = "answer"
    NOTE = "note"
    DECLINE = "decline"


def question_sheet(
    title: str, questionnaire: Questionnaire, writing: Writing, ink: Ink, width: int
) -> Sheet:
    """The question that is shown, or the look over all answers."""
    titles = [ink.line((one_row(title) or "Agent asks", ink.strong))]
    if questionnaire.has_review:
        titles.append(tab_line(questionnaire, ink))
    draft = questionnaire.current
    if draft is None:
        return Sheet(
            title=titles,
            body=review_lines(questionnaire.drafts, ink, width),
            label=_label(None, writing, ink),
            hint=_hint(None, writing),
        )
    head = ink.sentence(draft.question.text, ink.text, width)
    body, here = ([], (0, 0)) if draft.is_text else choice_lines(draft, ink, width)
    if writing is not Writing.NOTE:
        body = [*body, *note_lines(draft, ink, width)]
    if draft.is_text and writing is not Writing.ANSWER and draft.text.strip():
        body = [*ink.sentence(draft.text, ink.strong, width), *body]
    if len(head) > _MOST_HEAD_ROWS:  # they would push the choices out of a low window
        here = (here[0] + len(head), here[1] + len(head)) if here[1] else here
        head, body = [], [*head, *body]
    return Sheet(
        title=titles,
        head=head,
        body=body,
        here=here,
        label=_label(draft, writing, ink),
        hint=_hint(draft, writing),
    )


def _label(draft: AnswerDraft | None, writing: Writing, ink: Ink) -> list[Line]:
    if writing is Writing.DECLINE:
        return [ink.line(("Decline to answer. The agent is told why:", ink.strong))]
    if writing is Writing.NOTE:
        return [ink.line(("A note on this answer:", ink.strong))]
    if writing is Writing.ANSWER and draft is not None and not draft.is_text:
        return [ink.line(("Your own answer:", ink.strong))]
    return []


def _hint(draft: AnswerDraft | None, writing: Writing) -> list[tuple[str, str]]:
    if writing is Writing.DECLINE:
        return [("Enter", "declines"), ("Esc", "goes back")]
    if writing is not Writing.NOTHING:
        other = "note" if writing is Writing.ANSWER else "answer"
        return [("Enter", "takes it"), ("Ctrl+J", "new line"), ("Tab", other), ("Esc", "more keys")]
    if draft is None:
        return [("Enter", "sends"), ("←", "back"), ("1-9", "change"), ("x", "declines")]
    if draft.is_text:
        keys = [("Enter", "next"), ("o", "writes")]
    elif draft.is_multi:
        keys = [("Space", "takes"), ("Enter", "next")]
    else:
        keys = [("↑↓", "choose"), ("Enter", "takes it")]
    return [*keys, ("+", "note"), ("x", "declines"), ("Esc", "stops the turn")]
