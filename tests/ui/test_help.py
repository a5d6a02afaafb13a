from __future__ import annotations

from textual.binding import Binding

from agent_tui.config.key_bindings import KeyBindings
from agent_tui.ui.screens.help import help_content
from agent_tui.ui.transcript.cursor_view import CursorView
from agent_tui.ui.transcript.scrolled_view import ScrolledView
from agent_tui.ui.transcript.searchable_view import SearchableView
from agent_tui.ui.transcript.selectable_view import SelectableView
from agent_tui.ui.transcript.travel_view import TravelView
from tests.ui.running_chat import running_chat

VIEWS = (ScrolledView, CursorView, SelectableView, TravelView, SearchableView)


def transcript_section() -> list[str]:
    lines = help_content(KeyBindings.default()).plain.split("\n")
    start = lines.index("Transcript (F6)") + 2
    return lines[start : lines.index("", start)]


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
    keys = [row.split("   ")[0] for row in transcript_section()]

    assert {"n", "N", "g g", "/", "{", "}", "["} <= set(keys)


def test_without_a_key_that_leads_there_the_section_names_none() -> None:
    keys = KeyBindings.default().bind("switch_focus")

    assert "\nTranscript\n" in help_content(keys).plain


async def test_all_of_the_help_can_be_scrolled_to_in_a_small_window() -> None:
    async with running_chat(size=(80, 24)) as chat:
        await chat.press("f1")
        await chat.until_sees("This help")
        seen: set[str] = set()
        while "closes this help" not in " ".join(seen):
            seen.update(row.rstrip(" ▁▂▃▄▅▆▇█").strip() for row in chat.rows())
            await chat.press("pagedown")
            await chat.pilot.pause(0.01)

    for line in help_content(KeyBindings.default()).plain.split("\n"):
        assert any(row.startswith(line.strip()[:60].strip()) for row in seen)
