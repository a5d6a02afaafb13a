"""Sessions and messages for tests, with only what the test is about."""

from __future__ import annotations

from agent_tui.protocol.ids import new_id
from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo


def an_info(
    session_id: str = "", *, cwd: str = "/proj", provider: str = "", model: str = ""
) -> SessionInfo:
    return SessionInfo(
        id=session_id or new_id(), cwd=cwd, provider=provider, model=model, created=1000.5
    )


def a_prompt(text: str, *, message_id: str = "") -> ChatMessage:
    return _message(Role.USER, text, message_id)


def an_answer(text: str, *, message_id: str = "") -> ChatMessage:
    return _message(Role.ASSISTANT, text, message_id)


def _message(role: Role, text: str, message_id: str) -> ChatMessage:
    part = TextPart(id=new_id(), text=text)
    return ChatMessage(
        id=message_id or new_id(), role=role, parts=(part,), turn_id="turn", created=1001.25
    )
