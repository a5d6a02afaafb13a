"""vim in composer and transcript of a whole chat: one grammar, one set of registers, one mode."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.messages import Role
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat

F6, CTRL_C, CTRL_T = b"\x1b[17~", b"\x03", b"\x14"
_TALK = (
    a_message("a question about words"),
    a_message("Some (inner) words.\n\nMore words here.", message_id="m2", role=Role.ASSISTANT),
)


@asynccontextmanager
async def vim_chat() -> AsyncIterator[RunningChat]:
    """The transcript has the focus, the cursor is on the answer."""
    async with running_chat(key_bindings=KeyBindings.vim()) as chat:
        await chat.until_sees("INSERT")
        await chat.emit(opened(messages=_TALK))
        chat.type_burst(F6)
        await chat.until_sees("NORMAL")
        yield chat


async def test_what_is_yanked_in_the_transcript_is_put_in_the_composer_in_one_burst() -> None:
    async with vim_chat() as chat:
        chat.type_burst(b"yi(i<\x1bp")
        await chat.until_sees("<inner")
        await chat.until_sees("Copied selection (5 characters)")

        assert chat.app.clipboard == "inner"
        assert chat.composer.text == "<inner"


async def test_what_is_yanked_in_the_composer_stays_for_it() -> None:
    async with running_chat(key_bindings=KeyBindings.vim()) as chat:
        await chat.until_sees("INSERT")
        await chat.emit(opened(messages=_TALK))
        chat.type_burst(b'draft\x1b"ayy' + F6)
        await chat.until(lambda: chat.app.chat.focused is chat.app.chat.transcript)
        chat.type_burst(b'yiwA\x1b"ap')
        await chat.until(lambda: chat.composer.text == "draft\ndraft")


async def test_the_search_puts_the_cursor_on_the_match_and_esc_brings_it_back() -> None:
    async with vim_chat() as chat:
        chat.type_burst(b"/words\ryiw")
        await chat.until(lambda: chat.app.clipboard == "words")
        chat.type_burst(b"n0y$")
        await chat.until(lambda: chat.app.clipboard == "Some (inner) words.")
        chat.type_burst(b"gg/More\x1b")
        await chat.until(lambda: chat.app.chat.focused is chat.app.chat.transcript)
        chat.type_burst(b"yy")
        await chat.until(lambda: chat.app.clipboard == "a question about words")


async def test_the_word_under_the_cursor_is_sought_downwards_and_upwards() -> None:
    async with vim_chat() as chat:
        chat.type_burst(b"gg$*yy")
        await chat.until(lambda: chat.app.clipboard == "Some (inner) words.")
        chat.type_burst(b"nyy")
        await chat.until(lambda: chat.app.clipboard == "More words here.")
        chat.type_burst(b"#yy")
        await chat.until(lambda: chat.app.clipboard == "Some (inner) words.")
        chat.type_burst(b"nyy")
        await chat.until(lambda: chat.app.clipboard == "a question about words")
        chat.type_burst(b":noh\r")
        await chat.until(lambda: not chat.app.chat.is_search_open)


async def test_a_search_extends_what_is_selected() -> None:
    async with vim_chat() as chat:
        chat.type_burst(b"ggv/here\ry")
        await chat.until(lambda: chat.app.clipboard.endswith("words h"))

        assert chat.app.clipboard.startswith("a question about words\n\nSome")


async def test_ctrl_c_copies_what_is_selected_also_a_block_and_the_bound_keys_stay() -> None:
    async with vim_chat() as chat:
        chat.type_burst(b"v$" + CTRL_C)
        await chat.until(lambda: chat.app.clipboard == "Some (inner) words.")
        chat.type_burst(b"0\x16ljj" + CTRL_C)
        await chat.until(lambda: chat.app.clipboard == "So\n\nMo")
        await chat.until_sees("NORMAL")
        chat.type_burst(b":q\r")
        await chat.until(lambda: chat.exits == ["user"])


async def test_vim_switched_off_gives_the_keys_back_to_the_transcript() -> None:
    async with vim_chat() as chat:
        chat.type_burst(b"vw")
        await chat.until_sees("VISUAL")
        chat.app.use_vim(False)
        chat.type_burst(F6)
        await chat.until(chat.is_composing)
        chat.type_burst(F6)
        transcript = chat.app.chat.transcript
        assert transcript is not None
        await chat.until(lambda: transcript.has_focus and transcript.reading is None)

        assert not transcript.has_selection
        await chat.press("y")
        await chat.until(lambda: chat.app.clipboard.startswith("Some (inner) words.\n\nMore"))


async def test_in_other_presets_nothing_of_vim_is_there() -> None:
    async with running_chat() as chat:
        await chat.emit(opened(messages=_TALK))
        await chat.press("f6", "j", "y")
        transcript = chat.app.chat.transcript

        assert transcript is not None
        assert transcript.reading is None
        assert not chat.sees("NORMAL")
        assert chat.app.clipboard.startswith("Some (inner)")


async def test_esc_and_a_key_right_behind_it_are_two_keys() -> None:
    async with vim_chat() as chat:
        chat.type_burst(b"v\x1bw")
        await chat.until_sees("NORMAL")
        chat.type_burst(b"yiw")
        await chat.until(lambda: chat.app.clipboard == "(")
