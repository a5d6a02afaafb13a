"""The tool ask_user: questions of the model to the user, apart from permission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from agent_tui.errors import QuestionDeclined, ToolArgumentsInvalid
from agent_tui.protocol.questions import Answer, Choice, Question, QuestionKind
from agent_tui.protocol.tools import ToolContext, ToolResult
from agent_tui.tools.typed_tool import TypedTool

_MAX_QUESTIONS = 6
_MAX_CHOICES = 12
_SUMMARY_CHARS = 80
_NO_ANSWER = (
    "Do not ask the same again. Go on in the most sensible way and say what you assumed, or stop "
    "and say what you need to know."
)


class AskedChoice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer on offer."""

    label: Annotated[str, Meta(description="Short; this is what comes back.")]
    description: Annotated[str, Meta(description="What choosing it means.")] = ""


class AskedQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question and how it is answered."""

    text: Annotated[str, Meta(description="The question, as the user reads it.")]
    kind: Annotated[
        QuestionKind | None,
        Meta(
            description="single: one choice; multi: any number of choices; text: free text. "
            "Left out: single with choices, text without."
        ),
    ] = None
    choices: Annotated[
        tuple[AskedChoice | str, ...],
        Meta(description=f"What is on offer, at most {_MAX_CHOICES}; labels, or objects."),
    ] = ()
    header: Annotated[str, Meta(description="One or two words that name the topic.")] = ""
    default: Annotated[
        str, Meta(description="The label chosen at first, or the text filled in at first.")
    ] = ""
    allow_other: Annotated[
        bool, Meta(description="The user may write an answer that is not among the choices.")
    ] = True


class AskUserArguments(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to ask: question or questions."""

    question: Annotated[str, Meta(description="A single question; or else use questions.")] = ""
    choices: Annotated[
        tuple[str, ...],
        Meta(description="Labels on offer for the single question; leave out for free text."),
    ] = ()
    questions: Annotated[
        tuple[AskedQuestion, ...],
        Meta(description=f"1 to {_MAX_QUESTIONS} questions that are answered together."),
    ] = ()
    title: Annotated[str, Meta(description="A few words on what the questions are about.")] = ""


class AskUser(TypedTool[AskUserArguments]):
    """Waits for people, so it has no time limit; asking needs no permission."""

    name = "ask_user"
    description = (
        "Ask the user when a decision is theirs and you cannot find the answer yourself. Give "
        "`question` (with `choices` where you can), or several `questions` at once. Not for "
        "permission: other tools ask for that by themselves."
    )
    arguments_type = AskUserArguments
    is_read_only = True
    timeout_s = 0.0

    def parsed(self, arguments: str) -> AskUserArguments:
        """See `Tool`."""
        parsed = super().parsed(arguments)
        problem = _problem(parsed)
        if problem:
            raise ToolArgumentsInvalid(f'The arguments of "{self.name}" are not valid: {problem}.')
        return parsed

    def summary(self, arguments: AskUserArguments) -> str:
        """See `Tool`."""
        text = " ".join(_asked(arguments)[0].text.split())
        return f"Ask: {text if len(text) <= _SUMMARY_CHARS else text[: _SUMMARY_CHARS - 1] + '…'}"

    async def run(self, arguments: AskUserArguments, context: ToolContext) -> ToolResult:
        """See `Tool`."""
        questions = tuple(
            _question(f"q{number}", asked) for number, asked in enumerate(_asked(arguments), 1)
        )
        try:
            answers = await context.question(questions, arguments.title.strip())
        except QuestionDeclined as declined:
            return ToolResult(text=f"{declined} {_NO_ANSWER}", is_error=True)
        return ToolResult(text=_told(questions, answers))


def _asked(arguments: AskUserArguments) -> tuple[AskedQuestion, ...]:
    if arguments.questions:
        return arguments.questions
    return (AskedQuestion(text=arguments.question, choices=arguments.choices),)


def _question(question_id: str, asked: AskedQuestion) -> Question:
    return Question(
        id=question_id,
        text=asked.text.strip(),
        kind=_kind(asked),
        choices=tuple(
            Choice(label=_label(choice), description=_description(choice))
            for choice in asked.choices
        ),
        header=asked.header.strip(),
        has_other=asked.allow_other,
        default=asked.default if _kind(asked) is QuestionKind.TEXT else asked.default.strip(),
    )


def _kind(asked: AskedQuestion) -> QuestionKind:
    return asked.kind or (QuestionKind.SINGLE if asked.choices else QuestionKind.TEXT)


def _label(choice: AskedChoice | str) -> str:
    return (choice if isinstance(choice, str) else choice.label).strip()


def _description(choice: AskedChoice | str) -> str:
    return "" if isinstance(choice, str) else choice.description.strip()


def _problem(arguments: AskUserArguments) -> str:
    if arguments.questions and (arguments.question or arguments.choices):
        return "give either question (with choices) or questions, not both"
    if len(arguments.questions) > _MAX_QUESTIONS:
        return f"questions: at most {_MAX_QUESTIONS}, but there are {len(arguments.questions)}"
    if not arguments.questions:
        (asked,) = _asked(arguments)
        problem = _question_problem(asked)
        return problem.replace("text:", "question:") if problem else ""
    for index, asked in enumerate(arguments.questions):
        problem = _question_problem(asked)
        if problem:
            return f"questions[{index}].{problem}"
    return ""


def _question_problem(asked: AskedQuestion) -> str:
    if not asked.text.strip():
        return "text: there is no question"
    labels = [_label(choice) for choice in asked.choices]
    is_text = _kind(asked) is QuestionKind.TEXT
    if is_text and labels:
        return "choices: a question of kind text has none"
    return "" if is_text else _choices_problem(asked, labels)


def _choices_problem(asked: AskedQuestion, labels: Sequence[str]) -> str:
    if not labels:
        return f"choices: a question of kind {asked.kind} needs some"
    if len(labels) > _MAX_CHOICES:
        return f"choices: at most {_MAX_CHOICES}, but there are {len(labels)}"
    if not all(labels):
        return "choices: a label is empty"
    twice = next((label for label in labels if labels.count(label) > 1), "")
    if twice:
        return f'choices: "{twice}" is there twice'
    if asked.default.strip() and asked.default.strip() not in labels:
        return f'default: "{asked.default.strip()}" is not one of the choices'
    return ""


def _told(questions: Sequence[Question], answers: Sequence[Answer]) -> str:
    found = {answer.question_id: answer for answer in answers}
    blocks = [f"{question.text}\n{_told_answer(found.get(question.id))}" for question in questions]
    return "The user answered.\n\n" + "\n\n".join(blocks)


def _told_answer(answer: Answer | None) -> str:
    if answer is None or not (answer.choices or answer.text or answer.note):
        return "Answer: (none)"
    lines = []
    if answer.choices:
        lines.append(f"Answer: {', '.join(answer.choices)}")
    if answer.text:
        lines.append(f"{'Also' if answer.choices else 'Answer'}: {answer.text}")
    if answer.note:
        lines.append(f"Note: {answer.note}")
    return "\n".join(lines)
