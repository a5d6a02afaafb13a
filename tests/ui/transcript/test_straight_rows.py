"""Rows go to the screen without Textual's styles around them, and look the same."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip

from agent_tui.ui.transcript.anchored_view import AnchoredView
from tests.ui.running_chat import running_chat


def cells(strip: Strip) -> list[tuple[str, object]]:
    """What one sees of each: a blank has a background only."""
    return [
        (character, style.bgcolor if character == " " else style)
        for text, style, _ in strip
        if style is not None
        for character in text
    ]


async def test_rows_are_what_textual_would_make_of_them_in_every_part_of_the_view() -> None:
    async with running_chat(size=(40, 12)) as chat:
        await chat.enter("hello")
        view = chat.app.query_one(AnchoredView)
        whole = view.region.reset_offset

        for crop in (whole, Region(3, 2, 20, 3), Region(30, 0, whole.width - 30, 1)):
            ours = view.render_lines(crop)
            theirs = view._styles_cache.render_widget(view, crop)

            assert [cells(strip) for strip in ours] == [cells(strip) for strip in theirs]
            assert {strip.cell_length for strip in ours} == {crop.width}
