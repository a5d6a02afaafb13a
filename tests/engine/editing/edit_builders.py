"""Edits of a played engine's session."""

from __future__ import annotations

from concurrent.futures import Future

from agent_tui.engine.editing.history_change import Edit
from agent_tui.engine.editing.session_edits import SessionEdits
from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, ToolCallPart, ToolResultPart
from tests.engine.builders import PlayedEngine


def edits_of(engine: PlayedEngine) -> SessionEdits:
    session = engine.controller.session()
    assert session is not None
    return session.edits


def asked(engine: PlayedEngine, edit: Edit) -> Future[None]:
    """Ask for an edit; it may have to wait."""
    done: Future[None] = Future()
    edits_of(engine).edit(edit, done)
    return done


def edited(engine: PlayedEngine, edit: Edit) -> None:
    """Make an edit that need not wait; raises what it raises."""
    asked(engine, edit).result(timeout=0)


def a_call(*call_ids: str) -> ChatMessage:
    parts = (
        ToolCallPart(id=new_id(), call_id=call_id, name="look", arguments="{}")
        for call_id in call_ids
    )
    return ChatMessage(id=new_id(), role=Role.ASSISTANT, parts=tuple(parts))


def a_result(call_id: str, text: str = "seen") -> ChatMessage:
    part = ToolResultPart(id=new_id(), call_id=call_id, text=text)
    return ChatMessage(id=new_id(), role=Role.TOOL, parts=(part,))
