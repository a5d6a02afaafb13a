"""Requests to ask, and hands to answer them: a clock that stands still, and what came out."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import TextArea

from agent_tui.protocol.asking_events import PermissionRequested, QuestionAsked
from agent_tui.protocol.inputs import AnswerQuestion, ReplyPermission
from agent_tui.protocol.permissions import PermissionItem, PermissionRequest
from agent_tui.protocol.questions import Choice, Question, QuestionKind, QuestionRequest
from agent_tui.ui.panels.prompt_dock import PromptDock
from agent_tui.ui.widgets.permission_panel import PermissionPanel
from agent_tui.ui.widgets.question_panel import QuestionPanel
from tests.ui.running_chat import RunningChat

AnyPanel = PermissionPanel | QuestionPanel

DIFF = """--- a/notes.txt
+++ b/notes.txt
@@ -1,4 +1,4 @@
 Shopping
-milk
+oat milk
 bread
 tea
"""


def a_command(
    command: str = "git log --oneline", *, call_id: str = "c1", **fields: Any
) -> PermissionItem:
    return PermissionItem(
        **{
            "call_id": call_id,
            "tool": "run_command",
            "arguments": json.dumps({"command": command}),
            "summary": f"Run {command}",
            "reason": "Commands are asked in the mode ask.",
            "command": command,
            "session_rules": ("run(git log --oneline)",),
            "always_rules": ("run(git log *)",),
            **fields,
        }
    )


def an_edit(*, call_id: str = "c2", **fields: Any) -> PermissionItem:
    return PermissionItem(
        **{
            "call_id": call_id,
            "tool": "edit_file",
            "arguments": json.dumps({"path": "notes.txt", "old": "milk", "new": "oat milk"}),
            "summary": "Edit notes.txt",
            "reason": "Writing is asked in the mode ask.",
            "diff": DIFF,
            "session_rules": ("write(/proj/notes.txt)",),
            **fields,
        }
    )


def a_fetch(*, call_id: str = "c3", **fields: Any) -> PermissionItem:
    return PermissionItem(
        **{
            "call_id": call_id,
            "tool": "web_fetch",
            "arguments": json.dumps({"url": "https://example.com/a", "max_chars": 2000}),
            "summary": "Fetch https://example.com/a",
            "reason": "No rule covers example.com.",
            "session_rules": ("fetch(example.com)",),
            "always_rules": ("fetch(example.com)",),
            **fields,
        }
    )


def a_request(
    *items: PermissionItem, request_id: str = "r1", session_id: str = "s1"
) -> PermissionRequest:
    return PermissionRequest(id=request_id, session_id=session_id, items=items or (a_command(),))


def requested(
    *items: PermissionItem, request_id: str = "r1", session_id: str = "s1"
) -> PermissionRequested:
    request = a_request(*items, request_id=request_id, session_id=session_id)
    return PermissionRequested(session_id=session_id, request=request)


LANGUAGE = Question(
    id="language",
    header="Language",
    text="Which language shall the tool be written in?",
    kind=QuestionKind.SINGLE,
    choices=(
        Choice(label="Python", description="what the rest is written in"),
        Choice(label="Rust"),
        Choice(label="Go"),
    ),
)
PARTS = Question(
    id="parts",
    header="Parts",
    text="What shall be included?",
    kind=QuestionKind.MULTI,
    choices=(Choice(label="Tests"), Choice(label="Docs"), Choice(label="Benchmarks")),
)
NAME = Question(id="name", header="Name", text="What shall it be called?")


def questions(
    *asked: Question, request_id: str = "q1", session_id: str = "s1", title: str = ""
) -> QuestionRequest:
    return QuestionRequest(
        id=request_id, session_id=session_id, questions=asked or (LANGUAGE,), title=title
    )


def asked(
    *some: Question, request_id: str = "q1", session_id: str = "s1", title: str = ""
) -> QuestionAsked:
    request = questions(*some, request_id=request_id, session_id=session_id, title=title)
    return QuestionAsked(session_id=session_id, request=request)


class StillClock:
    """Timers that ring only when a test says so."""

    def __init__(self) -> None:
        self._waiting: list[_StillTimer] = []

    def set_timer(self, delay_s: float, ring: Callable[[], None]) -> _StillTimer:
        timer = _StillTimer(self._waiting, ring)
        self._waiting.append(timer)
        return timer

    def pass_by(self) -> None:
        """The time of every timer is over."""
        for _ in range(2):  # a timer may set another one when it rings
            due, self._waiting[:] = [*self._waiting], []
            for timer in due:
                timer.ring()


class _StillTimer:
    def __init__(self, waiting: list[_StillTimer], ring: Callable[[], None]) -> None:
        self._waiting = waiting
        self.ring = ring

    def stop(self) -> None:
        if self in self._waiting:
            self._waiting.remove(self)


class BareApp(App[None]):
    """Somebody else's app: a text and both panels, nothing of ours around them."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Any] = []
        self.clock = StillClock()

    def compose(self) -> ComposeResult:
        yield TextArea("draft")
        for panel in (PermissionPanel(), QuestionPanel()):
            panel.keys.arming.set_timer = self.clock.set_timer
            yield panel

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()

    def on_permission_panel_replied(self, message: PermissionPanel.Replied) -> None:
        self.messages.append(message)

    def on_permission_panel_rule_asked(self, message: PermissionPanel.RuleAsked) -> None:
        self.messages.append(message)

    def on_question_panel_answered(self, message: QuestionPanel.Answered) -> None:
        self.messages.append(message)


