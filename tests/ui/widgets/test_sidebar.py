"""The sidebar's own lists: turns, files, checklist, waiting prompts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.events import QueueChanged, ToolCallEnded, ToolCallStarted
from agent_tui.protocol.messages import ChatMessage
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import QueuedPrompt
from agent_tui.protocol.status import TurnStatus
from agent_tui.protocol.usage import Usage
from agent_tui.ui.markdown.palette import palette_from
from agent_tui.ui.markdown.wrap import row_cells
from agent_tui.ui.sidebar.side_rows import Target, TargetKind, TurnLook, turn_rows
from agent_tui.ui.transcript.outline import TurnEntry
from tests.ui.running_chat import RunningChat, opened, running_chat, turn_ended, turn_started
from tests.ui.transcript.screen import a_history

A_DIFF = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
TODOS = (
    '{"items": [{"text": "read it", "status": "done"}, {"text": "mend it", "status": "active"}]}'
)


def tool_call(name: str, arguments: str, text: str, **result: Any) -> list[AgentEvent]:
    started = ToolCallStarted(
        session_id="s1", turn_id="t1", call_id=name, part_id="", name=name, arguments=arguments
    )
    ended = ToolCallEnded(
        session_id="s1", turn_id="t1", call_id=name, part_id="", text=text, **result
    )
    return [started, ended]


def right_of_the_border(chat: RunningChat) -> list[str]:
    return [row.partition("│")[2].strip() for row in chat.rows()]


async def with_history(chat: RunningChat, turns: int) -> list[ChatMessage]:
    messages = a_history(turns)
    await chat.emit(opened(messages=tuple(messages)))
    return messages


async def test_a_key_shows_the_sidebar_in_a_layout_without_one_and_hides_it_again() -> None:
    async with running_chat(size=(80, 24)) as chat:
        await with_history(chat, 3)
        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 3")

        await chat.press("ctrl+b")

        assert not chat.sees("Turns · 3")
        assert chat.app.chat.status_bar.size.width == 80


async def test_a_window_without_room_says_for_a_moment_why_there_is_no_sidebar(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rings: list[Callable[[], object]] = []
    async with running_chat(size=(59, 24)) as chat:
        monkeypatch.setattr(chat.app, "set_timer", lambda _, ring: rings.append(ring))
        await chat.press("ctrl+b")

        await chat.until_sees("the sidebar needs a window of 60 columns")
        assert chat.app.chat.sidebar is None
        (ring,) = rings
        ring()
        await chat.until(lambda: not chat.sees("the sidebar needs"))


async def test_enter_shows_a_turn_with_its_prompt_at_the_top() -> None:
    async with running_chat(size=(90, 20)) as chat:
        await with_history(chat, 40)
        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 40")
        await chat.press("f6", "f6", "g", "j", "j", "enter")

        await chat.until(lambda: chat.rows()[0].startswith("❯ question 2 "))

        assert chat.app.focused is chat.app.chat.side_list
        assert "❯ question 2" in right_of_the_border(chat)


@pytest.mark.parametrize("key", ["enter", "y"])
async def test_a_turn_of_another_session_cannot_be_acted_on(key: str) -> None:
    async with running_chat(size=(90, 20)) as chat:
        await with_history(chat, 12)
        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 12")
        await chat.press("f6", "f6", "G")
        await chat.show("s2", messages=tuple(a_history(2)))
        await chat.until_sees("Turns · 2")

        await chat.press(key)
        await chat.press("g", "enter")

        await chat.until(lambda: chat.rows()[0].startswith("❯ question 0"))


async def test_f6_goes_round_composer_transcript_and_sidebar() -> None:
    async with running_chat(size=(90, 20)) as chat:
        await with_history(chat, 3)
        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 3")
        screen = chat.app.chat

        seen = []
        for _ in range(3):
            await chat.press("f6")
            seen.append(chat.app.focused)

        assert seen == [screen.transcript, screen.side_list, screen.composer]


async def test_what_a_turn_does_is_listed_while_it_runs() -> None:
    async with running_chat(size=(100, 30)) as chat:
        await chat.emit(opened())
        await chat.press("ctrl+b")
        await chat.emit(
            turn_started("repair the parser"),
            *tool_call("edit_file", '{"path": "src/parser.py"}', "ok", diff=A_DIFF),
            *tool_call("run_command", '{"command": "make"}', "exit code 2", is_error=True),
            *tool_call("todo", TODOS, "ok"),
        )
        await chat.until_sees("▶ repair the parser")
        running = right_of_the_border(chat)
        await chat.emit(turn_ended())

        assert "▶ repair the parser     ✗1 ±1" in running
        assert running[running.index("Files") + 1] == "src/parser.py"
        assert running[running.index("To do") + 1 :][:2] == ["✓ read it", "◐ mend it"]
        await chat.until(lambda: "▶" not in "".join(right_of_the_border(chat)))


async def test_waiting_prompts_are_listed() -> None:
    async with running_chat(size=(100, 30)) as chat:
        await chat.emit(opened(), turn_started("first"))
        await chat.press("ctrl+b")
        await chat.emit(
            QueueChanged(session_id="s1", prompts=(QueuedPrompt(id="q1", text="and then this"),))
        )

        await chat.until(lambda: "◦ and then this" in right_of_the_border(chat))


async def test_the_turn_that_is_shown_is_marked() -> None:
    async with running_chat(size=(90, 20)) as chat:
        await with_history(chat, 40)
        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 40")

        await chat.press("f6", "ctrl+home")

        await chat.until(lambda: "▸ question 0" in right_of_the_border(chat))


async def test_opening_it_keeps_the_place_of_who_reads_further_up() -> None:
    async with running_chat(size=(100, 20)) as chat:
        await with_history(chat, 60)
        await chat.press("pageup", "pageup", "pageup")
        top = chat.app.chat.transcript.top_item if chat.app.chat.transcript else None

        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 60")

        assert chat.app.chat.transcript is not None
        assert chat.app.chat.transcript.top_item == top
        assert not chat.app.chat.transcript.follows


async def test_nothing_reads_the_transcript_while_it_is_hidden() -> None:
    async with running_chat(size=(90, 20)) as chat:
        await with_history(chat, 3)
        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 3")
        await chat.press("ctrl+b")
        outline = chat.app.chat.transcript.outline if chat.app.chat.transcript else None

        await chat.emit(turn_started("one more"))

        assert outline is not None
        assert len(outline.entries) == 3
        await chat.press("ctrl+b")
        await chat.until_sees("Turns · 4")


@pytest.mark.parametrize("width", range(12, 61, 3))
def test_a_turns_rows_are_never_wider_than_the_sidebar(width: int) -> None:
    result = TurnResult(
        session_id="s",
        turn_id="t",
        status=TurnStatus.ERROR,
        elapsed_s=754.0,
        usage=Usage(input_tokens=90_000, output_tokens=1_200, cost_usd=0.123),
    )
    entry = TurnEntry(
        number=1, head="日本語の長い質問 and words", files=("a", "b"), failures=3, result=result
    )
    palette = palette_from({}, dark=True)
    for look in (TurnLook(), TurnLook(is_chosen=True), TurnLook(is_current=True)):
        target = Target(TargetKind.TURN, 0)
        for row in turn_rows(entry, target, look, width, palette):
            assert row_cells(row.runs) <= width
