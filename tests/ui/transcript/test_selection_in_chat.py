"""Selections in the whole chat: what Ctrl+C and Esc do first, and what the status bar says."""

from __future__ import annotations

import pytest

from agent_tui.protocol.inputs import CancelTurn
from tests.ui.running_chat import RunningChat, a_message, opened, running_chat, turn_started

_HISTORY = (a_message("a question"),)


async def _select_with_the_keyboard(chat: RunningChat) -> None:
    await chat.emit(opened(messages=_HISTORY))
    await chat.press("f6", "v", "l")


async def test_ctrl_c_copies_the_selection_first_and_the_next_one_goes_on() -> None:
    async with running_chat() as chat:
        await _select_with_the_keyboard(chat)
        await chat.write("a draft")
        await chat.press("ctrl+c")
        await chat.until_sees("Copied selection (2 characters)")
        copied, draft = chat.app.clipboard, chat.composer.text
        await chat.press("ctrl+c")

        assert (copied, draft, chat.composer.text) == ("a ", "a draft", "")


async def test_a_selection_in_the_composer_that_has_the_focus_is_copied_before() -> None:
    async with running_chat() as chat:
        await _select_with_the_keyboard(chat)
        chat.composer.focus()
        await chat.write("a draft")
        chat.composer.select_all()
        await chat.press("ctrl+c")

        assert chat.app.clipboard == "a draft"


async def test_esc_ends_the_selection_first_and_stops_the_turn_the_next_time() -> None:
    async with running_chat() as chat:
        await chat.emit(opened(messages=_HISTORY), turn_started(prompt_id="m2"))
        await chat.press("f6", "v", "l", "escape")
        stopped_early = any(isinstance(each, CancelTurn) for each in chat.engine.inputs)
        await chat.press("escape")

        assert not stopped_early
        assert any(isinstance(each, CancelTurn) for each in chat.engine.inputs)


async def test_esc_in_the_composer_stops_the_turn_though_something_is_selected() -> None:
    async with running_chat() as chat:
        await chat.emit(opened(messages=_HISTORY), turn_started(prompt_id="m2"))
        await chat.press("f6", "v", "l")
        chat.composer.focus()
        await chat.press("escape")

        assert any(isinstance(each, CancelTurn) for each in chat.engine.inputs)


async def test_the_status_bar_says_what_the_keys_do_while_they_select() -> None:
    async with running_chat() as chat:
        await _select_with_the_keyboard(chat)
        during = chat.sees("y copies")
        await chat.press("escape")

        assert during
        assert not chat.sees("y copies")


async def test_what_is_typed_while_a_caret_selects_does_not_reach_the_composer() -> None:
    async with running_chat() as chat:
        await _select_with_the_keyboard(chat)
        await chat.press("x", "q", "z")

        assert chat.composer.text == ""
        assert not chat.is_composing()


@pytest.mark.parametrize("is_colourless", [False, True])
async def test_selection_and_caret_are_seen_without_colours_of_ones_own(
    is_colourless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_colourless:
        monkeypatch.setenv("NO_COLOR", "1")
    async with running_chat(theme="system") as chat:
        await _select_with_the_keyboard(chat)
        await chat.press("l")
        styles = [(s.text, s.style) for s in chat.painted()[0] if s.style is not None]
        reversed_text = "".join(text for text, style in styles if style.reverse)
        carets = [text for text, style in styles if style.underline and not style.reverse]

        assert reversed_text == "a "
        assert carets == ["q"]
