from __future__ import annotations

from textual import events

from tests.ui.running_chat import a_message, opened, running_chat

LOG = "\n".join(f"line {number}" for number in range(200))


async def test_up_and_down_call_up_this_sessions_prompts_and_keep_the_draft() -> None:
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(messages=(a_message("one"), a_message("two", message_id="m2"))))
        await chat.write("draft")

        await chat.press("up")
        assert chat.composer.text == "two"
        await chat.press("up")
        assert chat.composer.text == "one"
        await chat.press("down", "down")
        assert chat.composer.text == "draft"


async def test_up_moves_the_cursor_while_it_is_not_on_the_first_line() -> None:
    async with running_chat() as chat:
        await chat.enter("older")
        await chat.write("one\ntwo")

        await chat.press("up")

        assert chat.composer.text == "one\ntwo"
        assert chat.composer.cursor_location[0] == 0


async def test_the_composer_grows_with_its_text_and_leaves_room_for_the_transcript() -> None:
    async with running_chat() as chat:
        await chat.write("\n".join("abcdefghijklmnop"))
        assert [row for row in chat.rows() if row.startswith("─")]
        assert chat.composer.size.height == 8  # a third of 24 rows

        await chat.resize(80, 50)
        assert chat.composer.size.height == 12


async def test_a_large_paste_stands_as_a_chip_and_is_sent_whole() -> None:
    async with running_chat() as chat:
        await chat.write("look: ")
        chat.composer.post_message(events.Paste(LOG))
        await chat.pilot.pause()
        assert chat.composer.text == "look: [Pasted text #1 +200 lines]"

        await chat.press("enter")

        assert chat.engine.texts_sent() == [f"look: {LOG}"]


async def test_a_chip_is_deleted_as_one_and_undo_brings_it_back() -> None:
    async with running_chat() as chat:
        chat.composer.paste(LOG)
        await chat.press("backspace")
        assert chat.composer.text == ""

        await chat.press("ctrl+underscore")

        assert chat.composer.text == "[Pasted text #1 +200 lines]"


async def test_delete_removes_a_whole_chip_too() -> None:
    async with running_chat() as chat:
        chat.composer.paste(LOG)
        await chat.press("home", "delete")

        assert chat.composer.text == ""


async def test_a_small_paste_is_text_and_carries_no_terminal_sequences() -> None:
    async with running_chat() as chat:
        chat.composer.paste("\x1b[31mred\x1b[0m\r\nand\x07 plain\t.")

        assert chat.composer.text == "red\nand plain\t."


async def test_a_huge_draft_from_disk_comes_back_as_a_chip() -> None:
    draft = "x" * 100_000
    async with running_chat(is_open=False) as chat:
        await chat.emit(opened(draft=draft))

        assert chat.composer.text == "[Pasted text #1 +1 line, 100 kB]"
        assert chat.composer.draft == draft


async def test_stash_puts_a_draft_aside_and_says_how_to_get_it_back() -> None:
    async with running_chat() as chat:
        await chat.write("for later")
        await chat.press("ctrl+s")
        assert chat.composer.text == ""
        assert chat.sees("Ctrl+S restores it")

        await chat.press("ctrl+s")
        assert chat.composer.text == "for later"
        assert not chat.sees("restores it")


async def test_what_is_put_aside_is_part_of_the_draft_on_disk() -> None:
    async with running_chat() as chat:
        await chat.write("aside")
        await chat.press("ctrl+s")
        await chat.write("newer")

        text, extras = chat.composer.kept_draft
        assert text == "newer"
        assert [draft.text for draft in extras.stash] == ["aside"]


async def test_tab_completes_a_command_and_else_indents() -> None:
    async with running_chat() as chat:
        await chat.write("/he")
        await chat.press("tab")
        assert chat.composer.text == "/help "

        await chat.press("ctrl+u")
        await chat.write("x")
        await chat.press("tab")
        assert chat.composer.text == "x   "


async def test_the_mouse_puts_the_cursor_where_it_points() -> None:
    async with running_chat() as chat:
        await chat.write("hello")

        await chat.pilot.click(chat.composer, offset=(4, 1))

        assert chat.composer.cursor_location == (0, 2)


async def test_typing_goes_to_the_composer_wherever_the_focus_is() -> None:
    async with running_chat() as chat:
        await chat.press("f6")
        assert not chat.is_composing()

        await chat.press("h")

        assert chat.is_composing()
        assert chat.composer.text == "h"


async def test_a_paste_goes_to_the_composer_wherever_the_focus_is() -> None:
    async with running_chat() as chat:
        await chat.press("f6")

        chat.app.post_message(events.Paste("pasted"))
        await chat.pilot.pause()

        assert chat.composer.text == "pasted"


async def test_the_question_mark_asks_for_help_only_when_nothing_is_written() -> None:
    async with running_chat() as chat:
        await chat.write("why")
        await chat.press("question_mark")
        assert chat.composer.text == "why?"

        await chat.press("ctrl+u", "question_mark")
        assert chat.sees("Send, or queue while a turn runs")


async def test_wide_characters_do_not_push_the_row_out_of_the_screen() -> None:
    async with running_chat(size=(40, 12)) as chat:
        await chat.write("漢字かな混じり文" * 6 + "👩‍👩‍👧")

        assert all(strip.cell_length == 40 for strip in chat.strips())


async def test_keys_in_one_burst_act_in_the_order_in_which_they_were_typed() -> None:
    async with running_chat() as chat:
        chat.type_burst(b"hex\x7flp\x1b[D\x1b[Dl\x1b[C\x1b[C!")
        await chat.pilot.pause()

        assert chat.composer.text == "hellp!"


async def test_a_new_line_at_the_end_of_a_full_composer_is_seen() -> None:
    async with running_chat(size=(80, 24)) as chat:
        for _ in range(12):
            await chat.write("line")
            await chat.press("ctrl+j")
            await chat.pilot.pause()

        composer = chat.composer
        assert composer.cursor_screen_offset.y == composer.content_region.bottom - 1
