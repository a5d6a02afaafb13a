from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.flows.chat_program import (
    CTRL_Q,
    ENTER,
    ESC,
    READY,
    SIZES,
    chat,
    journals,
    type_prompt,
)
from tests.flows.model_server import ModelServer, says, streams


@pytest.mark.parametrize("size", SIZES[:1])
def test_a_prompt_is_answered_and_both_are_there_after_a_resume(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with ModelServer(says("The answer ", "is **42**."), says("Still 42.")) as server:
        with chat(server, tmp_path, size=size, is_warm=False) as program:
            type_prompt(program, "what is it?")
            program.wait_for("The answer is 42.")
            program.send(CTRL_Q)
            assert program.wait_for_exit() == 0
            assert program.is_restored()
            hint = (
                bytes(program.output).decode(errors="replace").rsplit("--resume ", 1)[1].split()[0]
            )

        with chat(server, tmp_path, "-r", hint, size=size, is_warm=False) as program:
            program.wait_for("The answer is 42.")
            assert "what is it?" in program.screen_text()
            type_prompt(program, "sure?")
            program.wait_for("Still 42.")

        sent = [(message["role"], message["content"]) for message in server.requests[1]["messages"]]
    assert sent[-3:] == [
        ("user", "what is it?"),
        ("assistant", "The answer is **42**."),
        ("user", "sure?"),
    ]


@pytest.mark.parametrize("size", SIZES[1:])
def test_keys_typed_during_the_start_are_sent_once_and_in_order(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with (
        ModelServer(says("Hello back.")) as server,
        chat(server, tmp_path, size=size, is_ready=False) as program,
    ):
        program.wait_for(lambda: len(program.output) > 0)
        program.send("hello there" + ENTER + "and then")
        program.wait_for("Hello back.")
        program.wait_for("and then")

        assert [request["messages"][-1]["content"] for request in server.requests] == [
            "hello there"
        ]


def test_escape_stops_the_answer_and_keeps_what_came(tmp_path: Path) -> None:
    hold = threading.Event()
    with ModelServer(streams(["Half an answer"], hold=hold), says("Whole.")) as server:
        with chat(server, tmp_path) as program:
            type_prompt(program, "go")
            program.wait_for("Half an answer")
            program.send(ESC)
            program.wait_for("stopped by you")
            assert "Half an answer" in program.screen_text()

            type_prompt(program, "once more")
            program.wait_for("Whole.")
        hold.set()

        roles = [message["role"] for message in server.requests[1]["messages"]]
    assert roles[-3:] == ["user", "assistant", "user"]


def test_a_prompt_sent_during_an_answer_waits_and_is_sent_after_it(tmp_path: Path) -> None:
    hold = threading.Event()
    with (
        ModelServer(streams(["First answer"], hold=hold), says("Second answer")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "first")
        program.wait_for("First answer")
        type_prompt(program, "second one")
        program.wait_for("1 queued")
        assert len(server.requests) == 1
        hold.set()
        program.wait_for("Second answer")

        assert server.requests[1]["messages"][-1]["content"] == "second one"


def test_the_screen_stays_whole_when_it_is_resized_while_an_answer_streams(tmp_path: Path) -> None:
    hold = threading.Event()
    words = [f"word{number} " for number in range(400)]
    with (
        ModelServer(streams(words, hold=hold)) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "long please")
        program.wait_for("word399")
        for columns, rows in ((40, 12), (120, 40), (80, 24)):
            program.resize(columns, rows)
            program.wait_for(lambda: "word399" in program.screen_text())
        hold.set()
        program.wait_for(READY)

        # The whole picture is painted anew a moment after the last resize.
        program.wait_for(lambda: "word398 word399" in " ".join(program.screen_text().split()))


def test_an_answer_that_was_streaming_at_kill_9_is_there_after_a_resume(tmp_path: Path) -> None:
    hold = threading.Event()
    with ModelServer(streams(["Kept in spite of all"], hold=hold)) as server:
        with chat(server, tmp_path) as program:
            type_prompt(program, "talk")
            program.wait_for("Kept in spite of all")
            program.wait_for(
                lambda: any("Kept in" in path.read_text() for path in journals(tmp_path))
            )
            program.kill()
            program.wait_for_restore()
        hold.set()

        with chat(server, tmp_path, "-c") as program:
            program.wait_for("Kept in spite of all")
            assert "talk" in program.screen_text()


def test_an_unsent_draft_survives_kill_9(tmp_path: Path) -> None:
    with ModelServer() as server:
        with chat(server, tmp_path) as program:
            program.send("a thought I had not sent")
            program.wait_for("a thought I had not sent")
            program.wait_for(
                lambda: any(
                    "a thought I had not sent" in path.read_text(errors="replace")
                    for path in (tmp_path / "data").rglob("draft.*")
                )
            )
            program.kill()

        with chat(server, tmp_path, "-c", is_ready=False) as program:
            program.wait_for("a thought I had not sent")


def test_the_demo_agent_needs_neither_key_nor_network(tmp_path: Path) -> None:
    with (
        ModelServer() as server,
        chat(server, tmp_path, "--provider", "demo", "--base-url", "") as program,
    ):
        type_prompt(program, "hello")
        program.wait_for("demo")
