"""vim in the composer of a running chat. The engine itself is tested in `tests/ui/vim`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import events

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.layout import Layout
from agent_tui.config.ui_options import VimSettings
from agent_tui.protocol.inputs import CancelTurn, SubmitPrompt
from tests.ui.fake_desktop import FakeDesktop
from tests.ui.running_chat import RunningChat, running_chat, turn_ended, turn_started

ESC, ENTER = "\x1b", "\r"
A_CHIP = "\n".join(f"line {number}" for number in range(60))


class VimChat:
    """A running chat whose composer is a vim."""

    def __init__(self, chat: RunningChat) -> None:
        self.chat = chat

    @property
    def text(self) -> str:
        return self.chat.composer.text

    @property
    def place(self) -> tuple[int, int]:
        return self.chat.composer.cursor_location

    @property
    def label(self) -> str:
        editing = self.chat.composer.editing
        return editing.mode_label if editing is not None else ""

    async def type(self, keys: str) -> None:
        """Keys as the terminal sends them, in one go."""
        # A lone Esc, and one in front of a character, which would be Alt with it.
        for part in keys.replace(ESC, f"\0{ESC}\0").split("\0"):
            self.chat.type_burst(part.encode())
        await self.chat.pilot.pause()


@asynccontextmanager
async def vim_chat(
    *, vim: VimSettings | None = None, desktop: FakeDesktop | None = None, **options: Any
) -> AsyncIterator[VimChat]:
    async with running_chat(
        key_bindings=KeyBindings.vim(), vim=vim or VimSettings(), desktop=desktop, **options
    ) as chat:
        await chat.until(lambda: chat.composer.editing is not None)
        yield VimChat(chat)


async def test_keys_edit_the_text_and_the_mode_is_said() -> None:
    async with vim_chat() as vim:
        assert vim.label == "INSERT"
        await vim.type(f"one two three{ESC}bbdw")
        assert (vim.text, vim.place, vim.label) == ("one three", (0, 4), "NORMAL")

        await vim.type("2d")
        assert vim.chat.sees("NORMAL 2d · ask")
        await vim.type(f"{ESC}qa")
        assert vim.label == "NORMAL recording @a"
        await vim.type("qVR")
        assert vim.label == "INSERT"
        await vim.type(f"{ESC}uv")
        assert vim.label == "VISUAL"
        await vim.type("V")
        assert vim.label == "V-LINE"
        await vim.type("\x16")
        assert vim.label == "V-BLOCK"
        await vim.type(f"{ESC}R")
        assert vim.label == "REPLACE"


async def test_a_line_is_typed_in_the_status_bar_with_a_cursor() -> None:
    async with vim_chat() as vim:
        await vim.type(f"one two{ESC}:s/o/0/g")
        assert vim.chat.rows()[-1].strip() == ":s/o/0/g█"
        await vim.type(ENTER)
        assert (vim.text, vim.chat.sees(":s/")) == ("0ne tw0", False)

        await vim.type(f":nonsense{ENTER}")
        assert vim.chat.sees("E492: Not an editor command: nonsense")
        await vim.type(f":s/x/y/{ENTER}")
        assert vim.chat.sees("E486: Pattern not found: x")
        await vim.type(f":versio{ENTER}")
        assert vim.chat.sees("Did you mean version?")
        await vim.type(f":version{ENTER}")
        await vim.chat.until_sees("1.2.3")
        await vim.type(f":registers{ENTER}")
        await vim.chat.until_sees("Type Name Content")


async def test_without_a_status_bar_the_mode_stands_above_the_composer() -> None:
    async with vim_chat(layout=Layout.minimal()) as vim:
        assert vim.chat.sees("INSERT")
        await vim.type(f"a{ESC}:s/a/b")
        assert vim.chat.sees(":s/a/b█")
        await vim.type(f"{ENTER}")
        assert vim.chat.sees("NORMAL")


async def test_enter_sends_in_both_modes_and_other_keys_break_the_line() -> None:
    async with vim_chat() as vim:
        await vim.type("one\ntwo")
        assert vim.text == "one\ntwo"
        await vim.type(ENTER)
        await vim.type(f"three{ESC}{ENTER}")

        assert vim.chat.engine.texts_sent() == ["one\ntwo", "three"]
        assert (vim.text, vim.label) == ("", "INSERT")
        await vim.type(f"{ESC}uu")
        assert vim.text == ""


async def test_the_mode_after_sending_is_a_setting() -> None:
    async with vim_chat(vim=VimSettings(after_send="normal")) as vim:
        await vim.type(f"one{ENTER}")
        assert vim.label == "NORMAL"
    async with vim_chat(vim=VimSettings(after_send="keep")) as vim:
        await vim.type(f"one{ENTER}")
        assert vim.label == "INSERT"
        await vim.type(f"two{ESC}{ENTER}")
        assert vim.label == "NORMAL"


async def test_escape_leaves_insert_mode_first_and_only_then_stops_the_turn() -> None:
    async with vim_chat() as vim:
        await vim.chat.emit(turn_started())
        await vim.type(f"draft{ESC}")
        stopped = [put for put in vim.chat.engine.inputs if isinstance(put, CancelTurn)]
        assert (vim.label, stopped) == ("NORMAL", [])

        await vim.type(f"2{ESC}")
        assert not any(isinstance(put, CancelTurn) for put in vim.chat.engine.inputs)
        await vim.type(ESC)

        assert any(isinstance(put, CancelTurn) for put in vim.chat.engine.inputs)
        assert (vim.text, vim.chat.exits) == ("draft", [])


async def test_remapped_keys_are_seen_while_they_are_typed() -> None:
    async with vim_chat(vim=VimSettings(remaps={"jj": "<Esc>"})) as vim:
        await vim.type("obj")
        assert vim.text == "obj"
        await vim.type("j")

        assert (vim.text, vim.label, vim.place) == ("ob", "NORMAL", (0, 1))


async def test_the_keys_behind_ctrl_k_are_a_digraph_and_nothing_else() -> None:
    async with vim_chat(vim=VimSettings(remaps={":e": "<Esc>"})) as vim:
        await vim.type("caf\x0be'\x0b:e")

        assert (vim.text, vim.label) == ("café\u00eb", "INSERT")


async def test_a_chip_is_deleted_whole_and_comes_back_whole() -> None:
    async with vim_chat() as vim:
        await vim.type("see ")
        vim.chat.composer.paste(A_CHIP)
        await vim.type(" now")
        whole = vim.text
        assert whole == "see [Pasted text #1 +60 lines] now"

        await vim.type(f"{ESC}0wx")
        assert vim.text == "see  now"
        await vim.type("u")
        assert vim.text == whole
        await vim.type("$bi+")
        assert vim.text == "see [Pasted text #1 +60 lines] +now"
        await vim.type(f"{ESC}0wyl$p{ENTER}")

        (sent,) = [put for put in vim.chat.engine.inputs if isinstance(put, SubmitPrompt)]
        assert sent.text == f"see {A_CHIP} +now{A_CHIP}"


async def test_pastes_go_where_the_mode_says() -> None:
    async with vim_chat() as vim:
        await vim.type(f"one two{ESC}0")
        vim.chat.composer.paste("big ")
        assert (vim.text, vim.label) == ("big one two", "NORMAL")
        await vim.type("u")
        assert vim.text == "one two"

        await vim.type("0ve")
        vim.chat.composer.paste("1")
        assert vim.text == "1 two"
        await vim.type(":s/")
        vim.chat.composer.paste("two/2\nand more")
        assert vim.chat.sees(":s/two/2█")
        await vim.type(ENTER)
        assert vim.text == "1 2"


async def test_what_others_do_to_the_text_is_one_step_for_vim() -> None:
    async with vim_chat() as vim:
        await vim.type(f"older{ENTER}draft")
        await vim.chat.press("up")
        assert vim.text == "older"
        await vim.type(f"\x06{ESC}j")  # Ctrl+F is the text area's
        assert vim.text == "draft"
        await vim.type("0\x06")  # but only while one types
        assert vim.text == "draft"
        await vim.type("k")
        assert vim.text == "older"
        await vim.type("u")
        assert vim.text == "draft"


async def test_the_selection_is_copied_and_registers_go_to_the_clipboard_and_come_from_it() -> None:
    desktop = FakeDesktop()
    async with vim_chat(desktop=desktop) as vim:
        await vim.type(f'one two{ESC}0vey$"+yl')
        await vim.chat.until(lambda: ("copy", "o") in desktop.asked)
        await vim.type("0vl")
        assert vim.chat.composer.selected_text == "on"
        await vim.chat.press("ctrl+c")
        await vim.chat.until(lambda: ("copy", "on") in desktop.asked)
        await vim.type(f'{ESC}$"+p')

        assert vim.text == "one twoon"


async def test_the_conversation_is_written_to_a_file_and_never_over_another() -> None:
    desktop = FakeDesktop()
    desktop.files.append("there.md")
    async with vim_chat(desktop=desktop) as vim:
        await vim.chat.emit(turn_started("hello"), turn_ended())
        await vim.type(f"{ESC}:wq there.md{ENTER}")
        await vim.chat.until_sees("E13: File exists (add ! to override)")
        assert (desktop.asked, vim.chat.exits) == ([], [])

        await vim.type(f":w{ENTER}")
        assert vim.chat.sees("E32: No file name")
        await vim.type(f":wq! there.md{ENTER}")
        await vim.chat.until(lambda: vim.chat.exits == ["user"])

        ((action, name, text),) = desktop.asked
        assert (action, name) == ("save", "there.md")
        assert text.startswith("## You\n\nhello\n")


async def test_zz_and_q_leave_through_the_exit_door() -> None:
    async with vim_chat() as vim:
        await vim.type(f"draft{ESC}ZZ")
        assert vim.chat.exits == ["user"]
        await vim.type(f":q{ENTER}")
        assert vim.chat.exits == ["user", "user"]


async def test_a_slash_begins_a_command_only_in_an_empty_composer() -> None:
    async with vim_chat() as vim:
        await vim.type(f"{ESC}/ver")
        assert (vim.text, vim.label) == ("/ver", "INSERT")
        await vim.type(f"{ESC}{ESC}/e")  # the first closes the popup
        assert vim.chat.sees("/e█")
        await vim.type(f"{ESC}")
        assert (vim.text, vim.label) == ("/ver", "NORMAL")


async def test_the_slash_command_switches_vim_on_and_off() -> None:
    async with running_chat() as chat:
        await chat.enter("/vim")
        await chat.until(lambda: chat.composer.editing is not None)
        assert chat.sees("INSERT")
        await chat.enter("/vim")

        assert chat.composer.editing is None
        assert not chat.sees("INSERT")


async def test_mode_registers_and_undo_outlive_the_help() -> None:
    async with vim_chat() as vim:
        await vim.type(f"one two{ESC}0ywdw")
        await vim.chat.press("f1")
        await vim.chat.press("escape")
        assert vim.label == "NORMAL"
        await vim.type("up")

        assert vim.text == "oone ne two"
        await vim.chat.press("f6")
        await vim.type("xa!")  # nothing changes there; "a" leads back here
        assert vim.text == "oone !ne two"


async def test_what_is_selected_and_found_is_painted() -> None:
    async with vim_chat() as vim:
        await vim.type(f"one two\none{ESC}gg0vj")
        overlay = vim.chat.composer.overlay
        assert overlay is not None
        assert list(overlay.marks(0)) == [(0, 7, "composer--selected")]
        await vim.type(f"{ESC}/one{ENTER}")

        assert list(overlay.marks(1)) == [(0, 3, "composer--found")]


async def test_a_burst_of_wide_characters_loses_none() -> None:
    async with vim_chat() as vim:
        await vim.type("你好世界 かな 한글 e\u0301 👍")

        assert vim.text == "你好世界 かな 한글 e\u0301 👍"


async def test_a_character_typed_while_another_widget_had_the_focus_is_a_command() -> None:
    async with vim_chat() as vim:
        await vim.type(f"one two{ESC}0")

        vim.chat.composer.type_key(events.Key("x", "x"))

        assert vim.text == "ne two"


async def test_tab_completes_a_line_with_vims_commands_and_ours() -> None:
    async with vim_chat() as vim:
        await vim.type(f"{ESC}:nohl\t")
        assert vim.chat.rows()[-1].startswith(" :nohlsearch█")
        await vim.type(f"{ESC}:theme sy\t")
        assert vim.chat.rows()[-1].startswith(" :theme system█")
        await vim.type(f"{ESC}:co\t")
        assert vim.chat.rows()[-1].startswith(" :compact█")
        assert vim.chat.sees("compact config context copy cost")
        await vim.type("\t")
        assert vim.chat.rows()[-1].startswith(" :config█")
        await vim.type(f"{ESC}:nothinglikethis\t")
        assert vim.chat.rows()[-1].startswith(" :nothinglikethis█")
