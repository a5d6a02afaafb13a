from __future__ import annotations

import pytest
from textual.widgets import Static

from agent_tui.config.layout import Layout
from agent_tui.errors import ConfigError
from agent_tui.protocol.events import SessionClosed
from tests.ui.panels.asked import requested
from tests.ui.running_chat import opened, running_chat


def test_a_sidebar_needs_a_name_and_room_for_a_word() -> None:
    with pytest.raises(ConfigError, match="name of a widget slot"):
        Layout.sidebar(" ")
    with pytest.raises(ConfigError, match="at least 12"):
        Layout.sidebar("files", width=3)


async def test_the_sidebar_is_as_wide_as_asked_and_hosts_registered_widgets() -> None:
    widgets = {"files": (lambda: Static("notes.txt"),)}

    async with running_chat(
        size=(100, 30), layout=Layout.sidebar("files", width=30), widgets=widgets
    ) as chat:
        assert chat.app.chat.sidebar is not None
        assert chat.app.chat.sidebar.outer_size.width == 30
        assert chat.sees("│ notes.txt")


async def test_a_sidebar_for_which_nothing_is_registered_has_our_own_lists() -> None:
    async with running_chat(size=(100, 30), layout=Layout.sidebar("files", width=40)) as chat:
        await chat.until_sees("Your prompts will stand here")


async def test_the_sidebar_folds_away_in_a_narrow_window_and_comes_back() -> None:
    widgets = {"files": (lambda: Static("notes.txt"),)}

    async with running_chat(size=(80, 24), layout=Layout.sidebar("files"), widgets=widgets) as chat:
        await chat.resize(59, 24)
        assert not chat.sees("notes.txt")
        await chat.resize(60, 24)
        assert chat.sees("notes.txt")


async def test_a_key_shows_and_hides_the_sidebar() -> None:
    widgets = {"files": (lambda: Static("notes.txt"),)}

    async with running_chat(layout=Layout.sidebar("files"), widgets=widgets) as chat:
        await chat.press("ctrl+b")
        assert not chat.sees("notes.txt")
        await chat.press("ctrl+b")
        assert chat.sees("notes.txt")


async def test_a_widget_for_the_panel_stands_between_transcript_and_composer() -> None:
    async with running_chat(widgets={"panel": (lambda: Static("Allow it?"),)}) as chat:
        assert chat.rows()[-4:-2] == ["Allow it?", "─" * 80]


async def test_the_minimal_layout_has_a_status_line_only_when_it_matters() -> None:
    async with running_chat(layout=Layout.minimal()) as chat:
        assert chat.rows()[-1].startswith("❯")

        await chat.press("ctrl+c")
        assert "Ctrl+C again to quit" in chat.rows()[-1]

        await chat.emit(opened("s2"), requested(session_id="s2"))
        chat.app.chat.set_hint("")
        await chat.pilot.pause()
        assert "1 more: 1 waiting" in chat.rows()[-1]
        await chat.emit(SessionClosed(session_id="s2", reason="user"))
        assert chat.rows()[-1].startswith("❯")
