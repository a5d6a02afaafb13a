"""A running transcript for tests: an app with nothing else in it, and what one sees of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from agent_tui.protocol.events import PartKind
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.ui.markdown import warm_up
from agent_tui.ui.transcript.transcript import Transcript


class TranscriptApp(App[None]):
    """Only a transcript, and the messages it posted."""

    def __init__(self) -> None:
        super().__init__()
        self.transcript = Transcript()
        self.told: list[tuple[bool, int]] = []

    def compose(self) -> ComposeResult:
        yield self.transcript

    def on_transcript_follow_changed(self, message: Transcript.FollowChanged) -> None:
        self.told.append((message.follows, message.unseen_count))


def visible_rows(transcript: Transcript) -> list[str]:
    """The rows in view without the blanks at their ends, up to the last that is not blank."""
    drawn = [transcript.render_line(y).text.rstrip() for y in range(transcript.size.height)]
    while drawn and not drawn[-1]:
        drawn.pop()
    return drawn


class Screen:
    """The transcript on a screen."""

    def __init__(self, app: TranscriptApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.transcript = app.transcript

    async def rows(self) -> list[str]:
        """See `visible_rows`."""
        await self.pilot.pause()
        return visible_rows(self.transcript)

    def say(self, part_id: str, text: str, kind: PartKind = PartKind.TEXT) -> None:
        """A whole part with its text, still open."""
        self.transcript.add_part("t1", part_id, kind)
        self.transcript.append_text(part_id, text)


def start_call(screen: Screen, call_id: str, name: str, **arguments: Any) -> None:
    """The engine takes up a tool call of no known part."""
    text = msgspec.json.encode(arguments).decode()
    screen.transcript.start_tool_call(call_id, "", name, text)


@asynccontextmanager
async def a_screen(width: int = 80, height: int = 24) -> AsyncIterator[Screen]:
    """A focused, empty transcript."""
    warm_up()
    app = TranscriptApp()
    async with app.run_test(size=(width, height)) as pilot:
        app.transcript.focus()
        await pilot.pause()
        yield Screen(app, pilot)


def a_prompt(text: str, prompt_id: str = "u1") -> ChatMessage:
    """What the user said."""
    part = TextPart(id=f"{prompt_id}-text", text=text)
    return ChatMessage(id=prompt_id, role=Role.USER, parts=(part,))


def an_answer(text: str, answer_id: str = "a1") -> ChatMessage:
    """What the model said."""
    part = TextPart(id=f"{answer_id}-text", text=text)
    return ChatMessage(id=answer_id, role=Role.ASSISTANT, parts=(part,))


def a_history(turns: int) -> list[ChatMessage]:
    """Prompts and answers of different lengths."""
    messages: list[ChatMessage] = []
    for turn in range(turns):
        messages.append(a_prompt(f"question {turn}", f"u{turn}"))
        words = "some more words " * (turn % 17)
        messages.append(an_answer(f"Answer {turn} begins. {words}\n\n- end of {turn}", f"a{turn}"))
    return messages
