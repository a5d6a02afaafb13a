from __future__ import annotations

import pytest
from textual.binding import Binding

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.commands.command_table import COMMANDS
from agent_tui.ui.help.sections import HelpSection, Place, command_section, filtered, help_sections
from agent_tui.ui.screens.help import whole_help
from agent_tui.ui.transcript.cursor_view import CursorView
from agent_tui.ui.transcript.pinned_view import PinnedView
from agent_tui.ui.transcript.scrolled_view import ScrolledView
from agent_tui.ui.transcript.searchable_view import SearchableView
from agent_tui.ui.transcript.selectable_view import SelectableView
from agent_tui.ui.transcript.travel_view import TravelView
from tests.ui.running_chat import running_chat

VIEWS = (ScrolledView, CursorView, SelectableView, TravelView, SearchableView, PinnedView)
KEYS = KeyBindings.default()


def transcript_section() -> list[str]:
    lines = whole_help(KEYS, COMMANDS).plain.split("\n")
    start = lines.index("Transcript (F6)") + 2
    return lines[start : lines.index("", start)]


def titles(keys: KeyBindings = KEYS, place: Place = Place.COMPOSER) -> list[str]:
    return [section.title for section in help_sections(keys, COMMANDS, place)]


def found(text: str) -> dict[str, str]:
    """Rows that the filter leaves."""
    sections = filtered(help_sections(KEYS, COMMANDS), text)
    return dict(row for section in sections for row in section.rows)


def test_every_action_of_the_transcript_stands_there_with_a_key_and_a_meaning() -> None:
    bindings = [
        binding for view in VIEWS for binding in Binding.make_bindings(view.__dict__["BINDINGS"])
    ]
    rows = [row.split("   ", 1) for row in transcript_section()]

    assert len(rows) == len({binding.action for binding in bindings})
    for keys, meaning in rows:
        assert keys.strip()
        assert meaning.strip() in {binding.description for binding in bindings}


def test_letters_are_told_apart_from_capitals_and_signs_are_shown_as_signs() -> None:
    keys = {key for row in transcript_section() for key in row.split("   ")[0].split(", ")}

    assert {"n", "N", "g g", "/", "{", "}", "["} <= keys


def test_without_a_key_that_leads_there_the_section_names_none() -> None:
    assert "Transcript" in titles(KEYS.bind("switch_focus"))


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (Place.COMPOSER, "Keys"),
        (Place.TRANSCRIPT, "Transcript (F6)"),
        (Place.SEARCH, "Search bar (Ctrl+F)"),
        (Place.PERMISSION, "When a permission is asked"),
        (Place.PICKER, "Lists (Ctrl+P)"),
    ],
)
def test_the_help_begins_with_the_place_one_comes_from(place: Place, title: str) -> None:
    sections = titles(place=place)

    assert sections[0] == title
    assert sorted(sections) == sorted(titles())


def test_every_command_and_alias_stands_there() -> None:
    text = whole_help(KEYS, COMMANDS).plain

    for command in COMMANDS:
        assert command.usage in text
        assert all(alias in text for alias in command.aliases)


def test_vim_has_a_section_only_where_the_composer_is_one() -> None:
    assert "Vim, in the composer" in titles(KeyBindings.vim())
    assert "Vim, in the composer" not in titles()


def test_with_vim_the_transcript_has_vims_keys_and_of_its_own_those_that_are_left() -> None:
    section = next(
        one for one in help_sections(KeyBindings.vim(), COMMANDS) if one.title == "Transcript (F6)"
    )
    keys = [key for key, _ in section.rows]

    assert "v V Ctrl+V" in keys
    assert {"F9", "Ctrl+A", "Ctrl+G"} <= set(keys)
    assert not {"j", "[", "v"} & set(keys)


def test_the_filter_wants_all_words_in_a_row_or_its_title() -> None:
    assert "/model [name [provider]]" in found("MODEL name")
    assert "/status" not in found("model name")
    assert "/model [name [provider]]" in found("commands: model")
    assert found("zzzz") == {}


def test_a_slash_finds_commands_and_what_is_none_is_found_without_it() -> None:
    assert "/theme [name]" in found("/the")
    assert "Ctrl+T" in found("/thinking")


def test_the_help_of_a_command_tells_its_ways_aliases_and_key() -> None:
    commands = {command.name: command for command in COMMANDS}
    rows = dict(row for one in command_section(commands["/ps"], KEYS) for row in one.rows)
    assert "End one with all" in rows["/ps kill ID"]

    rows = dict(row for one in command_section(commands["/quit"], KEYS) for row in one.rows)
    assert rows["also"] == "/exit, /q, :q, exit, quit"
    assert rows["key"] == "Ctrl+Q"


def test_an_empty_section_is_not_listed() -> None:
    assert all(section.rows for section in help_sections(KeyBindings.minimal(), COMMANDS))
    assert filtered([HelpSection("Title", (("a", "b"),))], "c") == []


async def test_all_of_the_help_can_be_scrolled_to_in_a_small_window() -> None:
    async with running_chat(size=(80, 24)) as chat:
        await chat.press("f1")
        await chat.until_sees("This help")
        seen: set[str] = set()
        while "closes this help" not in " ".join(seen):
            seen.update(row.rstrip(" ▁▂▃▄▅▆▇█").strip() for row in chat.rows())
            await chat.press("pagedown")
            await chat.pilot.pause(0.01)

    for line in whole_help(KEYS, COMMANDS).plain.split("\n"):
        assert any(row.startswith(line.strip()[:60].strip()) for row in seen)


async def test_what_is_typed_in_the_help_is_sought_and_nothing_of_it_reaches_the_composer() -> None:
    async with running_chat() as chat:
        await chat.press("question_mark")
        await chat.until_sees("type to find")
        await chat.press(*"quit!")
        assert chat.sees("Nothing here has “quit!”")
        # Where an input method opens its window.
        assert chat.app.cursor_position == (len("  Help ❯ quit!"), 0)
        await chat.press("backspace")
        assert chat.sees("/quit")
        assert not chat.sees("/model")

        await chat.press("escape")
        assert chat.is_composing()
        assert chat.composer.text == ""


@pytest.mark.parametrize("key", ["escape", "f1", "question_mark", "enter", "ctrl+c"])
async def test_the_help_is_closed_by_each_of_the_keys_that_one_would_try(key: str) -> None:
    async with running_chat() as chat:
        await chat.press("f1")
        await chat.until_sees("type to find")
        await chat.press(key)

        assert chat.app.screen is chat.app.chat


async def test_from_the_transcript_the_help_begins_with_its_keys() -> None:
    async with running_chat() as chat:
        await chat.press("f6", "f1")
        await chat.until_sees("type to find")

        assert chat.rows()[2].strip() == "Transcript (F6)"
