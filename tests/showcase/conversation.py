"""The conversation, as the engine would tell it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from agent_tui.protocol.agent_event import AgentEvent
from agent_tui.protocol.asking_events import PermissionRequested
from agent_tui.protocol.events import (
    NoticeRaised,
    PartAdded,
    PartDelta,
    PartEnded,
    PartKind,
    SessionInfoChanged,
    SessionOpened,
    ToolCallEnded,
    ToolCallStarted,
    ToolOutput,
    TurnEnded,
    TurnStarted,
)
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.permissions import PermissionItem, PermissionRequest
from agent_tui.protocol.results import TurnResult
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.protocol.status import NoticeLevel, SessionStatus, TurnStatus
from agent_tui.protocol.usage import Usage

SESSION = "s1"
FOLDER = Path(__file__).parent
ANSWER = (FOLDER / "answer.md").read_text(encoding="utf-8")
DIFF = (FOLDER / "stream.diff").read_text(encoding="utf-8")
FAILURE = """tests/test_stream.py ....F                                         [100%]
E       AssertionError: assert 3 == 20
tests/test_stream.py:31: AssertionError
1 failed, 4 passed in 0.41s
[exit code 1 · 0.6 s]"""
THOUGHT = """The reader returns as soon as it meets a kind that is not in KNOWN. The batch is then
short, the caller takes that for the end, and nobody reads again.

