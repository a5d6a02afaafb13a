"""A window whose changes come faster than they are told."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Size

from agent_tui.ui.app import ChatApp
from tests.ui.running_chat import running_chat


async def test_a_size_that_was_told_too_late_does_not_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with running_chat(size=(80, 24)) as chat:
        monkeypatch.setattr(ChatApp, "window_size", lambda self: Size(80, 24))

        chat.app.post_message(events.Resize(Size(120, 40), Size(120, 40)))
        await chat.until(lambda: chat.app.size == Size(120, 40))
        await chat.until(lambda: chat.app.size == Size(80, 24))

        await chat.until(lambda: chat.app.chat.status_bar.size.width == 80)


async def test_the_terminals_cursor_is_where_one_types_from_the_first_picture_on() -> None:
    # Input methods open their window there.
    async with running_chat() as chat:
        chat.app._begin_update()
        chat.app._end_update()

        assert chat.app.cursor_position == chat.composer.cursor_screen_offset
        assert chat.app.cursor_position.y == chat.composer.content_region.y > 10
