"""How tool calls and lists look on the whole screen. AGENT_TUI_UPDATE_SNAPSHOTS=1 writes them
anew."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import GrantsListed, ProcessesListed
from agent_tui.protocol.events import SessionInfoChanged, ToolCallEnded, ToolCallStarted, ToolOutput
from agent_tui.protocol.permissions import (
    Effect,
    Grant,
    GrantScope,
    PermissionMode,
)
from agent_tui.protocol.processes import ProcessInfo
from tests.ui.running_chat import RunningChat, a_session, opened, running_chat, turn_started
from tests.ui.test_screen_states import steady

PICTURES = Path(__file__).parent.parent / "pictures"
DIFF = """--- a/notes.txt
+++ b/notes.txt
@@ -1,4 +1,6 @@
 # Notes
-buy milk
+buy milk and bread
 call Ann
+write to Bob
+find the keys
 sleep
"""
FAILURE = """collected 214 items
tests/test_stream.py ....F
E       AssertionError: the reader stopped
tests/test_stream.py:31: AssertionError
1 failed, 213 passed in 2.41s
[exit code 1 · 2.6 s]"""


def started(call_id: str, name: str, **arguments: Any) -> ToolCallStarted:
    text = msgspec.json.encode(arguments).decode()
    return ToolCallStarted(
        session_id="s1", turn_id="t1", call_id=call_id, part_id="", name=name, arguments=text
    )


def ended(call_id: str, text: str, **fields: Any) -> ToolCallEnded:
    return ToolCallEnded(
        session_id="s1", turn_id="t1", call_id=call_id, part_id="", text=text, **fields
    )


def printed(call_id: str, text: str, skipped_bytes: int = 0) -> ToolOutput:
    return ToolOutput(
        session_id="s1", turn_id="t1", call_id=call_id, text=text, skipped_bytes=skipped_bytes
    )


def read_and_searched() -> list[AgentEvent]:
    return [
        started("c1", "read_file", path="src/agent/stream.py"),
        ended("c1", "line\n" * 212, elapsed_s=0.02),
        started("c2", "grep", pattern="receive", path="src"),
        ended("c2", "src/a.py:3: receive\nsrc/b.py:9: receive", elapsed_s=0.3),
    ]


async def begin(chat: RunningChat) -> None:
    info = a_session(context_tokens=84_000, context_window=200_000, is_saved=True, cwd="/srv/shop")
    await chat.emit(opened(), SessionInfoChanged(session_id="s1", info=info))
    await chat.emit(turn_started("Why does the stream stop? Mend it."), *read_and_searched())


async def running(chat: RunningChat) -> None:
    await begin(chat)
    lines = "".join(f"\x1b[32mPASSED\x1b[0m tests/test_{number}.py\n" for number in range(1_245))
    await chat.emit(
        started("c3", "run_command", command="pytest -q tests"),
        printed("c3", lines),
        printed("c3", "collecting 10 %\rcollecting 100 %\ntests/test_漢字.py ...."),
    )


async def failed(chat: RunningChat) -> None:
    await begin(chat)
    await chat.emit(
        started("c3", "run_command", command="pytest -q tests"),
        printed("c3", FAILURE),
        ended("c3", FAILURE, is_error=True, elapsed_s=2.6),
        started("c4", "read_file", path="tests/missing.py"),
        ended("c4", "There is no file tests/missing.py.\nDid you mean x?", is_error=True),
    )


async def edited(chat: RunningChat) -> None:
    await begin(chat)
    todos = [
        {"text": "Read the reader", "status": "done"},
        {"text": "Mend the loop", "status": "in_progress"},
        {"text": "Run the tests", "status": "pending"},
    ]
    await chat.emit(
        started("c3", "todo", items=todos),
        ended("c3", "1 of 3 done"),
        started("c4", "edit_file", path="notes.txt", old="a", new="b"),
        ended("c4", "Edited.", diff=DIFF, elapsed_s=0.1),
        started("c5", "run_command", command="git push --force origin main"),
    )
    assert chat.app.chat.transcript is not None
    chat.app.chat.transcript.wait_for_user("r1", ["c5"])  # the panel has pictures of its own
    await chat.pilot.pause()


async def opened_outputs(chat: RunningChat) -> None:
    await failed(chat)
    assert chat.app.chat.transcript is not None
    chat.app.chat.transcript.action_toggle_tool_output()
    await chat.pilot.pause()


async def lists(chat: RunningChat) -> None:
    info = a_session(is_saved=True, cwd="/srv/shop", permission_mode=PermissionMode.FULL)
    await chat.emit(opened(), SessionInfoChanged(session_id="s1", info=info))
    grants = (
        Grant(id="9f" * 16, rule="run(rm *)", effect=Effect.DENY, scope=GrantScope.USER),
        Grant(id="a1" * 16, rule="run(git log *)", source="panel"),
        Grant(
            id="b2" * 16,
            rule="write(/srv/shop/a folder with a rather long name/and another one/notes.txt)",
            scope=GrantScope.PROJECT,
            source="panel",
        ),
        Grant(id="c3" * 16, rule="fetch(example.com)", scope=GrantScope.SETTINGS, source="--allow"),
    )
    now = time.time()
    processes = (
        ProcessInfo(
            id=1,
            pid=48_213,
            command="npm run dev -- --port 3000",
            started=now - 3_900,
            cpu_percent=3.4,
            memory_bytes=142_000_000,
            count=4,
            is_background=True,
        ),
        ProcessInfo(id=2, pid=48_377, command="pytest -q tests", started=now - 75),
    )
    await chat.emit(
        GrantsListed(session_id="s1", grants=grants),
        ProcessesListed(session_id="s1", processes=processes),
    )


STATES = (running, failed, edited, opened_outputs, lists)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_tools_look_as_it_was_agreed(
    state: Callable[[RunningChat], Awaitable[None]], size: tuple[int, int]
) -> None:
    async with running_chat(is_open=False, size=size) as chat:
        await state(chat)
        seen = steady("\n".join(chat.rows()) + "\n")

    picture = PICTURES / f"tools_{state.__name__}_{size[0]}x{size[1]}.txt"
    if os.environ.get("AGENT_TUI_UPDATE_SNAPSHOTS"):
        picture.write_text(seen, encoding="utf-8")
    assert seen == picture.read_text(encoding="utf-8")
