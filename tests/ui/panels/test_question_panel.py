from __future__ import annotations

import pytest
from msgspec.structs import replace

from agent_tui.protocol.questions import Answer, Choice, Question, QuestionKind
from agent_tui.ui.widgets.question_panel import QuestionPanel
from tests.ui.panels.asked import LANGUAGE, NAME, PARTS, Hands, a_bare_app, questions


def answers(hands: Hands) -> tuple[Answer, ...] | None:
    (said,) = hands.said(QuestionPanel.Answered)
    given: tuple[Answer, ...] | None = said.answers
    return given


@pytest.mark.parametrize("keys", [["2", "enter"], ["j", "j", "enter"], ["down", "j", "enter"]])
async def test_a_choice_is_made_by_number_or_by_moving(keys: list[str]) -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(LANGUAGE))

        await hands.press(*keys)

        assert answers(hands) == (Answer(question_id="language", choices=("Rust",)),)


async def test_enter_without_a_choice_is_told_and_sends_nothing() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(LANGUAGE))

        await hands.press("enter", "enter")

        assert hands.sees("This needs an answer")
        assert not hands.app.messages


async def test_a_default_is_chosen_already() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(replace(LANGUAGE, default="Go")))
        assert hands.sees("3 ● Go")

        await hands.press("enter")

        assert answers(hands) == (Answer(question_id="language", choices=("Go",)),)


async def test_several_choices_come_in_the_questions_order_with_an_answer_of_ones_own() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(PARTS))

        await hands.press("3", "1", "2", "2", "4", *"demo", "enter", "enter")

        assert answers(hands) == (
            Answer(question_id="parts", choices=("Tests", "Benchmarks"), text="demo"),
        )


async def test_an_answer_of_ones_own_replaces_a_single_choice() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(LANGUAGE))

        await hands.press("1", "o", *"Zig", "enter")

        assert answers(hands) == (Answer(question_id="language", text="Zig"),)


async def test_a_question_without_other_has_only_its_choices() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(replace(LANGUAGE, has_other=False)))

        assert not hands.sees("Other")
        await hands.press("4", "o")
        assert not hands.app.messages


async def test_a_text_is_written_at_once_with_line_breaks() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(replace(NAME, default="a")))

        await hands.press("b", "ctrl+j", "c", "enter")

        assert answers(hands) == (Answer(question_id="name", text="ab\nc"),)


async def test_a_text_that_is_required_is_not_sent_empty() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(NAME))
        await hands.press("enter")
        assert hands.sees("This needs an answer.")
        assert hands.questions.field.has_focus

        hands.questions.clear()
        await hands.ask(questions(replace(NAME, is_required=False)))
        await hands.press("enter")
        assert answers(hands) == (Answer(question_id="name"),)


async def test_a_note_goes_with_the_answer() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(LANGUAGE), questions(NAME, request_id="q2"))
        await hands.press("1", "+", *"for now", "enter", "enter")
        await hands.rest()
        await hands.press("x", "tab", "y", "enter", "enter")

        first, second = (said.answers for said in hands.said(QuestionPanel.Answered))
        assert first == (Answer(question_id="language", choices=("Python",), note="for now"),)
        assert second == (Answer(question_id="name", text="x", note="y"),)


async def test_several_questions_are_looked_over_before_they_are_sent() -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(questions(LANGUAGE, PARTS, NAME, title="The tool"))
        assert hands.sees("1 Language · 2 Parts · 3 Name · review")
        await hands.press("1", "enter", "space", "1", "enter", *"Ann", "enter")
        assert hands.sees("1 Language ✓ · 2 Parts ✓ · 3 Name ✓ · review")
        assert hands.sees("Tests")
        assert not hands.app.messages

        await hands.press("1", "2", "enter", "enter")

        assert answers(hands) == (
            Answer(question_id="language", choices=("Rust",)),
            Answer(question_id="parts", choices=("Tests",)),
            Answer(question_id="name", text="Ann"),
        )


async def test_what_is_missing_is_shown_instead_of_sent() -> None:
    async with a_bare_app(size=(80, 40)) as hands:
        await hands.ask(questions(LANGUAGE, PARTS))
        await hands.press("right", "right")
        assert hands.sees("needs an answer")

        await hands.press("enter")

        assert hands.sees("Question 1 needs an answer.")
        assert not hands.app.messages


async def test_x_declines_with_a_reason_or_goes_back() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(LANGUAGE))
        await hands.press("x", "escape")
        assert hands.sees("1 ○ Python")

        await hands.press("x", *"not now", "enter")

        (said,) = hands.said(QuestionPanel.Answered)
        assert (said.answers, said.reason) == (None, "not now")


async def test_what_is_written_survives_esc() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(NAME))

        await hands.press(*"Ann", "escape", "enter")

        assert answers(hands) == (Answer(question_id="name", text="Ann"),)


async def test_clicks_choose_and_a_second_click_goes_on() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(LANGUAGE))
        await hands.click("Rust")
        assert hands.sees("❯ 2 ● Rust")

        await hands.click("Rust")

        assert answers(hands) == (Answer(question_id="language", choices=("Rust",)),)


async def test_many_choices_scroll_with_the_one_that_is_moved_to() -> None:
    many = Question(
        id="many",
        text="Which?",
        kind=QuestionKind.SINGLE,
        choices=tuple(Choice(label=f"number {n}", description="words " * 9) for n in range(30)),
    )
    async with a_bare_app() as hands:
        await hands.ask(questions(many))

        await hands.press(*["j"] * 20)
        assert hands.sees("number 19")
        await hands.press("enter")

        assert answers(hands) == (Answer(question_id="many", choices=("number 19",)),)


async def test_questions_that_arrive_together_are_asked_in_turn() -> None:
    async with a_bare_app() as hands:
        await hands.ask(questions(LANGUAGE), questions(NAME, request_id="q2"))
        assert hands.sees("1 of 2")

        await hands.press("1", "enter")
        await hands.rest()

        assert hands.sees("2 of 2")
        assert hands.sees("What shall it be called?")


@pytest.mark.parametrize("size", [(20, 6), (40, 12), (80, 24), (200, 60), (5, 3)])
@pytest.mark.parametrize("some", [(LANGUAGE,), (PARTS,), (NAME,), (LANGUAGE, PARTS, NAME)])
async def test_every_size_takes_at_most_half_and_crashes_never(
    size: tuple[int, int], some: tuple[Question, ...]
) -> None:
    async with a_bare_app(size=size) as hands:
        await hands.ask(questions(*some))
        await hands.press("plus", "a", "enter")

        assert hands.questions.size.height <= max(size[1] // 2, 3)
        strips = hands.app.screen._compositor.render_strips()
        assert [strip.cell_length for strip in strips] == [size[0]] * size[1]
