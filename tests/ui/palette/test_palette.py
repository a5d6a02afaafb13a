"""The palette in the chat: what it opens, what choosing does."""

from __future__ import annotations

import pytest

from agent_tui.protocol.events import ModelsListed
from agent_tui.protocol.inputs import ListSessions, OpenSession, SetModel
from agent_tui.protocol.session_events import SessionsListed
from tests.ui.running_chat import (
    RunningChat,
    a_session,
    opened,
    running_chat,
    turn_started,
)


async def go_to(chat: RunningChat, text: str, *keys: str) -> None:
    """Open the palette, type, and press keys there."""
    await chat.press("ctrl+p")
    await chat.press(*text, *keys)


async def test_a_burst_of_keys_finds_and_runs_a_command() -> None:
    async with running_chat() as chat:
        chat.type_burst(b"\x10version\r")
        await chat.until_sees("agent-tui 1.2.3")

        assert chat.is_composing()
        assert chat.composer.text == ""


async def test_the_key_closes_it_again_and_so_do_esc_and_ctrl_c() -> None:
    async with running_chat() as chat:
        for key in ("ctrl+p", "escape", "ctrl+c"):
            await chat.press("ctrl+p")
            assert chat.app.chat.is_list_focused
            await chat.press(key)
            assert chat.is_composing()
            assert not chat.sees("Go to")


async def test_keys_typed_behind_enter_go_to_what_has_the_focus_then() -> None:
    async with running_chat() as chat:
        chat.type_burst(b"\x10ember\rhello")
        await chat.until(lambda: chat.composer.text == "hello")

        assert chat.app.theme == "ember"


async def test_tab_writes_the_command_and_the_draft_is_put_aside() -> None:
    async with running_chat() as chat:
        await chat.write("half a prompt")
        await go_to(chat, "model", "tab")
        assert chat.composer.text == "/model "

        await chat.press("ctrl+u", "ctrl+s")
        assert chat.composer.text == "half a prompt"


async def test_a_command_that_needs_an_argument_is_written_for_it() -> None:
    async with running_chat() as chat:
        await go_to(chat, "rename", "enter")

        assert chat.composer.text == "/rename "
        assert not chat.sees("Not understood")


async def test_a_key_action_is_run_by_its_name() -> None:
    async with running_chat(size=(100, 24)) as chat:
        await go_to(chat, "sidebar show", "enter")
        await chat.until(lambda: chat.app.chat.sidebar is not None)


async def test_sessions_are_asked_for_and_one_is_opened() -> None:
    async with running_chat() as chat:
        await chat.press("ctrl+p")
        assert ListSessions(session_id="s1") in chat.engine.inputs
        sessions = (a_session("s1"), a_session("s2", title="Fix the build"))
        await chat.emit(SessionsListed(session_id="s1", sessions=sessions))
        await chat.press(*"fix", "enter")
        assert chat.engine.inputs[-1] == OpenSession(session_id="s1", stored_id="s2")

        await chat.emit(opened("s2"))
        assert chat.app.link.session_id == "s2"


async def test_sessions_that_come_late_do_not_move_the_cursor_to_another_row() -> None:
    async with running_chat() as chat:
        await go_to(chat, "doctor")
        await chat.emit(
            SessionsListed(session_id="s1", sessions=(a_session("s2", title="doctor"),))
        )
        await chat.press("enter")

        await chat.until_sees("No server was asked")


async def test_a_session_is_opened_while_a_turn_runs() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), opened("s2", info=a_session("s2", title="Fix the build")))
        await go_to(chat, "fix", "enter")

        assert chat.engine.inputs[-1] == OpenSession(session_id="s1", stored_id="s2")


async def test_models_that_were_listed_can_be_chosen() -> None:
    async with running_chat() as chat:
        await chat.emit(ModelsListed(session_id="s1", provider="openai", models=("x-large",)))
        await go_to(chat, "xlarge", "enter")

        assert chat.engine.inputs[-1] == SetModel(session_id="s1", model="x-large")


async def test_what_was_chosen_last_stands_at_the_top() -> None:
    async with running_chat() as chat:
        await go_to(chat, "version", "enter")
        await chat.press("ctrl+p")

        assert chat.app.chat.picker is not None
        current = chat.app.chat.picker.current
        assert current is not None
        assert current.value == "command:/version"


@pytest.mark.parametrize("size", [(20, 8), (40, 12), (80, 24)])
async def test_it_fits_every_window_and_keeps_its_height(size: tuple[int, int]) -> None:
    async with running_chat(size=size) as chat:
        await chat.press("ctrl+p")
        assert chat.app.chat.picker is not None
        height = chat.app.chat.picker.size.height
        await chat.press(*"zzzzz")

        assert {strip.cell_length for strip in chat.strips()} == {size[0]}
        assert chat.app.chat.picker.size.height == height
        assert chat.sees("nothing fits")


async def test_enter_on_nothing_stays() -> None:
    async with running_chat() as chat:
        await go_to(chat, "zzzzz", "enter", "ctrl+u", *"cost")

        assert chat.app.chat.is_list_focused
        assert chat.sees("/cost")


async def test_ctrl_w_takes_the_last_word_of_the_filter_away() -> None:
    async with running_chat() as chat:
        await go_to(chat, "ember theme", "ctrl+w")
        assert chat.sees("Go to ❯ ember")
        assert not chat.sees("Go to ❯ ember theme")

        await chat.press("ctrl+w")
        assert chat.sees("Go to ❯")
        assert not chat.sees("Go to ❯ ember")


async def test_the_cursor_stays_in_view_when_sessions_come_in() -> None:
    async with running_chat() as chat:
        await go_to(chat, "", *["pagedown"] * 10)
        picker = chat.app.chat.picker
        assert picker is not None
        assert picker.current is not None
        chosen = picker.current.label

        sessions = tuple(a_session(f"s{number}", title=f"Title {number}") for number in range(20))
        await chat.emit(SessionsListed(sessions=sessions))

        assert picker.current.label == chosen
        assert any(row.startswith("❯ ") and chosen in row for row in chat.rows())
