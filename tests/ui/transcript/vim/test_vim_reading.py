"""vim on the screen: what keys do to view and items, and what the view does to the cursor."""

from __future__ import annotations

import pytest

from agent_tui.protocol.events import PartKind
from tests.ui.transcript.screen import a_history, a_prompt, an_answer
from tests.ui.transcript.selecting import MARK, lines
from tests.ui.transcript.vim.screen import reading, wheel_up

CTRL_D, CTRL_U, CTRL_E, CTRL_Y, CTRL_V = "\x04", "\x15", "\x05", "\x19", "\x16"
TALK = (a_prompt("ask me"), an_answer("Some **bold** words (inside *this*) here\n\nlast line"))


async def test_without_vim_all_keys_are_those_of_the_transcript() -> None:
    async with reading(*TALK, is_vim=False) as screen:
        await screen.pilot.press("v", "l", "y")

        assert screen.transcript.reading is None
        assert screen.app.wanted[-1].text == "So"
        assert screen.app.labels == []


async def test_the_cursor_is_a_block_and_the_current_item_is_its() -> None:
    async with reading(*TALK) as screen:
        assert screen.line.startswith("Some")
        assert screen.reversed_cells() == ["S"]
        assert screen.app.labels[-1] == ("NORMAL", "")

        await screen.type("kk")
        assert screen.char == "a"
        assert (await screen.rows())[1].startswith(MARK) or (await screen.rows())[0].startswith(
            MARK
        )


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        ("f(yi(", "inside this"),
        ("wve" + "y", "bold"),
        ("yy", "Some bold words (inside this) here"),
        ("VGy", "Some **bold** words (inside *this*) here\n\nlast line"),
        ("yG", "Some **bold** words (inside *this*) here\n\nlast line"),
        ("Gygg", "ask me\n\nSome **bold** words (inside *this*) here\n\nlast line"),
        (CTRL_V + "2ljjy", "Som\n\nlas"),
    ],
)
async def test_a_yank_copies_the_source(keys: str, copied: str) -> None:
    async with reading(*TALK) as screen:
        await screen.type(keys)

        assert screen.app.wanted[-1].text.rstrip("\n") == copied
        assert not screen.transcript.has_selection


async def test_a_yank_into_a_register_leaves_the_clipboard_alone_and_plus_is_the_clipboard() -> (
    None
):
    async with reading(*TALK) as screen:
        await screen.type('"ayiw"+yw"byG')

        assert screen.app.wanted == []
        assert ("copy", "Some ") in screen.app.asked
        content = screen.reading.reader.engine.registers.get("b")
        assert content is not None
        assert content.text.startswith("Some **bold**")


async def test_the_mode_and_what_is_half_typed_are_told() -> None:
    async with reading(*TALK) as screen:
        await screen.type("2")
        assert screen.app.labels[-1] == ("NORMAL 2", "")
        await screen.type("w" + CTRL_V)
        assert screen.app.labels[-1] == ("V-BLOCK", "")
        await screen.type("V")
        assert screen.app.labels[-1] == ("V-LINE", "")
        screen.app.above.focus()
        await screen.pilot.pause()
        assert screen.app.labels[-1] == ("composer", "")
        assert screen.reversed_cells() == []


async def test_keys_that_are_characters_of_a_command_do_nothing_else() -> None:
    async with reading(a_prompt("a/b :c {d"), an_answer("x")) as screen:
        await screen.type("ggf/")
        assert screen.line == "/b :c {d"
        await screen.type("f:")
        assert screen.line == ":c {d"
        await screen.type("f{")
        assert screen.line == "{d"
        assert screen.app.asked == []


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (":q\r", ("leave",)),
        (":w notes.md\r", ("write", "notes.md")),
        (":model gpt\r", ("line", "model gpt")),
        ("v:q\r", ("leave",)),
        (":noh\r", ("end search",)),
        ("*", ("search", "Some", "down")),
        ("#", ("search", "Some", "up")),
        ("i", ("write again", "i")),
        ("A", ("write again", "A")),
        ("o", ("write again", "A")),
        ("\x14", ("key", "ctrl+t")),
        ("\x1b[15~", ("key", "f5")),
    ],
)
async def test_what_is_not_about_the_text_goes_to_the_application(
    keys: str, asked: tuple[str, ...]
) -> None:
    async with reading(*TALK) as screen:
        await screen.type(keys)

        assert screen.app.asked == [asked]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (":%y\r", "lines have no numbers"),
        (":5\r", "lines have no numbers"),
        (":s/a/b/\r", "lines have no numbers"),
        ("dd", "E21"),
        ("n", "E35"),
        ("qa", "no macros"),
        ("zo", "E490"),
    ],
)
async def test_what_cannot_be_done_is_said(keys: str, said: str) -> None:
    async with reading(*TALK) as screen:
        await screen.type(keys)

        assert screen.app.said[0].startswith(said)


async def test_keys_typed_behind_one_that_leaves_go_where_the_focus_is() -> None:
    async with reading(*TALK) as screen:
        await screen.type("iwx")

        assert screen.app.asked == [("write again", "i")]
        assert screen.app.keys_left == ["w", "x"]


