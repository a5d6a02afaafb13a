"""`/keymap`: lists, changes at once and for later, and shows what the terminal sends."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.config.program_facts import ProgramFacts
from agent_tui.config.settings import Settings
from agent_tui.tui.user_keymap import UserKeymap
from agent_tui.ui.commands.keymap_command import keymap_rows
from agent_tui.ui.raw_keys import RawKeys, shown_bytes
from tests.ui.running_chat import RunningChat, running_chat


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text('# mine\nmodel = "m"\n', encoding="utf-8")
    return path


def content(file: Path) -> str:
    return file.read_text(encoding="utf-8")


async def entered(chat: RunningChat, command: str, told: str) -> None:
    await chat.enter(command)
    await chat.until_sees(told)


def test_every_action_is_listed_with_its_keys_and_where_they_come_from() -> None:
    rows = {row[0]: row[1:] for row in keymap_rows(KeyBindings.default())}

    assert rows["composer.new_line"][0] == "Ctrl+J, Shift+Enter, Alt+Enter"
    assert rows["transcript.go_start"][0] == "g g"
    assert {origin for _, _, origin in rows.values()} == {"preset"}
    assert not any(name.startswith(("emacs.", "vim_")) for name in rows)


def test_actions_of_a_preset_are_listed_in_it() -> None:
    rows = {row[0]: row[1] for row in keymap_rows(KeyBindings.emacs())}

    assert rows["emacs.exchange_mark"] == "Ctrl+X Ctrl+X"
    assert rows["composer.previous"] == "none"


async def test_the_chosen_key_of_the_list_can_be_changed() -> None:
    async with running_chat(size=(100, 40)) as chat:
        await entered(chat, "/keymap", "Keys, preset default")
        await chat.press(*"new_line", "enter")

        assert chat.composer.text == "/keymap set composer.new_line "


async def test_what_is_found_is_listed_alone() -> None:
    async with running_chat(size=(100, 40)) as chat:
        await entered(chat, "/keymap find new_line", "composer.new_line")

        assert not chat.sees("composer.stash")


async def test_a_key_that_is_set_holds_at_once_and_is_written_with_all_comments_kept(
    file: Path,
) -> None:
    async with running_chat() as chat:
        chat.app.keymap_file = UserKeymap(file)
        await entered(chat, "/keymap set composer.stash f8, ctrl+x s", "composer.stash: F8")
        await chat.write("draft")
        await chat.press("ctrl+x", "s")

        assert chat.composer.text == ""

        await chat.press("f8")

        assert chat.composer.text == "draft"
        await chat.press("ctrl+s")
        assert chat.composer.text == "draft"
    assert content(file) == (
        '# mine\nmodel = "m"\n\n[keymap.composer]\nstash = ["f8", "ctrl+x s"]\n'
    )


async def test_keys_of_the_transcript_and_of_everywhere_change_too(file: Path) -> None:
    async with running_chat() as chat:
        chat.app.keymap_file = UserKeymap(file)
        await entered(chat, "/keymap set app.quit f10", "app.quit: F10")
        await entered(chat, "/keymap set transcript.search f9", "transcript.search: F9")
        await chat.press("f6", "f9")

        assert chat.app.chat.is_search_focused

        await chat.press("escape", "f10", "ctrl+q")

        assert chat.exits == ["user", "user"]


async def test_cleared_has_no_key_and_unset_has_the_presets_again(file: Path) -> None:
    async with running_chat() as chat:
        chat.app.keymap_file = UserKeymap(file)
        await entered(chat, "/keymap clear stash", "composer.stash: no key")
        assert 'stash = ""' in content(file)

        await entered(chat, "/keymap unset stash", "composer.stash: Ctrl+S")

        assert "stash" not in content(file)


async def test_a_key_that_another_action_has_is_taken_with_a_word(file: Path) -> None:
    async with running_chat() as chat:
        chat.app.keymap_file = UserKeymap(file)
        await entered(chat, "/keymap set stash ctrl+l", "composer.stash: Ctrl+L")

        assert chat.sees("app.redraw")
        assert chat.app.key_bindings.keys("app.redraw") == ()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/keymap set stsh f8", "Did you mean stash"),
        ("/keymap set stash strg+x", "no key"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_written(
    file: Path, command: str, told: str
) -> None:
    before = content(file)
    async with running_chat() as chat:
        chat.app.keymap_file = UserKeymap(file)
        await entered(chat, command, told)
        assert chat.composer.text.strip() == command.removesuffix("strg+x").strip()
    assert content(file) == before


async def test_the_key_that_sends_cannot_be_cleared_and_that_is_told(file: Path) -> None:
    async with running_chat() as chat:
        chat.app.keymap_file = UserKeymap(file)
        await entered(chat, "/keymap clear submit", "composer.submit: Enter")
        assert chat.sees_words("nothing could be sent")

        await entered(chat, "/keymap unset submit", "composer.submit: Enter")


async def test_without_a_file_nothing_can_be_changed() -> None:
    async with running_chat() as chat:
        await entered(chat, "/keymap set stash f8", "Keys not changed")


async def test_a_file_that_cannot_be_written_changes_nothing(file: Path) -> None:
    async with running_chat() as chat:
        chat.app.keymap_file = UserKeymap(file / "config.toml")
        await entered(chat, "/keymap set stash f8", "Keys not changed")

        assert chat.app.key_bindings.keys("stash") == ("ctrl+s",)


async def test_the_inspector_shows_what_came_and_does_nothing_until_escape_comes_twice() -> None:
    async with running_chat(size=(100, 24)) as chat:
        await entered(chat, "/keymap inspect", "Esc twice leaves")
        chat.app.post_message(RawKeys(b"\x1b[13;2u"))
        await chat.press("shift+enter", "ctrl+s", "escape", "x", "f1")

        row = next(row for row in chat.rows() if "shift+enter" in row)
        assert "ESC [ 1 3 ; 2 u" in row
        assert "composer.new_line" in row
        assert chat.sees("composer.stash")
        assert chat.sees("Esc twice leaves")

        await chat.press("escape", "escape")
        await chat.press("x")

        assert chat.composer.text == "x"


async def test_even_the_inspector_can_be_left_by_the_way_out() -> None:
    async with running_chat() as chat:
        await entered(chat, "/keymap inspect", "Esc twice leaves")
        await chat.press("ctrl+q")

        assert chat.exits == ["user"]


def test_bytes_are_shown_so_that_one_can_tell_them_apart() -> None:
    assert shown_bytes(b"\x1b[A\x01\x7f \xc3") == "ESC [ A ^A DEL 20 c3"


async def test_emacss_own_keys_change_too_and_what_was_killed_stays(file: Path) -> None:
    async with running_chat(
        key_bindings=KeyBindings.emacs(), facts=ProgramFacts(settings=Settings(keys="emacs"))
    ) as chat:
        chat.app.keymap_file = UserKeymap(file)
        await chat.write("killed")
        await chat.press("ctrl+u")
        await entered(chat, "/keymap set emacs.yank f8", "emacs.yank: F8")
        await chat.press("f8")

        assert chat.composer.text == "killed"
