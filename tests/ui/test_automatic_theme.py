"""Light or dark by the terminal's background. The terminal itself: tests/terminal."""

from __future__ import annotations

import pytest

from agent_tui.boot_background import BackgroundAnswer
from agent_tui.config.type_ahead import TypeAhead
from agent_tui.ui.terminal_background import BackgroundTold, fitting_theme
from tests.ui.running_chat import running_chat


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORFGBG", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)


def answered(colour: bytes) -> BackgroundAnswer:
    answer = BackgroundAnswer()
    answer.feed(b"\x1b]11;rgb:" + colour + b"\x07")
    return answer


@pytest.mark.parametrize(
    ("colour", "variable", "theme"),
    [
        ("ffffff", "", "agent-tui-light"),
        ("fdf6e3", "15;0", "agent-tui-light"),
        ("000000", "0;15", "agent-tui-dark"),
        ("002b36", "", "agent-tui-dark"),
        ("0000ff", "", "agent-tui-dark"),
        ("00ff00", "", "agent-tui-light"),
        ("", "0;15", "agent-tui-light"),
        ("", "0;default;7", "agent-tui-light"),
        ("", "15;0", "agent-tui-dark"),
        ("", "nonsense", "agent-tui-dark"),
        ("", "", "agent-tui-dark"),
    ],
)
def test_the_answer_decides_then_the_variable_then_it_is_dark(
    colour: str, variable: str, theme: str
) -> None:
    assert fitting_theme(colour, {"COLORFGBG": variable}) == theme


async def test_a_known_background_decides_from_the_start() -> None:
    ahead = TypeAhead(answer=answered(b"ffff/ffff/ffff"))
    async with running_chat(theme="auto", type_ahead=ahead) as chat:
        assert chat.app.theme_name == "agent-tui-light"
        assert not chat.app.current_theme.dark


async def test_a_background_told_later_turns_the_screen() -> None:
    async with running_chat(theme="auto") as chat:
        before = chat.app.theme_name
        chat.app.post_message(BackgroundTold("ffffff"))
        await chat.pilot.pause()

        assert (before, chat.app.theme_name) == ("agent-tui-dark", "agent-tui-light")
        chat.app.post_message(BackgroundTold("101010"))
        await chat.pilot.pause()
        assert chat.app.theme_name == "agent-tui-dark"


async def test_a_theme_that_was_chosen_stays_until_auto_is_chosen_again() -> None:
    async with running_chat(theme="auto") as chat:
        chat.app.use_theme("ember")
        chat.app.post_message(BackgroundTold("ffffff"))
        await chat.pilot.pause()
        assert chat.app.theme_name == "ember"

        chat.app.use_theme("auto")
        assert chat.app.theme_name == "agent-tui-light"
        assert "auto" in chat.app.theme_names()


async def test_a_name_that_does_not_exist_leaves_auto_in_force() -> None:
    async with running_chat(theme="auto") as chat:
        await chat.enter("/theme embre")
        chat.app.post_message(BackgroundTold("ffffff"))
        await chat.pilot.pause()

        assert chat.app.theme_name == "agent-tui-light"


async def test_without_colours_no_background_brings_any(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running_chat(theme="auto") as chat:
        chat.app.post_message(BackgroundTold("ffffff"))
        await chat.pilot.pause()

        assert chat.app.theme_name == "system"
