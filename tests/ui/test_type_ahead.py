from __future__ import annotations

from agent_tui.config.type_ahead import TypeAhead
from agent_tui.ui.early_keys import parsed_keys
from tests.ui.running_chat import running_chat


async def test_text_typed_early_is_in_the_composer_with_the_cursor_behind_it() -> None:
    async with running_chat(is_open=False, type_ahead=TypeAhead(text="hel")) as chat:
        await chat.press("l", "o")

        assert chat.composer.text == "hello"


async def test_prompts_entered_before_the_screen_stood_are_sent_in_order_and_shown() -> None:
    early = TypeAhead(text="draft", submitted=("one", "two"))

    async with running_chat(is_open=False, type_ahead=early) as chat:
        assert chat.engine.texts_sent() == ["one", "two"]
        assert chat.sees("◦ one")
        assert chat.composer.text == "draft"


async def test_unusual_keys_are_replayed_as_if_they_were_read_now() -> None:
    early = TypeAhead(text="ac", raw=b"\x1b[Db\x1b[200~ pasted\x1b[201~")

    async with running_chat(is_open=False, type_ahead=early) as chat:
        assert chat.composer.text == "ab pastedc"


async def test_a_command_typed_before_the_screen_stood_is_a_command() -> None:
    async with running_chat(is_open=False, type_ahead=TypeAhead(submitted=("/version",))) as chat:
        assert chat.engine.texts_sent() == []
        assert chat.sees("agent-tui 1.2.3")


async def test_replayed_enter_sends_after_the_prompts_that_were_entered_before() -> None:
    early = TypeAhead(text="three", submitted=("one", "two"), raw=b"\x1b[C!\r")

    async with running_chat(is_open=False, type_ahead=early) as chat:
        assert chat.engine.texts_sent() == ["one", "two", "three!"]


def test_a_sequence_that_was_cut_off_is_not_lost() -> None:
    keys = [getattr(key, "key", "") for key in parsed_keys(b"a\x1b")]

    assert keys == ["a", "escape"]
