"""The pictures of the README: `python -m scripts.pictures [FOLDER]` writes them into docs/pictures.

The real engine, tools and screen play a scripted conversation in a folder that is made for it. The
same program gives the same pictures: seconds and the spinner are set to fixed ones.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from textual.events import Key

from agent_tui.config.settings import Settings
from agent_tui.config.ui_options import UiOptions
from agent_tui.engine.clock import SystemClock
from agent_tui.lifecycle.exit_door import ExitReason
from agent_tui.lifecycle.provider_source import provider_source
from agent_tui.lifecycle.runtime import Runtime
from agent_tui.lifecycle.runtime_parts import RuntimeParts, engine_options
from agent_tui.lifecycle.tool_setup import ToolSetup
from agent_tui.providers.scripted import ScriptedProvider, calls, says, thinks
from agent_tui.ui.app import ChatApp, UiHooks

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
NAMES = ("permission", "answer")
_WINDOW = (96, 38)
_PATH = "src/shop/stream.py"
_MODEL = "gpt-5.4"
_LIMIT_S = 30.0
_REST_S = 0.3
_PROMPT = "Why does the stream stop after an event that it does not know? Mend it, please."
_OLD = """        if event.kind not in KNOWN:
            return batch
"""
_NEW = """        if event.kind not in KNOWN:  # counted, never fatal
            unknown[event.kind] += 1
            continue
"""
_FILE = f'''"""Events on their way from the server."""

from collections import Counter, deque

KNOWN = {{"order", "payment", "parcel"}}
unknown: Counter[str] = Counter()


def read_batch(queue: deque[Event], limit: int = 64) -> list[Event]:
    """Take what is there, at most `limit` events."""
    batch: list[Event] = []
    while queue and len(batch) < limit:
        event = queue.popleft()
{_OLD}        batch.append(event)
    return batch
'''
_THOUGHT = "The reader returns where it should go on; the caller takes a short batch for the end."
_ANSWER = """The reader **returned** at the first event that it did not know; nobody asked again.
Now it goes on:

- an unknown event is *counted* in `unknown`, so that it can be seen,
- everything behind it is still read.

| queue | before | after |
|:--|--:|--:|
| 3 known | 3 | 3 |
| 1 known, 1 unknown, 18 known | 1 | **19** |

A test for the changelog of tomorrow:

```python
def test_an_unknown_event_is_counted_and_skipped() -> None:
    queue = deque([Event("order"), Event("gift"), Event("parcel")])

    assert len(read_batch(queue)) == 2
    assert unknown["gift"] =="""
_FOREIGN_HOME = "/home/me/project"  # as long as a usual temporary folder: nothing must move
_SECONDS = re.compile(r"\b\d+(?:\.\d)?(?=(?: |&#160;)s\b)")
_SPINNER = re.compile("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]")
_UNIQUE = re.compile(r"terminal-\d+")


class StillClock(SystemClock):
    """Time that passes for nobody: else a call that takes longer on one machine says so."""

    def monotonic(self) -> float:
        """See `Clock`."""
        return 0.0


class Studio:
    """One chat that is photographed. Make and use it on the loop of the screen."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(model=_MODEL, provider="openai", api_key="not-used")
        provider = ScriptedProvider(
            [thinks(_THOUGHT), calls("read_file", path=_PATH)],
            [calls("edit_file", path=_PATH, old_text=_OLD, new_text=_NEW)],
            [*says(*re.findall(r"\s*\S+", _ANSWER)), asyncio.Event().wait],
            name="openai",
        )
        self._runtime = Runtime(
            RuntimeParts(
                options=engine_options(settings, folder),
                providers=provider_source(settings, {}, provider=provider),
                tools=ToolSetup(refusal=""),
                saves_sessions=False,
                grace_s=0.1,
            )
        )
        self._runtime.clock = StillClock()
        hooks = UiHooks(
            on_ready=self._runtime.start,
            request_exit=lambda _: self._runtime.request_exit(ExitReason.USER),
        )
        self.app = ChatApp(
            events=self._runtime.subscribe(is_primary=True),
            inputs=self._runtime.inputs,
            options=UiOptions(cwd=str(folder)),
            hooks=hooks,
        )

    async def pictures(self) -> dict[str, str]:
        """SVG by name."""
        taken: dict[str, str] = {}
        async with self.app.run_test(size=_WINDOW) as pilot:
            await _until(lambda: self.app.session is not None)
            self.app.chat.composer.insert(_PROMPT)
            self.app.post_message(Key("enter", None))
            await self._until_seen("Tab back to your text")  # the panel takes keys
            taken["permission"] = await self._picture()
            await pilot.press("y")
            await self._until_seen('unknown["gift"] ==')
            self.app.chat.composer.insert("Then run the tests")
            await self._until_seen("Then run the tests")
            taken["answer"] = await self._picture()
            self.app.leave()
            self.app.leave()  # the answer would go on for ever
            await asyncio.to_thread(self._runtime.join, _LIMIT_S)
        return taken

    async def _picture(self) -> str:
        """An SVG of the screen when it has come to rest: some parts are painted after others."""
        before = ""
        while (picture := _steady(self.app.export_screenshot(title="agent-tui"))) != before:
            before = picture
            await asyncio.sleep(_REST_S)
        return picture

    async def _until_seen(self, text: str) -> None:
        await _until(lambda: text in self._screen_text())

    def _screen_text(self) -> str:
        compositor = self.app.screen._compositor  # noqa: SLF001 (Textual has no other way to look)
        return "\n".join(strip.text for strip in compositor.render_strips())


def main() -> None:
    """Write the pictures into the folder given, or into docs/pictures."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home  # the folder is shown as ~/shop
        shop = Path(home) / "shop"
        (shop / _PATH).parent.mkdir(parents=True)
        (shop / _PATH).write_text(_FILE)
        for name, picture in asyncio.run(_taken(shop)).items():
            picture = picture.replace(home, _FOREIGN_HOME.ljust(len(home), "s")[: len(home)])
            (target / f"{name}.svg").write_text(picture, encoding="utf-8")


async def _taken(folder: Path) -> dict[str, str]:
    return await Studio(folder).pictures()


def _steady(svg: str) -> str:
    svg = _SPINNER.sub("⠹", _SECONDS.sub("3", svg))
    svg = _UNIQUE.sub("terminal", svg)
    # Else some viewers join the spaces at the beginning of a line of code.
    return svg.replace("<text ", '<text xml:space="preserve" ')


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(_LIMIT_S):
        while not holds():  # noqa: ASYNC110 (the screen tells nobody)
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    main()
