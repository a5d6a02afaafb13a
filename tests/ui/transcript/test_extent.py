"""The scroll bar beside a growing transcript: always right, and painted only when it changes."""

from __future__ import annotations

import random

import pytest
from rich.console import RenderableType
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.sessions import SessionInfo
from tests.ui.transcript.screen import Screen, a_history, a_screen


def counted_paints(monkeypatch: pytest.MonkeyPatch) -> list[ScrollBar]:
    """Grows with each drawing of a scroll bar."""
    paints: list[ScrollBar] = []
    render = ScrollBar.render

    def counted(bar: ScrollBar) -> RenderableType:
        paints.append(bar)
        return render(bar)

    monkeypatch.setattr(ScrollBar, "render", counted)
    return paints


def painted(screen: Screen) -> list[Strip]:
    bar = screen.transcript.vertical_scrollbar
    return [bar.render_line(y) for y in range(bar.size.height)]


async def test_an_answer_into_a_long_transcript_does_not_paint_the_scroll_bar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_screen() as screen:
        screen.transcript.open_session(
            SessionInfo(id="s1", cwd="/w", created=0.0, updated=0.0), a_history(600)
        )
        screen.say("a", "An answer.\n\n")
        await screen.rows()
        paints = counted_paints(monkeypatch)

        for number in range(8):
            screen.transcript.append_text("a", f"Paragraph {number}.\n\n")
            rows = await screen.rows()
            assert f"Paragraph {number}." in "\n".join(rows)

        assert not paints


async def test_the_scroll_bar_always_looks_as_if_it_were_painted_now() -> None:
    choose = random.Random(7)
    async with a_screen(60, 15) as screen:
        bar = screen.transcript.vertical_scrollbar
        screen.transcript.add_part("t1", "a", PartKind.TEXT)
        looks = set()
        for _ in range(20):
            if choose.random() < 0.7:
                screen.transcript.append_text("a", "word " * choose.randrange(60) + "\n\n")
            else:
                rows = choose.randrange(-20, 21)
                screen.transcript.scroll_relative(y=rows, animate=False, immediate=True)
            await screen.rows()
            shown = painted(screen)
            assert bar.window_virtual_size == screen.transcript.virtual_size.height
            assert bar.position == screen.transcript.scroll_y
            bar.refresh()
            await screen.pilot.pause()
            assert painted(screen) == shown
            looks.add(tuple(strip.text for strip in shown))

        assert len(looks) > 5