So the loop must go on. Counting what was skipped keeps it visible.
"""
TODOS = [
    {"text": "Find where the reader stops", "status": "done"},
    {"text": "Let it go on", "status": "in_progress"},
    {"text": "Test it with an unknown event", "status": "pending"},
    {"text": "Rewrite the queue", "status": "cancelled"},
]


def all_turns() -> list[AgentEvent]:
    """All of it behind `session_opened`; the last turn still runs."""
    return [*mended(), *refused(), *interrupted(), *running()]


def session_opened() -> list[AgentEvent]:
    """An empty session, half of its context used."""
    info = SessionInfo(
        id=SESSION,
        model="gpt-5.4",
        provider="openai",
        cwd="/srv/shop",
        is_saved=True,
        status=SessionStatus.RUNNING,
        context_tokens=84_000,
        context_window=200_000,
    )
    return [SessionOpened(session_id=SESSION, info=info), SessionInfoChanged(info=info)]


def mended() -> list[AgentEvent]:
    """A whole turn: thinking, tools, a checklist, an edit, a question, a long answer, a cost."""
    turn = "t1"
    asked = {"question": "Count the unknown events, or drop them?"}
    return [
        _started(turn, "Why does the stream stop? Mend it, please.\n\nKeep the *public* names."),
        *_part(turn, "p1", PartKind.THINKING, THOUGHT),
        _called(turn, "c1", "read_file", path="src/shop/stream.py", offset=30, limit=40),
        _ended(turn, "c1", "line\n" * 40, elapsed_s=0.02),
        _called(turn, "c2", "grep", pattern="read_batch", path="src"),
        _ended(turn, "c2", "src/shop/server.py:112: read_batch(queue)", elapsed_s=0.3),
        _called(turn, "c3", "todo", items=TODOS),
        _ended(turn, "c3", "1 of 4 done"),
        _called(turn, "c4", "ask_user", **asked),
        _ended(turn, "c4", "Question: Count them?\nAnswer: count them", elapsed_s=0.0),
        _called(turn, "c5", "edit_file", path="src/shop/stream.py", old="a", new="b"),
        _ended(turn, "c5", "Edited.", diff=DIFF, elapsed_s=0.1),
        _called(turn, "c6", "run_command", command="pytest -q tests/test_stream.py"),
        _ended(turn, "c6", FAILURE, is_error=True, elapsed_s=0.6),
        *_part(turn, "p2", PartKind.TEXT, ANSWER),
        _turn_ended(turn, elapsed_s=83.0, tool_calls=6, usage=_usage(input_tokens=84_000)),
    ]


def refused() -> list[AgentEvent]:
    """Notices, and a turn that could not find a file and then failed."""
    turn = "t2"
    return [
        NoticeRaised(level=NoticeLevel.INFO, title="Model", text="gpt-5.4 answers from now on."),
        NoticeRaised(level=NoticeLevel.WARNING, title="Disk", text="12 MB are left on /srv."),
        NoticeRaised(
            level=NoticeLevel.ERROR, title="Not saved", text="The journal cannot be written."
        ),
        _started(turn, "And the changelog?"),
        _called(turn, "c7", "read_file", path="CHANGES.md"),
        _ended(
            turn, "c7", "There is no file CHANGES.md.\nDid you mean CHANGELOG.md?", is_error=True
        ),
        *_part(turn, "p3", PartKind.TEXT, "There is no `CHANGES.md`. I would add this line:"),
        _turn_ended(turn, elapsed_s=2.4, tool_calls=1, usage=_usage(input_tokens=9_000)),
    ]


def interrupted() -> list[AgentEvent]:
    """An answer that the user stopped."""
    turn = "t3"
    return [
        _started(turn, "Explain the whole protocol."),
        PartAdded(session_id=SESSION, turn_id=turn, part_id="p4", kind=PartKind.TEXT),
        PartDelta(
            session_id=SESSION,
            turn_id=turn,
            part_id="p4",
            text="The protocol has four layers. The first one frames each event as",
        ),
        PartEnded(session_id=SESSION, turn_id=turn, part_id="p4", is_complete=False),
        _turn_ended(turn, TurnStatus.CANCELLED, reason="user", elapsed_s=4.0),
    ]


def running() -> list[AgentEvent]:
    """A turn that goes on: a command prints, and the model thinks."""
    turn = "t4"
    passed = "".join(f"tests/test_{name}.py \x1b[32mPASSED\x1b[0m\n" for name in range(40))
    thought = "\n".join(f"{n}. Could it be the {n}th event of the batch?" for n in range(1, 12))
    return [
        _started(turn, "Then run all tests."),
        _called(turn, "c8", "run_command", command="pytest -q tests && make lint"),
        ToolOutput(session_id=SESSION, turn_id=turn, call_id="c8", text=passed),
        PartAdded(session_id=SESSION, turn_id=turn, part_id="p5", kind=PartKind.THINKING),
        PartDelta(session_id=SESSION, turn_id=turn, part_id="p5", text=thought),
    ]


def edit_to_permit() -> list[AgentEvent]:
    """A turn in which a change waits for permission, with its difference."""
    turn = "t1"
    arguments = _arguments(path="src/shop/stream.py", old="return batch", new="continue")
    item = PermissionItem(
        call_id="c5",
        tool="edit_file",
        arguments=arguments,
        summary="Edit src/shop/stream.py",
        reason="It changes a file.",
        diff=DIFF,
        session_rules=("write(/srv/shop/**)",),
        always_rules=("write(/srv/shop/**)",),
    )
    request = PermissionRequest(id="r1", session_id=SESSION, turn_id=turn, items=(item,))
    return [
        _started(turn, "Mend it, please."),
        *_part(turn, "p1", PartKind.THINKING, THOUGHT),
        _called(turn, "c5", "edit_file", path="src/shop/stream.py", old="a", new="b"),
        PermissionRequested(session_id=SESSION, turn_id=turn, request=request),
    ]


def _started(turn: str, text: str) -> TurnStarted:
    part = TextPart(id=f"{turn}.p", text=text)
    prompt = ChatMessage(id=f"{turn}.m", role=Role.USER, parts=(part,))
    return TurnStarted(session_id=SESSION, turn_id=turn, prompt=prompt)


def _part(turn: str, part_id: str, kind: PartKind, text: str) -> list[AgentEvent]:
    return [
        PartAdded(session_id=SESSION, turn_id=turn, part_id=part_id, kind=kind),
        PartDelta(session_id=SESSION, turn_id=turn, part_id=part_id, text=text),
        PartEnded(session_id=SESSION, turn_id=turn, part_id=part_id),
    ]


def _called(turn: str, call_id: str, name: str, **arguments: Any) -> ToolCallStarted:
    return ToolCallStarted(
        session_id=SESSION,
        turn_id=turn,
        call_id=call_id,
        part_id="",
        name=name,
        arguments=_arguments(**arguments),
    )


def _ended(turn: str, call_id: str, text: str, **fields: Any) -> ToolCallEnded:
    return ToolCallEnded(
        session_id=SESSION, turn_id=turn, call_id=call_id, part_id="", text=text, **fields
    )


def _turn_ended(turn: str, status: TurnStatus = TurnStatus.OK, **fields: Any) -> TurnEnded:
    result = TurnResult(session_id=SESSION, turn_id=turn, status=status, **fields)
    return TurnEnded(session_id=SESSION, turn_id=turn, result=result)


def _usage(input_tokens: int) -> Usage:
    return Usage(
        input_tokens=input_tokens,
        output_tokens=input_tokens // 20,
        cached_tokens=input_tokens // 2,
        cost_usd=input_tokens / 400_000,
    )


def _arguments(**values: Any) -> str:
    return msgspec.json.encode(values).decode()
