from __future__ import annotations

import pytest
from textual import events

from agent_tui.protocol.inputs import NewSession
from tests.ui.completion.fake_finder import FakeFinder
from tests.ui.fake_desktop import FakeDesktop
from tests.ui.running_chat import RunningChat, running_chat


def popup_rows(chat: RunningChat) -> list[str]:
    """What stands right above the composer's rule."""
    popup = chat.app.chat.popup
    region = popup.region
    return chat.rows()[region.y : region.bottom] if popup.is_open else []


def is_new_asked(chat: RunningChat) -> bool:
    return any(isinstance(sent, NewSession) for sent in chat.engine.inputs)


async def test_a_command_is_chosen_and_taken_and_nothing_runs() -> None:
    async with running_chat() as chat:
        await chat.write("/ne")
        await chat.press("down", "enter")

        assert chat.composer.text == "/new "
        assert not is_new_asked(chat)
        await chat.press("enter")
        assert is_new_asked(chat)


async def test_a_whole_name_runs_at_once_and_a_burst_keeps_its_order() -> None:
    async with running_chat() as chat:
        chat.type_burst(b"/new\r")

        await chat.until(lambda: is_new_asked(chat))


async def test_keys_of_a_burst_choose_from_what_was_typed_before_them() -> None:
    async with running_chat() as chat:
        chat.type_burst(b"/mode\x1b[B\r")

        await chat.until(lambda: chat.composer.text == "/model ")


async def test_up_and_down_choose_while_the_popup_is_open_and_recall_prompts_when_not() -> None:
    async with running_chat() as chat:
        await chat.enter("first prompt")
        await chat.write("/")
        await chat.press("up")
        assert chat.composer.text == "/"

        await chat.press("escape", "up")
        assert chat.composer.text == "first prompt"
        assert popup_rows(chat) == []


async def test_a_recalled_command_opens_no_popup_so_that_up_goes_on() -> None:
    async with running_chat() as chat:
        await chat.enter("first")
        await chat.enter("/version")
        await chat.press("up")
        assert (chat.composer.text, popup_rows(chat)) == ("/version", [])

        await chat.press("up")
        assert chat.composer.text == "first"


async def test_tab_completes_what_nothing_is_offered_for_and_offers_nothing_then() -> None:
    async with running_chat() as chat:
        chat.composer.show_text("/vers")
        await chat.press("tab")
        assert (chat.composer.text, popup_rows(chat)) == ("/version ", [])

        chat.composer.show_text("")
        await chat.write("/th")
        await chat.press("escape", "tab")
        assert (chat.composer.text, popup_rows(chat)) == ("/theme ", [])

        chat.composer.show_text("/nothing-like-it")
        await chat.press("tab")
        assert chat.composer.text.rstrip() == "/nothing-like-it"
        assert chat.composer.text != "/nothing-like-it"  # it was indented


async def test_tab_completes_as_far_as_all_agree_and_then_chooses() -> None:
    async with running_chat() as chat:
        await chat.write("/th")
        await chat.press("tab")
        assert chat.composer.text == "/theme "

        await chat.press("tab", "tab")
        assert chat.composer.text.startswith("/theme ")
        assert len(chat.composer.text) > len("/theme ")


async def test_a_file_is_found_taken_and_the_popup_closes() -> None:
    finder = FakeFinder("src/main.py", "src/", "README.md")
    async with running_chat(finder=finder) as chat:
        await chat.write("see @mai")
        await chat.until_sees("❯ src/main.py")

        await chat.press("enter")

        assert chat.composer.text == "see @src/main.py "
        assert popup_rows(chat) == []
        await chat.write("@")
        assert finder.recent == ("src/main.py",)


