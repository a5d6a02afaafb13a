"""The markdown parser is imported in a thread, never by the UI loop."""

from __future__ import annotations

import subprocess
import sys

_COLD = """
import asyncio
from tests.ui.transcript.screen import TranscriptApp
from agent_tui.ui.markdown import is_warm

async def main():
    app = TranscriptApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.transcript.add_welcome("**Welcome**")
        app.transcript.add_notice("info", "Notice")
        print(is_warm(), [app.transcript.render_line(y).text.strip() for y in (0, 2)])
        await app.workers.wait_for_complete()
        await pilot.pause()
        print(is_warm(), [app.transcript.render_line(y).text.strip() for y in (0, 2)])

asyncio.run(main())
"""


def test_markdown_that_comes_before_the_parser_is_shown_as_soon_as_it_is_there() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", _COLD], capture_output=True, text=True, check=True
    )

    assert shown.stdout.split("\n")[:2] == [
        "False ['', '▌ Notice']",
        "True ['Welcome', '▌ Notice']",
    ]


_ENDED = """
import asyncio
from tests.ui.transcript.screen import TranscriptApp
from agent_tui.protocol.events import PartKind
from agent_tui.ui.markdown import is_warm

async def main():
    app = TranscriptApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        with app.transcript.batch():
            app.transcript.add_part("t1", "p1", PartKind.TEXT)
            app.transcript.append_text("p1", "**Quick**")
            app.transcript.end_part("p1")
        print(is_warm(), app.transcript.render_line(0).text.strip())
        await app.workers.wait_for_complete()
        await pilot.pause()
        print(is_warm(), app.transcript.render_line(0).text.strip())

asyncio.run(main())
"""


def test_an_answer_that_ends_before_the_parser_is_there_does_not_vanish_meanwhile() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", _ENDED], capture_output=True, text=True, check=True
    )

    assert shown.stdout.split("\n")[:2] == ["False **Quick**", "True Quick"]
