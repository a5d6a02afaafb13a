"""The words of questions: what an agent asks the user apart from permission."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTI = "multi"
    TEXT = "text"


class Choice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer on offer."""

    label: str
    description: str = ""


class Question(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One question. id: unique in its request. header: a word or two for a tab, "" for none.

    has_other: the user may write an answer of their own instead of, or with MULTI beside, the
    choices. default: the label chosen or the text filled in at first. is_required: the request
    cannot be sent without an answer to it.
    """

    id: str
    text: str
    kind: QuestionKind = QuestionKind.TEXT
    choices: tuple[Choice, ...] = ()
    header: str = ""
    has_other: bool = True
    default: str = ""
    is_required: bool = True


class Answer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to one question. choices: labels, in the question's order. text: free text, or the
    "other" answer. note: a remark of the user on the answer."""

    question_id: str
    choices: tuple[str, ...] = ()
    text: str = ""
    note: str = ""


class QuestionRequest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Questions that are answered and sent together. call_id: the tool call that asks, "" when the
    engine itself does. title: a few words on what it is about. created: Unix seconds."""

    id: str
    session_id: str
    questions: tuple[Question, ...]
    turn_id: str = ""
    call_id: str = ""
    title: str = ""
    created: float = 0.0
