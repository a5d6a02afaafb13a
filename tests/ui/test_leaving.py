from __future__ import annotations

import pytest

from agent_tui.protocol.events import StageChanged
from agent_tui.protocol.inputs import CancelTurn, SaveDraft
from agent_tui.protocol.status import AppState
from tests.ui.running_chat import running_chat, turn_ended, turn_started

STOP = CancelTurn(session_id="s1")


async def test_ctrl_q_asks_at_the_exit_door_and_keeps_the_draft() -> None:
    async with running_chat() as chat:
        await chat.write("unsent")

        await chat.press("ctrl+q")

        assert chat.exits == ["user"]
        assert SaveDraft(session_id="s1", text="unsent") in chat.engine.inputs
        assert chat.composer.text == "unsent"


async def test_the_screen_ends_when_the_engine_ends_and_not_before() -> None:
    async with running_chat() as chat:
        await chat.press("ctrl+q")
        assert chat.app.is_running

        chat.engine.emit_soon()
        await chat.pilot.pause()

        assert not chat.app.is_running


async def test_while_leaving_the_screen_says_what_it_waits_for_and_how_to_force() -> None:
    async with running_chat() as chat:
        await chat.emit(
            StageChanged(state=AppState.SHUTTING_DOWN, detail="waiting for the running turn")
        )

        assert chat.sees("leaving: waiting for the running turn · Ctrl+Q again forces")
        await chat.press("ctrl+q")
        assert chat.exits == ["user"]


async def test_a_signal_keeps_the_draft_too() -> None:
    async with running_chat() as chat:
        await chat.write("unsent")

        await chat.emit(StageChanged(state=AppState.SHUTTING_DOWN))

        assert SaveDraft(session_id="s1", text="unsent") in chat.engine.inputs


async def test_ctrl_c_puts_a_draft_aside_and_touches_nothing_else() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started())
        await chat.write("precious")

        await chat.press("ctrl+c")

        assert chat.composer.text == ""
        assert STOP not in chat.engine.inputs
        await chat.press("ctrl+s")
        assert chat.composer.text == "precious"


async def test_ctrl_c_stops_the_turn_when_nothing_is_written() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started())

        await chat.press("ctrl+c")

        assert STOP in chat.engine.inputs
        assert chat.exits == []


async def test_ctrl_c_twice_on_an_idle_screen_leaves() -> None:
    async with running_chat() as chat:
        await chat.press("ctrl+c")
        assert chat.sees("Ctrl+C again to quit")
        assert chat.exits == []

        await chat.press("ctrl+c")

        assert chat.exits == ["user"]


async def test_ctrl_c_copies_what_is_selected_in_the_composer() -> None:
    async with running_chat() as chat:
        await chat.write("some text")
        chat.composer.select_all()

        await chat.press("ctrl+c")

        assert chat.app.clipboard == "some text"
        assert chat.composer.text == "some text"
        assert chat.sees("Copied selection (9 characters)")


async def test_ctrl_c_closes_the_help_and_leaves_the_draft_alone() -> None:
    async with running_chat() as chat:
        await chat.write("draft")
        await chat.press("f1", "ctrl+c")

        assert chat.composer.text == "draft"
        assert chat.sees("❯ draft")


async def test_esc_stops_the_turn_and_keeps_what_is_written() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started())
        await chat.write("next idea")

        await chat.press("escape")

        assert STOP in chat.engine.inputs
        assert chat.composer.text == "next idea"


async def test_esc_on_an_idle_screen_stops_nothing_and_never_leaves() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started(), turn_ended())

        await chat.press("escape", "escape", "escape")

        assert STOP not in chat.engine.inputs
        assert chat.exits == []


async def test_esc_closes_the_command_list_before_it_stops_the_turn() -> None:
    async with running_chat() as chat:
        await chat.emit(turn_started())
        await chat.write("/")
        assert chat.sees("/config")

        await chat.press("escape")
        assert not chat.sees("/config")
        assert STOP not in chat.engine.inputs

        await chat.press("escape")
        assert STOP in chat.engine.inputs


async def test_ctrl_d_leaves_from_an_empty_composer_only() -> None:
    async with running_chat() as chat:
        await chat.write("ab")
        await chat.press("home", "ctrl+d")
        assert (chat.composer.text, chat.exits) == ("b", [])

        await chat.press("ctrl+d", "ctrl+d")
        assert chat.exits == ["user"]


@pytest.mark.parametrize("command", ["/quit", "/exit", ":q"])
async def test_the_quit_commands_go_through_the_same_door(command: str) -> None:
    async with running_chat() as chat:
        await chat.enter(command)

        assert chat.exits == ["user"]
        assert chat.engine.texts_sent() == []


async def test_an_error_while_an_event_is_shown_ends_the_screen_as_a_failure() -> None:
    async with running_chat() as chat:
        chat.engine.fail_with(ValueError("broken"))
        await chat.pilot.pause()

        assert chat.app.failure is not None
        chat.forgive_failure()