async def test_a_dropped_file_opens_no_popup_so_that_enter_sends() -> None:
    desktop = FakeDesktop()
    desktop.files = ["a.py"]
    finder = FakeFinder("a.py", "lib/a.py")
    async with running_chat(finder=finder, desktop=desktop) as chat:
        chat.app.post_message(events.Paste("/proj/a.py"))
        await chat.until(lambda: chat.composer.text == "@a.py")
        await chat.pilot.pause()
        assert popup_rows(chat) == []

        await chat.press("enter")
        assert chat.engine.texts_sent() == ["@a.py"]


async def test_a_folder_that_is_taken_is_gone_into() -> None:
    finder = FakeFinder("src/main.py", "src/", "README.md")
    async with running_chat(finder=finder) as chat:
        await chat.write("@sr")
        await chat.until_sees("❯ src/main.py")

        await chat.press("down", "enter")

        assert chat.composer.text == "@src/"
        await chat.until_sees("  src/main.py")
        await chat.press("enter")
        assert chat.engine.texts_sent() == ["@src/"]


async def test_tab_turns_the_list_to_a_tree_and_back() -> None:
    folders = {"": ("src/", "a.py"), "src/": ("src/main.py",)}
    finder = FakeFinder("src/main.py", "a.py", folders=folders)
    async with running_chat(finder=finder) as chat:
        await chat.write("@a.")
        await chat.until_sees("a.py")
        await chat.press("tab")
        await chat.until_sees("▸ src/")
        await chat.press("k", "space")
        await chat.until_sees("main.py")

        await chat.press("escape")
        assert not chat.sees("▸ src/")
        assert chat.composer.text == "@a."
        await chat.press("tab", "k", "l")
        await chat.until_sees("▾ src/")
        await chat.press("j", "enter")
        assert chat.composer.text == "@src/main.py "


async def test_a_letter_that_is_no_key_of_the_tree_is_typed() -> None:
    finder = FakeFinder("a.py", folders={"": ("a.py",)})
    async with running_chat(finder=finder) as chat:
        await chat.write("@a")
        await chat.press("tab", "full_stop")

        assert chat.composer.text == "@a."


async def test_a_click_takes_an_entry() -> None:
    async with running_chat(finder=FakeFinder("a.py", "ab.py")) as chat:
        await chat.write("@a")
        await chat.until_sees("ab.py")

        await chat.pilot.click(chat.app.chat.popup, offset=(4, 1))

        assert chat.composer.text == "@ab.py "


async def test_escape_closes_the_popup_until_another_mention_is_begun() -> None:
    async with running_chat(finder=FakeFinder("a.py")) as chat:
        await chat.write("@a")
        await chat.until_sees("❯ a.py")
        await chat.press("escape")
        await chat.write(".")
        assert popup_rows(chat) == []

        await chat.write(" @a")
        await chat.until_sees("❯ a.py")


async def test_the_cursor_that_leaves_the_word_closes_the_popup() -> None:
    async with running_chat(finder=FakeFinder("a.py")) as chat:
        await chat.write("x @a")
        await chat.until_sees("❯ a.py")

        await chat.press("home")

        await chat.until(lambda: popup_rows(chat) == [])


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 10)])
async def test_the_popup_leaves_the_composer_and_most_of_the_window_free(
    size: tuple[int, int],
) -> None:
    names = tuple(f"some/long/folder/with/a/file_{number}.py" for number in range(60))
    async with running_chat(size=size, finder=FakeFinder(*names)) as chat:
        await chat.write("@file")
        await chat.until_sees("file_0.py")

        rows = popup_rows(chat)

        assert len(rows) <= size[1] * 2 // 5
        assert rows[0].endswith("file_0.py")
        assert "1 of 60" in rows[-1]
        assert chat.sees("❯ @file")
        for _ in range(12):
            await chat.press("down")
        await chat.until_sees("13 of 60")
        assert any(row.startswith("❯") and row.endswith("_12.py") for row in popup_rows(chat))


async def test_without_a_finder_a_mention_is_only_text() -> None:
    async with running_chat() as chat:
        await chat.enter("see @src/main.py")

        assert chat.engine.texts_sent() == ["see @src/main.py"]
