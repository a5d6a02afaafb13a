"""Questions, choices and answers as rows."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment

from agent_tui.protocol.questions import Answer
from agent_tui.ui.markdown.wrap import wrapped
from agent_tui.ui.panels.ink import MARGIN, Ink
from agent_tui.ui.panels.question.answer_draft import AnswerDraft
from agent_tui.ui.panels.question.questionnaire import Questionnaire
from agent_tui.ui.panels.sheet import Line
from agent_tui.ui.render.exact_text import revealed

_MARK_CELLS = 6  # pointer, number, box


def tab_line(questionnaire: Questionnaire, ink: Ink) -> Line:
    """The steps: which question is shown, which are answered."""
    runs = []
    for number, draft in enumerate(questionnaire.drafts):
        is_here = number == questionnaire.step
        name = one_row(draft.question.header) or "question"
        done = " ✓" if draft.is_answered else ""
        runs.append((f"{number + 1} {name}{done}", ink.strong if is_here else ink.dim))
        runs.append((" · ", ink.dim))
    runs.append(("review", ink.strong if questionnaire.is_review else ink.dim))
    return ink.line(*runs)


def choice_lines(draft: AnswerDraft, ink: Ink, width: int) -> tuple[list[Line], tuple[int, int]]:
    """The choices, and which of these rows belong to the one that was moved to."""
    lines: list[Line] = []
    here = (0, 0)
    for row, choice in enumerate(draft.question.choices):
        start = len(lines)
        lines += _choice(draft, row, choice.label, choice.description, ink, width)
        if row == draft.cursor:
            here = (start, len(lines))
    if draft.question.has_other:
        row, start = len(draft.question.choices), len(lines)
        lines += _choice(draft, row, "Other", draft.text, ink, width)
        if row == draft.cursor:
            here = (start, len(lines))
    return lines, here


def note_lines(draft: AnswerDraft, ink: Ink, width: int) -> list[Line]:
    """The remark on the answer, if there is one."""
    return ink.sentence(draft.note, ink.dim, width, mark="note: ") if draft.note.strip() else []


def review_lines(drafts: Sequence[AnswerDraft], ink: Ink, width: int) -> list[Line]:
    """Each question with its answer."""
    lines: list[Line] = []
    for number, draft in enumerate(drafts):
        lines += ink.sentence(draft.question.text, ink.dim, width, mark=f"{number + 1}  ")
        said = answer_text(draft.answer())
        if said:
            lines += ink.sentence(said, ink.text, width, mark="   ")
        elif draft.question.is_required:
            lines += ink.sentence("needs an answer", ink.warning, width, mark="   ")
        else:
            lines += ink.sentence("no answer", ink.dim, width, mark="   ")
        lines += note_lines(draft, ink, width)
    return lines


def answer_text(answer: Answer) -> str:
    """An answer in one go."""
    return " · ".join(part for part in (*answer.choices, answer.text) if part)


def one_row(text: str) -> str:
    """Foreign text as one row."""
    return " ".join(revealed(text).split())


def _choice(
    draft: AnswerDraft, row: int, label: str, more: str, ink: Ink, width: int
) -> list[Line]:
    is_taken = draft.is_other if draft.is_other_row(row) else row in draft.chosen
    is_here = row == draft.cursor
    box = ("■" if is_taken else "□") if draft.is_multi else ("●" if is_taken else "○")
    mark = [
        ("❯ " if is_here else "  ", ink.accent),
        (f"{row + 1} " if row < 9 else "  ", ink.key),
        (f"{box} ", ink.accent if is_taken else ink.dim),
    ]
    runs = [Segment(one_row(label), ink.strong if is_here or is_taken else ink.text)]
    if more := one_row(more):
        runs.append(Segment(f"  {more}", ink.dim))
    rows = wrapped(runs, width - MARGIN - _MARK_CELLS - 1)
    blank = [(" " * _MARK_CELLS, ink.text)]
    return [
        Line([*ink.line(*(blank if index else mark)).runs, *pieces], row)
        for index, pieces in enumerate(rows)
    ]
