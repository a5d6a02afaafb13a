"""Selecting with the keyboard."""

from __future__ import annotations

import pytest

from agent_tui.protocol.events import PartKind
from tests.ui.transcript.screen import a_prompt, an_answer
from tests.ui.transcript.selecting import lines, selecting

_TALK = [
    a_prompt("first question", "u1"),
    an_answer("one two-three four\n\n漢字 and 👩‍💻 end", "a1"),
    a_prompt("second question", "u2"),
    an_answer("final.\n\nwords", "a2"),
]
# Where the caret stands at first: the first row of the last answer ("final.").


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("l l", "fin"),
        ("right right left", "fi"),
        ("h h", "f"),
        ("$", "final."),
        ("dollar_sign 0", "f"),
        ("e", "final"),
        ("e e", "final."),
        ("w", "final."),
        ("w w", "final.\n\nw"),
        ("w w e", "final.\n\nwords"),
        ("w w b b", "f"),
        ("j j $", "final.\n\nwords"),
        ("$ o h", "final."),
        ("G", "final.\n\nw"),
        ("k", "second question\n\nf"),
        ("left_curly_bracket", "second question\n\nf"),
        ("b", "question\n\nf"),
        ("left_curly_bracket left_curly_bracket right_curly_bracket", "second question\n\nf"),
        ("end home", "f"),
        ("l circumflex_accent", "f"),
        ("pagedown", "final.\n\nw"),
        ("ctrl+d", "final.\n\nw"),
        (
            "w w w ctrl+u ctrl+u j k",
            "first question\n\none two-three four\n\n漢字 and 👩‍💻 end\n\nsecond question\n\nf",
        ),
        ("V", "final."),
        ("V j j", "final.\n\nwords"),
        ("V l v", "fi"),
        ("g x G", "final.\n\nw"),
    ],
)
async def test_v_selects_from_the_caret_to_where_the_keys_take_it(keys: str, text: str) -> None:
    names = {"$": "dollar_sign"}
    async with selecting(*_TALK) as screen:
        await screen.press("v", *(names.get(key, key) for key in keys.split()), "y")

        assert screen.copied() == text


async def test_g_g_and_enter_copy_from_the_very_start() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "g", "g", "enter")

        assert screen.copied().startswith("first question\n\none two-three four\n\n")
        assert screen.copied().endswith("second question\n\nf")


async def test_the_caret_steps_over_wide_characters_as_a_whole() -> None:
    async with selecting(an_answer("漢字 and 👩‍💻 end")) as screen:
        copied = []
        for steps in range(3):
            await screen.press("v", *["l"] * steps, "y")
            copied.append(screen.copied())
        await screen.press("v", "w", "w", "l", "o", "w", "w", "y")

        assert copied == ["漢", "漢字", "漢字 "]
        assert screen.copied() == "👩‍💻 "


async def test_up_and_down_keep_the_cell_over_shorter_rows() -> None:
    async with selecting(an_answer("a long first row\n\nab\n\nanother long row")) as screen:
        await screen.press("v", *["l"] * 9, "j", "j", "j", "j", "o", "l", "y")

        assert screen.copied() == " long first row\n\nab\n\nanother lo"


@pytest.mark.parametrize("key", ["shift+down", "shift+up"])
async def test_shift_and_an_arrow_begin_to_select_whole_rows(key: str) -> None:
    async with selecting(an_answer("one\n\ntwo\n\nthree")) as screen:
        await screen.press(key, key, "y")

        assert screen.copied() == {"shift+down": "one\n\ntwo", "shift+up": "two\n\nthree"}[key]


async def test_the_caret_and_the_selection_are_seen() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "l", "l")
        strip = screen.transcript.render_line(8)
        carets = [s.text for s in strip if s.style and s.style.reverse]

        assert await screen.lit() == ["fin"]
        assert carets == ["n"]


@pytest.mark.parametrize("key", ["escape", "v"])
async def test_leaving_clears_the_selection_and_copies_nothing(key: str) -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "l", key)

        assert await screen.lit() == []
        assert screen.app.wanted == []
        await screen.press("y")
        assert screen.copied() == "final.\n\nwords"


async def test_a_hint_says_what_the_keys_do_until_they_do_it_no_more() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "V", "escape")

        characters, rows, nothing = screen.app.hints
        assert "V lines" in characters
        assert "v characters" in rows
        assert nothing == ""


async def test_the_hint_is_gone_before_the_screen_says_what_was_copied() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "y")

        assert screen.app.hints_when_copied[-1] == ""


async def test_a_character_that_means_nothing_is_not_typed_anywhere() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "x", "q", "f6")

        assert screen.app.keys_left == ["v", "f6"]


async def test_the_caret_goes_with_the_focus_and_the_selection_stays() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "l")
        screen.app.above.focus()
        await screen.rows()

        assert await screen.lit() == ["fi"]
        assert screen.app.hints[-1] == ""


async def test_the_mouse_takes_over_from_the_caret() -> None:
    async with selecting(*_TALK) as screen:
        await screen.press("v", "l")
        await screen.drag((2, 0), (6, 0))
        await screen.press("j", "y")

        assert screen.copied() == "first"
        assert screen.app.hints[-1] == ""


async def test_the_view_goes_with_the_caret() -> None:
    async with selecting(a_prompt("x"), an_answer(lines(0, 60)), height=10) as screen:
        await screen.press("v", "pageup", "pageup", "pageup")
        up = await screen.rows()
        await screen.press("G")

        assert any("line 4" in row for row in up)
        assert "line 59" in (await screen.rows())[-1]


async def test_while_the_caret_is_there_text_that_arrives_moves_nothing() -> None:
    async with selecting(a_prompt("x"), an_answer(lines(0, 20)), height=10) as screen:
        await screen.press("v", "l")
        before = await screen.rows()
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", lines(20, 40))

        assert await screen.rows() == before


async def test_ctrl_a_selects_the_sources_of_everything() -> None:
    async with selecting(*_TALK[:1], an_answer("**bold**", "a3"), *_TALK[2:]) as screen:
        await screen.press("ctrl+a", "y")

        assert screen.copied() == (
            "first question\n\n**bold**\n\nsecond question\n\nfinal.\n\nwords"
        )


async def test_the_selected_text_ends_where_the_text_it_was_selected_in_has_changed() -> None:
    async with selecting(a_prompt("x")) as screen:
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", "so **many")
        await screen.drag((2, 2), (10, 2))
        selected = screen.transcript.has_selection
        screen.transcript.append_text("p1", "** words")
        await screen.rows()

        assert selected
        assert not screen.transcript.has_selection
