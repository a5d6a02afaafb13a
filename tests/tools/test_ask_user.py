"""The tool ask_user: what it takes, what the user is asked, what the model is told."""

from __future__ import annotations

import json

import pytest

from agent_tui.errors import ToolArgumentsInvalid
from agent_tui.protocol.questions import Answer, Choice, Question, QuestionKind
from agent_tui.providers.demo.tool_use import tool_use_for
from agent_tui.tools.ask_user import AskUser
from tests.tools.fake_context import FakeContext


async def asked(arguments: str, *answers: Answer) -> tuple[list[Question], str]:
    context = FakeContext("/", answers=answers)
    tool = AskUser()
    result = await tool.run(tool.parsed(arguments), context)
    assert not result.is_error
    return context.questions, result.text


async def test_a_single_question_with_choices_is_answered_by_one_of_them() -> None:
    questions, text = await asked(
        '{"question": " Which? ", "choices": ["A", " B "]}',
        Answer(question_id="q1", choices=("B",)),
    )

    assert questions == [
        Question(
            id="q1",
            text="Which?",
            kind=QuestionKind.SINGLE,
            choices=(Choice(label="A"), Choice(label="B")),
        )
    ]
    assert text == "The user answered.\n\nWhich?\nAnswer: B"


async def test_the_demo_agents_call_is_understood() -> None:
    use = tool_use_for("ask_user", "", [AskUser().spec])
    assert use is not None

    questions, _ = await asked(use.arguments)

    assert [choice.label for choice in questions[0].choices] == ["Red", "Green", "Blue"]


async def test_several_questions_are_asked_together_and_told_one_by_one() -> None:
    arguments = {
        "title": "Release",
        "questions": [
            {
                "text": "Which parts?",
                "kind": "multi",
                "header": "Parts",
                "choices": [{"label": "docs", "description": "the manual"}, "code"],
                "default": "code",
                "allow_other": False,
            },
            {"text": "Why?", "default": "Because"},
            {"text": "When?", "choices": ["now", "later"]},
        ],
    }
    questions, text = await asked(
        json.dumps(arguments),
        Answer(question_id="q2", text="It is time", note="really"),
        Answer(question_id="q1", choices=("docs", "code"), text="tests"),
    )

    assert questions[0] == Question(
        id="q1",
        text="Which parts?",
        kind=QuestionKind.MULTI,
        choices=(Choice(label="docs", description="the manual"), Choice(label="code")),
        header="Parts",
        has_other=False,
        default="code",
    )
    assert [question.kind for question in questions[1:]] == [QuestionKind.TEXT, QuestionKind.SINGLE]
    assert text.split("\n\n")[1:] == [
        "Which parts?\nAnswer: docs, code\nAlso: tests",
        "Why?\nAnswer: It is time\nNote: really",
        "When?\nAnswer: (none)",
    ]


async def test_a_declined_question_tells_the_model_how_to_go_on() -> None:
    context = FakeContext("/", answers=None)
    tool = AskUser()

    result = await tool.run(tool.parsed('{"question": "Which?"}'), context)

    assert result.is_error
    assert result.text.startswith("The user did not answer. Do not ask the same again.")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({}, "question: there is no question"),
        ({"question": "  "}, "question: there is no question"),
        ({"questions": []}, "question: there is no question"),
        ({"question": "a", "questions": [{"text": "b"}]}, "not both"),
        ({"choices": ["a"], "questions": [{"text": "b"}]}, "not both"),
        ({"questions": [{"text": "a"}] * 7}, "questions: at most 6, but there are 7"),
        ({"questions": [{"text": "a"}, {"text": ""}]}, r"questions\[1\].text"),
        ({"question": "a", "choices": ["b", "b "]}, 'choices: "b" is there twice'),
        ({"question": "a", "choices": ["b", " "]}, "choices: a label is empty"),
        ({"question": "a", "choices": [str(n) for n in range(13)]}, "choices: at most 12"),
        ({"questions": [{"text": "a", "kind": "text", "choices": ["b"]}]}, r"\[0\].choices"),
        ({"questions": [{"text": "a", "kind": "multi"}]}, "kind multi needs some"),
        ({"questions": [{"text": "a", "choices": ["b"], "default": "c"}]}, r"\[0\].default"),
        ({"questions": [{"text": "a", "kind": "yes"}]}, "kind"),
        ({"question": "a", "options": ["b"]}, "options"),
    ],
)
def test_questions_that_make_no_sense_are_refused(
    arguments: dict[str, object], problem: str
) -> None:
    with pytest.raises(ToolArgumentsInvalid, match=problem):
        AskUser().parsed(json.dumps(arguments))


def test_asking_needs_no_permission_and_has_no_time_limit() -> None:
    tool = AskUser()
    arguments = tool.parsed('{"question": "Which\\none?"}')

    assert tool.accesses(arguments, "/") == ()
    assert tool.timeout_s == 0
    assert tool.summary(arguments) == "Ask: Which one?"
    assert len(tool.summary(tool.parsed(json.dumps({"question": "x" * 300})))) < 100
