"""The preset emacs, from the bytes of a terminal to the composer's text."""

from __future__ import annotations

import pytest

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.protocol.inputs import SubmitPrompt
from agent_tui.ui.early_keys import parsed_keys
from agent_tui.ui.widgets.emacs_editing import EmacsEditing
from agent_tui.ui.widgets.search_bar import SearchField
from tests.ui.running_chat import RunningChat, running_chat, turn_started

KEYS = KeyBindings.emacs()


def shown(chat: RunningChat) -> str:
    """The text with a bar at the cursor, and the region in brackets."""
    composer = chat.composer
    row, column = composer.cursor_location
    lines = composer.text.split("\n")
    lines[row] = f"{lines[row][:column]}|{lines[row][column:]}"
    return "\n".join(lines)


async def typed(chat: RunningChat, raw: bytes) -> str:
    done: list[bool] = []
    chat.type_burst(raw)
    chat.app.call_later(lambda: chat.composer.call_later(done.append, True))
    await chat.until(lambda: bool(done))
    await chat.pilot.pause()
    return shown(chat)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"one two\x01", "|one two"),
        (b"one two\x01\x05", "one two|"),
        (b"one two\x02\x02\x06", "one tw|o"),
        (b"one two\x1bb\x1bb\x1bf", "one| two"),
        (b"one\ntwo\x1b<", "|one\ntwo"),
        (b"one\ntwo\x1b<\x1b>", "one\ntwo|"),
        (b"one\ntwo\x10", "one|\ntwo"),
        (b"one\ntwo\x1b<\x0e", "one\n|two"),
        (b"abc\x02\x02\x04", "a|c"),
        (b"one two\x1bb\x0b", "one |"),
        (b"one two\x01\x1bd", "| two"),
        (b"one two\x1b\x7f", "one |"),
        (b"cp a/b.txt\x17", "cp |"),
        (b"one two\x15", "|"),
        (b"one two\x1b\x7f\x1b\x7f\x19", "one two|"),
        (b"one two\x01\x1bd\x1bd\x19", "one two|"),
        (b"a b\x1b\x7fx\x1b\x7f\x19\x1by", "a b|"),
        (b"one\x1by", "one|"),
        (b"one two\x01\x00\x1bf\x17\x05\x19", " twoone|"),
        (b"one two\x01\x00\x1bf\x1bw\x05\x19", "one twoone|"),
        (b"one two\x00\x01\x18\x18", "one two|"),
        (b"one\x18h\x17", "|"),
        (b"one two\x01\x00\x1bf\x07x", "onex| two"),
        (b"one two\x01\x00\x1bfx", "onex| two"),
        (b"one two\x01\x00\x1bf\x7f", "| two"),
        (b"ab\x14", "ba|"),
        (b"one two\x1bt", "two one|"),
        (b"one\x01\x1bu", "ONE|"),
        (b"ONE\x01\x1bl", "one|"),
        (b"oNE\x01\x1bc", "One|"),
        (b"one\x01\x0f", "|\none"),
        (b"a\nb\x1bq", "a b|"),
        (b"one two\x1b\x7f\x1f", "one two|"),
        (b"one\x18u", "|"),
        (b"one\x1b[47;5u", "|"),
        (b"one\x18\x13", "|"),
        (b"one\x18\x13\x18\x13", "one|"),
        (b"one\x18\x07\x02", "on|e"),
        (b"one\x18q", "one|"),
    ],
)
async def test_the_keys_of_emacs_edit_the_prompt(raw: bytes, text: str) -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        assert await typed(chat, raw.replace(b"\n", b"\x1b\r")) == text


async def test_the_region_is_shown_and_ctrl_g_drops_it_without_stopping_the_turn() -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        await chat.emit(turn_started())
        await typed(chat, b"one two\x00\x1bb")

        assert chat.composer.selected_text == "two"

        await typed(chat, b"\x07")

        assert chat.composer.selected_text == ""
        assert chat.engine.asked() == []


async def test_ctrl_x_ctrl_c_leaves_and_ctrl_x_alone_waits_in_the_status_bar() -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        await typed(chat, b"\x18")
        assert chat.sees("Ctrl+X …")
        assert chat.exits == []

        await typed(chat, b"\x03")

        assert chat.exits == ["user"]
        assert not chat.sees("Ctrl+X …")


async def test_a_sequence_works_from_the_transcript_too_and_swallows_what_is_bound_to_nothing() -> (
    None
):
    async with running_chat(key_bindings=KEYS) as chat:
        await chat.press("f6")
        await chat.press("ctrl+x", "z")

        assert chat.sees("Ctrl+X z is bound to nothing")
        assert chat.composer.text == ""

        await chat.press("ctrl+x", "o")

        assert chat.is_composing()


async def test_lines_above_the_first_are_older_prompts() -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        await typed(chat, b"older\r")

        assert await typed(chat, b"\x10") == "older|"


async def test_a_paste_is_killed_as_a_whole_and_comes_back_whole() -> None:
    async with running_chat(key_bindings=KEYS) as chat:
        pasted = "line\n" * 200
        await typed(chat, b"see \x1b[200~" + pasted.encode() + b"\x1b[201~")
        await typed(chat, b"\x1b\x7f\x19\r")

        sent = chat.engine.inputs[-1]
        assert isinstance(sent, SubmitPrompt)
        assert sent.text == f"see {pasted}".strip()


async def test_the_default_preset_knows_nothing_of_it() -> None:
    async with running_chat() as chat:
        assert not isinstance(chat.composer.editing, EmacsEditing)
        assert await typed(chat, b"one two\x1bb\x1bd") == "one |two"


@pytest.mark.parametrize(
    ("raw", "value", "cursor"),
    [
        (b"one two\x1b\x7f", "one ", 4),
        (b"one two\x1bb", "one two", 4),
        (b"one two\x1bbx", "one xtwo", 5),
    ],
)
async def test_words_with_alt_in_the_search_bar(raw: bytes, value: str, cursor: int) -> None:
    async with running_chat() as chat:
        await chat.press("ctrl+f")
        for event in parsed_keys(raw):
            await chat.pilot.press(event.key)  # type: ignore[attr-defined]
        field = chat.app.screen.query_one(SearchField)

        assert (field.value, field.cursor_position) == (value, cursor)
