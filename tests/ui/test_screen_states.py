"""How the screen looks in its main states. AGENT_TUI_UPDATE_SNAPSHOTS=1 writes them anew."""

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.containers import VerticalScroll

from agent_tui.protocol.events import (
    NoticeRaised,
    PartAdded,
    PartDelta,
    PartEnded,
    PartKind,
    QueueChanged,
    RetryScheduled,
    SessionInfoChanged,
    StageChanged,
    StepStarted,
)
from agent_tui.protocol.failures import Failure
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import AppState, NoticeLevel
from tests.ui.running_chat import (
    RunningChat,
    a_session,
    opened,
    running_chat,
    turn_ended,
    turn_started,
)

PICTURES = Path(__file__).parent / "pictures"
INFO = a_session(
    context_tokens=84_000, context_window=200_000, message_count=2, is_saved=True, cwd="/srv/shop"
)
ANSWER = """The reader stops when it meets an event it does **not** know.

```python
batch = list(queue)
```
"""


async def nothing_yet(chat: RunningChat) -> None:
    await chat.pilot.pause()


async def welcome(chat: RunningChat) -> None:
    await chat.emit(opened())
    await chat.until_sees("keys and commands")


async def an_answer(chat: RunningChat) -> None:
    await chat.emit(opened(), SessionInfoChanged(session_id="s1", info=INFO))
    await chat.emit(
        turn_started("Why does the stream stop?"),
        StepStarted(session_id="s1", turn_id="t1", step=1, model="gpt-5.4"),
        PartAdded(session_id="s1", turn_id="t1", part_id="p", kind=PartKind.TEXT),
        PartDelta(session_id="s1", turn_id="t1", part_id="p", text=ANSWER),
    )
    await chat.until_sees("batch = list(queue)")


async def streaming(chat: RunningChat) -> None:
    await an_answer(chat)
    prompts = (QueuedPrompt(id="q1", text="Add a test"), QueuedPrompt(id="q2", text="Then\nmore"))
    await chat.emit(QueueChanged(session_id="s1", prompts=prompts))
    await chat.write("a draft\nof two lines")


async def done(chat: RunningChat) -> None:
    await an_answer(chat)
    await chat.emit(PartEnded(session_id="s1", turn_id="t1", part_id="p"), turn_ended())
    await chat.emit(NoticeRaised(level=NoticeLevel.WARNING, title="Disk", text="12 MB are left."))


async def retrying(chat: RunningChat) -> None:
    failure = Failure(kind="RateLimited", title="Too many requests", text="Wait.")
    await chat.emit(opened(), turn_started("Hello"))
    await chat.emit(
        RetryScheduled(session_id="s1", attempt=2, max_attempts=5, delay_s=4.0, failure=failure)
    )


async def leaving(chat: RunningChat) -> None:
    await chat.emit(opened(), turn_started("Hello"))
    await chat.emit(
        StageChanged(state=AppState.SHUTTING_DOWN, detail="waiting for the running turn")
    )


async def commands(chat: RunningChat) -> None:
    await welcome(chat)
    await chat.write("/")


async def the_help(chat: RunningChat) -> None:
    await welcome(chat)
    await chat.press("f1")
    await chat.until_sees("This help")
    scrolled = chat.app.screen.query_one(VerticalScroll)
    await chat.until(lambda: scrolled.show_vertical_scrollbar)  # it comes with a second layout
    await chat.pilot.pause()


STATES = (nothing_yet, welcome, streaming, done, retrying, leaving, commands, the_help)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_the_screen_looks_as_it_was_agreed(
    state: Callable[[RunningChat], Awaitable[None]],
) -> None:
    async with running_chat(is_open=False) as chat:
        await state(chat)
        seen = steady("\n".join(chat.rows()) + "\n")

    picture = PICTURES / f"{state.__name__}.txt"
    if os.environ.get("AGENT_TUI_UPDATE_SNAPSHOTS"):
        picture.write_text(seen, encoding="utf-8")
    assert seen == picture.read_text(encoding="utf-8")


def steady(text: str) -> str:
    """Without what depends on the clock: spinner and seconds."""
    return re.sub(r"\b\d+ s\b", "0 s", re.sub("[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]", "⠋", text))


@pytest.mark.parametrize("size", [(20, 10), (40, 12), (200, 60), (20, 6)])
async def test_every_size_shows_the_composer_and_overflows_nowhere(size: tuple[int, int]) -> None:
    async with running_chat(is_open=False) as chat:
        await streaming(chat)

        await chat.resize(*size)

        assert [strip.cell_length for strip in chat.strips()] == [size[0]] * size[1]
        assert chat.sees("❯ a draft") or chat.sees("of two lines")
        assert re.search(r"\d s", chat.rows()[-1])

        await chat.resize(80, 24)
        assert steady("\n".join(chat.rows()) + "\n") == (PICTURES / "streaming.txt").read_text(
            encoding="utf-8"
        )


@pytest.mark.parametrize(
    "theme", ["agent-tui-light", "system", "colour-blind-safe", "high-contrast"]
)
async def test_every_theme_shows_the_same_text(theme: str) -> None:
    async with running_chat(is_open=False, theme=theme) as chat:
        await streaming(chat)
        seen = steady("\n".join(chat.rows()) + "\n")

    assert seen == (PICTURES / "streaming.txt").read_text(encoding="utf-8")
