"""The host's key handler comes first and can take everything but the way out."""

from __future__ import annotations

import logging

import pytest

from agent_tui.config.key_press import KeyPress
from tests.ui.panels.asked import requested
from tests.ui.running_chat import running_chat, turn_started


async def test_a_key_that_the_handler_takes_goes_nowhere_else() -> None:
    seen: list[KeyPress] = []

    def takes_x(press: KeyPress) -> bool:
        seen.append(press)
        return press.key == "x"

    async with running_chat(key_handler=takes_x) as chat:
        await chat.press("a", "x", "b")

        assert chat.composer.text == "ab"
        assert seen == [
            KeyPress("a", "a", "composer"),
            KeyPress("x", "x", "composer"),
            KeyPress("b", "b", "composer"),
        ]


async def test_the_handler_is_told_what_has_the_focus() -> None:
    contexts: list[str] = []

    def listens(press: KeyPress) -> bool:
        contexts.append(press.context)
        return False

    async with running_chat(key_handler=listens) as chat:
        await chat.press("f6", "j", "slash")
        await chat.press("x")

        assert contexts == ["composer", "transcript", "transcript", "search"]


async def test_the_handler_is_told_that_a_panel_has_the_keys() -> None:
    contexts: list[str] = []

    def listens(press: KeyPress) -> bool:
        contexts.append(press.context)
        return False

    async with running_chat(key_handler=listens) as chat:
        await chat.emit(turn_started(), requested())
        await chat.press("f6", "x")

        assert contexts == ["composer", "permission"]


async def test_ctrl_q_leaves_whatever_the_handler_takes() -> None:
    async with running_chat(key_handler=lambda press: True) as chat:
        await chat.press("a", "ctrl+c", "ctrl+q", "ctrl+q")

        assert chat.composer.text == ""
        assert chat.exits == ["user", "user"]


async def test_a_handler_that_fails_is_told_of_once_and_keys_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(press: KeyPress) -> bool:
        raise RuntimeError("no")

    with caplog.at_level(logging.ERROR):
        async with running_chat(key_handler=fails) as chat:
            await chat.press("a", "b")

            assert chat.composer.text == "ab"
            told = [row for row in chat.rows() if "key handler failed" in row]
            assert len(told) == 1
    assert "The key handler failed" in caplog.text