class Hands:
    """What a test does and sees in a `BareApp`."""

    def __init__(self, app: BareApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot
        self.permissions = app.query_one(PermissionPanel)
        self.questions = app.query_one(QuestionPanel)
        self.text = app.query_one(TextArea)

    async def ask(self, *requests: PermissionRequest | QuestionRequest) -> None:
        """Ask, and let the keys rest until the panel takes them."""
        for request in requests:
            if isinstance(request, PermissionRequest):
                self.permissions.add(request)
            else:
                self.questions.add(request)
        await self.rest()

    async def rest(self) -> None:
        """No key for long enough."""
        await self._pilot.pause()
        self.app.clock.pass_by()
        await self._pilot.pause()

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def burst(self, *keys: str) -> None:
        """Keys that come in one read of the terminal."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await self._pilot.pause()
        await self._pilot.pause()

    async def click(self, text: str) -> None:
        """Click on the first row with this text."""
        row = next(y for y, line in enumerate(self.rows()) if text in line)
        await self._pilot.click(offset=(6, row))
        await self._pilot.pause()

    @property
    def replies(self) -> list[Any]:
        """The replies of the only answer that was given."""
        (message,) = self.said(PermissionPanel.Replied)
        return list(message.replies)

    def said(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.app.messages if isinstance(message, kind)]

    def rows(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    def sees(self, text: str) -> bool:
        return any(text in row for row in self.rows())


@asynccontextmanager
async def a_bare_app(*, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Hands]:
    app = BareApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Hands(app, pilot)


def dock_of(chat: RunningChat) -> PromptDock:
    return chat.app.chat.made_dock()


def stop_the_clock(chat: RunningChat) -> StillClock:
    """From now on the panels of a chat arm only when the test says so."""
    clock = StillClock()
    for panel in panels_of(chat):
        panel.keys.arming.set_timer = clock.set_timer
    return clock


def panels_of(chat: RunningChat) -> Sequence[AnyPanel]:
    dock = dock_of(chat)
    assert dock.permission_panel is not None
    assert dock.question_panel is not None
    return dock.permission_panel, dock.question_panel


def answers_sent(chat: RunningChat) -> list[ReplyPermission | AnswerQuestion]:
    """What the screen has answered."""
    kinds = (ReplyPermission, AnswerQuestion)
    return [put for put in chat.engine.inputs if isinstance(put, kinds)]


async def rest(chat: RunningChat, clock: StillClock) -> None:
    """No key for long enough."""
    await chat.pilot.pause()
    clock.pass_by()
    await chat.pilot.pause()
