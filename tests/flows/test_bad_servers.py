from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from tests.flows.chat_program import ESC, chat, type_prompt
from tests.flows.model_server import (
    Answer,
    ModelServer,
    breaks_after,
    refuses,
    says,
    sends_raw,
    streams,
)

DELTA = b'data: {"choices":[{"delta":{"content":"%s"}}]}\n\n'

BAD: dict[str, tuple[Answer, str]] = {
    "wrong key": (refuses(401, "Incorrect API key provided"), "refused"),
    "unknown model": (refuses(404, "The model `model-a` does not exist"), "model-a"),
    "not JSON": (sends_raw(b"data: {oops\n\n"), "unreadable"),
    "too long": (
        refuses(400, "This model's maximum context length is 10 tokens"),
        "too long",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_request_that_fails_for_good_says_what_to_do_and_the_next_one_works(
    tmp_path: Path, what: str
) -> None:
    answer, words = BAD[what]
    with ModelServer(answer, says("Now it works.")) as server, chat(server, tmp_path) as program:
        type_prompt(program, "please")
        program.wait_for(words)
        program.wait_for("failed after")
        assert "please" in program.screen_text()

        type_prompt(program, "again")
        program.wait_for("Now it works.")


def test_a_rate_limit_is_waited_out_with_a_visible_countdown(tmp_path: Path) -> None:
    with (
        ModelServer(refuses(429, "slow down", Retry_After="1"), says("Here I am.")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "hello")
        program.wait_for("again in 1 s")
        program.wait_for("Here I am.")

        assert len(server.requests) == 2


def test_escape_ends_the_wait_for_a_retry(tmp_path: Path) -> None:
    with (
        ModelServer(refuses(429, "slow down", Retry_After="100")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "hello")
        program.wait_for("again in")
        program.send(ESC)
        program.wait_for("stopped by you")

        assert len(server.requests) == 1


def test_an_answer_that_breaks_off_is_kept_on_screen_and_asked_for_again(tmp_path: Path) -> None:
    with (
        ModelServer(breaks_after("Lost in the mid"), says("Whole this time.")) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "hello")
        program.wait_for("Whole this time.", timeout=15)

        assert "Lost in the mid" in program.screen_text()
        assert len(server.requests[1]["messages"]) == len(server.requests[0]["messages"])


def test_nobody_listening_is_told_with_the_address_and_counted_down(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        with ModelServer() as server, chat(server, tmp_path, "--base-url", address) as program:
            type_prompt(program, "hello")
            program.wait_for("again in")
            program.send(ESC)
            program.wait_for("stopped by you")


def test_invalid_utf_8_and_control_sequences_are_shown_and_do_nothing(tmp_path: Path) -> None:
    evil = DELTA % b"caf\xff [bold] \\u001b]0;owned\\u0007 \\u001b[2J FINIS"
    with ModelServer(sends_raw(evil)) as server, chat(server, tmp_path) as program:
        before = len(program.output)
        type_prompt(program, "hello")
        program.wait_for("FINIS")

        assert "[bold]" in program.screen_text()
        assert b"\x1b]0;owned" not in program.output[before:]


def test_one_line_of_200_kb_is_shown_to_its_end(tmp_path: Path) -> None:
    text = "x" * 200_000 + " THE END"
    with ModelServer(says(text)) as server, chat(server, tmp_path) as program:
        type_prompt(program, "hello")

        program.wait_for("THE END", timeout=15)


def test_keys_are_taken_while_an_answer_of_10_mb_arrives(tmp_path: Path) -> None:
    hold = threading.Event()
    paragraph = "many words in a row " * 50 + "\n\n"
    with (
        ModelServer(streams([paragraph * 10] * 1000 + ["DONE NOW"], hold=hold)) as server,
        chat(server, tmp_path) as program,
    ):
        type_prompt(program, "hello")
        program.wait_for("many words")
        program.send("typed meanwhile")
        program.wait_for("typed meanwhile", timeout=15)
        program.wait_for("DONE NOW", timeout=18)
        hold.set()
