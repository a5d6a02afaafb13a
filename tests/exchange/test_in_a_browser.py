"""The HTML export in a real browser, where one is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from agent_tui.exchange.html.colours import DEFAULT_COLOURS
from agent_tui.protocol.exchange import ExportFormat
from tests.exchange.conversations import answer, everything, exported, prompt, said
from tests.exchange.test_html_export import HOSTILE

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture
def browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"There is no browser here (none of {', '.join(BROWSERS)}).")
    return found


def _first_pixel(png: bytes) -> str:
    """The colour at the top left. In the first pixel every filter of PNG has nothing to refer
    to."""
    at, data = 8, b""
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return f"#{zlib.decompressobj().decompress(data, 16)[1:4].hex()}"


def test_a_browser_applies_the_style_and_refuses_nothing_because_nothing_is_asked(
    browser: str, tmp_path: Path
) -> None:
    conversation = everything()
    hostile = [
        message
        for at, text in enumerate(HOSTILE[:-2])
        for message in (prompt(text, f"h{at}"), answer(said(text), message_id=f"ha{at}"))
    ]
    page = tmp_path / "talk.html"
    page.write_text(
        exported(
            replace(conversation, messages=(*conversation.messages, *hostile)), ExportFormat.HTML
        )
    )
    done = subprocess.run(
        [
            browser,
            *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--enable-logging=stderr", f"--user-data-dir={tmp_path / 'profile'}"),
            *("--window-size=400,300", f"--screenshot={tmp_path / 'talk.png'}", page.as_uri()),
        ],
        capture_output=True,
        env=os.environ | {"HOME": str(tmp_path)},
        timeout=18,
        check=False,
    )

    told = done.stderr.decode(errors="replace")
    assert not re.findall(r"CONSOLE.*", told)
    assert _first_pixel((tmp_path / "talk.png").read_bytes()) in (
        DEFAULT_COLOURS.light["background"],
        DEFAULT_COLOURS.dark["background"],
    )