async def test_turns_edges_and_rows_of_the_view() -> None:
    async with reading(*a_history(20)) as screen:
        await screen.type("gg")
        assert screen.line == "question 0"
        await screen.type("}")
        assert screen.line == "question 1"
        await screen.type("3]]")
        assert screen.line == "question 4"
        await screen.type("j{")
        assert screen.line == "question 4"
        await screen.type("[[")
        assert screen.line == "question 3"
        await screen.type("''")
        assert screen.line == "question 4"
        await screen.type("H")
        top = screen.transcript.placed[0]
        assert screen.reading.reader.caret is not None
        assert screen.reading.reader.caret[:2] == top[:2]
        await screen.type("G")
        assert screen.line == "end of 19"
        assert screen.transcript.follows


async def test_scrolling_keeps_the_cursor_in_view() -> None:
    async with reading(an_answer(lines(0, 100))) as screen:
        await screen.type("gg" + CTRL_D)
        first = screen.line
        await screen.type(CTRL_E * 10)
        assert screen.is_cursor_in_view
        assert screen.line != first
        await screen.type("zt")
        at_top = screen.transcript.placed[0]
        assert screen.reading.reader.caret is not None
        assert screen.reading.reader.caret[:2] == at_top[:2]
        await screen.type("zb" + CTRL_U)
        assert screen.is_cursor_in_view
        for _ in range(20):
            screen.app.post_message(wheel_up())
        await screen.pilot.pause()
        assert screen.is_cursor_in_view
        await screen.type("gg" + CTRL_U)
        assert screen.line == "line 0"


async def test_text_that_arrives_does_not_push_the_cursor_out_of_view() -> None:
    async with reading(an_answer(lines(0, 20))) as screen:
        await screen.type("kk")
        line = screen.line
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", lines(20, 60))
        await screen.pilot.pause()

        assert screen.line == line
        assert screen.is_cursor_in_view
        assert not screen.transcript.follows


async def test_at_the_end_the_cursor_follows_what_arrives() -> None:
    async with reading(an_answer(lines(0, 20))) as screen:
        await screen.type("G")
        screen.transcript.add_part("t1", "p1", PartKind.TEXT)
        screen.transcript.append_text("p1", lines(20, 60))
        await screen.pilot.pause()

        assert screen.line == "line 59"
        assert screen.transcript.follows


async def test_a_fold_opens_and_closes_under_the_cursor() -> None:
    async with reading(a_prompt("think")) as screen:
        screen.transcript.add_part("t1", "p1", PartKind.THINKING)
        screen.transcript.append_text("p1", "one\ntwo")
        screen.transcript.end_part("p1")
        await screen.type("G")
        assert screen.line.startswith("▸ thought")
        for keys, shown in (
            ("zo", "two"), ("zo", "two"), ("zc", ""), ("za", "two"), (" ", ""),
            ("zR", "two"), ("zM", ""),
        ):  # fmt: skip
            await screen.type(keys)
            assert any("two" in row for row in await screen.rows()) is bool(shown), keys
        assert screen.line.startswith("▸ thought")


async def test_enter_opens_the_link_under_the_cursor_before_the_items_first_one() -> None:
    async with reading(
        an_answer("see https://a.example.org/x and https://b.example.org/y")
    ) as screen:
        await screen.type("fb\r")
        assert screen.app.opened == ["https://b.example.org/y"]
        await screen.type("0\r")
        assert screen.app.opened[1:] == ["https://a.example.org/x"]


async def test_a_click_moves_the_cursor_and_ends_a_selection() -> None:
    async with reading(*TALK) as screen:
        await screen.type("vl")
        row = next(y for y, text in enumerate(await screen.rows()) if "last" in text)
        await screen.click(4, row)

        assert screen.line == "st line"
        assert not screen.transcript.has_selection
        assert screen.app.labels[-1] == ("NORMAL", "")


async def test_what_the_mouse_has_selected_is_copied_by_y() -> None:
    async with reading(*TALK) as screen:
        row = next(y for y, text in enumerate(await screen.rows()) if "last" in text)
        at = f"{3};{row + 2}"
        await screen.type(f"\x1b[<0;{at}M\x1b[<32;6;{row + 2}M\x1b[<0;6;{row + 2}m")
        await screen.type("y")

        assert not screen.app.wanted[-1].to_primary_only
        assert screen.app.wanted[-1].text == "last"


async def test_another_session_begins_with_nothing_selected() -> None:
    async with reading(*TALK) as screen:
        await screen.type("mavj")
        screen.transcript.clear()
        await screen.pilot.pause()
        assert not screen.transcript.has_selection

        screen.transcript.add_welcome("Welcome here")
        await screen.type("0yiw")
        assert screen.app.wanted[-1].text == "Welcome"


async def test_in_another_width_the_cursor_stays_on_its_character_in_view() -> None:
    async with reading(an_answer("some words " * 40 + "\n\nend")) as screen:
        await screen.type("gg20w")
        line = screen.line
        await screen.pilot.resize_terminal(30, 10)
        await screen.pilot.pause()

        assert screen.line == line
        assert screen.is_cursor_in_view
