"""Finding again what was said long ago, in a true terminal with the true store."""

from __future__ import annotations

from pathlib import Path

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.session_store import FileSessionStore
from tests.flows.chat_program import ENTER, chat
from tests.flows.model_server import ModelServer

TAB = "\t"
TURNS, LONG_AGO = 200, 20
"""Enough to be read in two parts; and a turn in the first of them."""


def store_a_long_session(home: Path) -> None:
    store = FileSessionStore(home / "data" / "sessions", home / "data" / "index.db")
    info = SessionInfo(id="abcd1111", cwd=str(home), created=1.0, title="About animals")
    journal = store.create(info)
    for turn in range(TURNS):
        said = "wombats" if turn == LONG_AGO else f"answer {turn}"
        for role, text in ((Role.USER, f"question {turn}"), (Role.ASSISTANT, f"{said}. " * 400)):
            part = TextPart(id=f"{role.value}{turn}p", text=text)
            journal.append_message(ChatMessage(id=f"{role.value}{turn}", role=role, parts=(part,)))
    journal.close("user")


def test_resume_lists_sessions_finds_what_was_said_and_lands_on_it(tmp_path: Path) -> None:
    store_a_long_session(tmp_path)

    with ModelServer() as server, chat(server, tmp_path, "--resume", is_ready=False) as program:
        program.wait_for("Tab shows all projects")
        program.send(TAB)
        program.wait_for("About animals")
        program.send("wombats")
        program.wait_for("agent wombats. wombats.")
        program.send(ENTER)

        program.wait_for(f"question {LONG_AGO + 1}")
        assert "wombats. wombats." in program.screen_text()
        program.wait_for("/ wombats")
