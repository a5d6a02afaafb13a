"""Thousands of messages in a true terminal: the end at once, the start one key away."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_tui.protocol.messages import ChatMessage, Role, TextPart
from agent_tui.protocol.sessions import SessionInfo
from agent_tui.storage.session_store import FileSessionStore
from tests.flows.chat_program import chat, journals, type_prompt
from tests.flows.model_server import ModelServer, says
from tests.terminal.pty_program import PtyProgram

ID = "abcd1111"
TURNS = 2_500
CTRL_HOME, CTRL_END, PAGE_UP, PAGE_DOWN = "\x1b[1;5H", "\x1b[1;5F", "\x1b[5~", "\x1b[6~"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """With a stored session of 5 000 messages, 3 MB."""
    data = tmp_path / "data"
    store = FileSessionStore(data / "sessions", data / "index.db")
    journal = store.create(SessionInfo(id=ID, cwd=str(tmp_path), created=1.0, updated=1.0))
    for turn in range(TURNS):
        for role, text in (
            (Role.USER, f"question {turn}"),
            (Role.ASSISTANT, f"Answer {turn}. " + "It takes some words to say this. " * 20),
        ):
            part = TextPart(id=f"{role.value}{turn}p", text=text)
            message = ChatMessage(id=f"{role.value}{turn}", role=role, parts=(part,))
            journal.append_message(message)
    journal.close("user")
    return tmp_path


def go_to_the_start(program: PtyProgram) -> None:
    program.send(CTRL_HOME)
    program.wait_for(lambda: program.line(0).strip() == "❯ question 0")


def test_it_opens_at_its_end_and_its_first_message_can_be_read(home: Path) -> None:
    with ModelServer() as server, chat(server, home, "--resume", ID, is_ready=False) as program:
        program.wait_for(f"Answer {TURNS - 1}.")
        assert "loading" not in program.screen_text()

        go_to_the_start(program)
        program.send(PAGE_DOWN)
        program.wait_for("question 3")
        program.send(PAGE_UP)
        program.wait_for(lambda: program.line(0).strip() == "❯ question 0")
        assert "loading" not in program.screen_text()

        program.send(CTRL_END)
        program.wait_for(f"Answer {TURNS - 1}.")


def test_a_prompt_sent_at_once_carries_the_whole_history(home: Path) -> None:
    with ModelServer(says("Now ", "you know.")) as server:
        with chat(server, home, "--resume", ID, is_ready=False) as program:
            program.wait_for(f"Answer {TURNS - 1}.")
            type_prompt(program, "and now?")
            program.wait_for("Now you know.")

        messages = [one for one in server.requests[0]["messages"] if one["role"] != "system"]
    assert len(messages) == 2 * TURNS + 1
    assert messages[0]["content"] == "question 0"
    assert messages[-2]["content"].startswith(f"Answer {TURNS - 1}.")
    assert messages[-1]["content"] == "and now?"


def test_after_kill_9_it_opens_at_its_new_end_and_is_whole_again(home: Path) -> None:
    with ModelServer(says("Now you know."), says("Still.")) as server:
        with chat(server, home, "--resume", ID, is_ready=False) as program:
            program.wait_for(f"Answer {TURNS - 1}.")
            type_prompt(program, "and now?")
            program.wait_for("Now you know.")
            # What streams is on the disk within 0.3 s, and the kill must not come before.
            program.wait_for(lambda: "Now you know." in journals(home)[-1].read_text())
            program.kill()
            program.wait_for_exit()

        with chat(server, home, "--resume", ID, is_ready=False) as program:
            program.wait_for("Now you know.")
            go_to_the_start(program)
            type_prompt(program, "sure?")
            server.wait_for_requests(2)

        messages = [one for one in server.requests[1]["messages"] if one["role"] != "system"]
    assert len(messages) == 2 * TURNS + 3
    assert messages[0]["content"] == "question 0"
