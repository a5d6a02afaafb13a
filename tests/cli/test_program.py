"""The real program as a process, without a terminal."""

from __future__ import annotations

import json
import subprocess

import pytest

from agent_tui.cli.version import VERSION
from tests.cli.conftest import TIMEOUT_S, Program

DEMO = ("--provider", "demo")


def test_the_version_is_printed(program: Program) -> None:
    assert program.run("--version") == (0, f"agent-tui {VERSION}\n", "")


def test_a_wrong_setting_ends_print_mode_before_it_begins(program: Program) -> None:
    program.write(program.user_file, "max_iterations = 'x'")

    ran = program.run("-p", "hello", *DEMO)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{program.user_file}:1:1: max_iterations must be a whole number")


def test_without_terminal_and_prompt_it_says_what_to_do(program: Program) -> None:
    ran = program.run()

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("The full screen needs a terminal")
    assert "agent-tui -p" in ran.err


def test_an_empty_prompt_in_print_mode_is_a_usage_error(program: Program) -> None:
    ran = program.run("-p", "  ", *DEMO)

    assert (ran.code, ran.out) == (2, "")
    assert "The prompt is empty" in ran.err


def test_without_a_provider_it_says_how_to_choose_one(program: Program) -> None:
    ran = program.run("-p", "hello")

    assert (ran.code, ran.out) == (2, "")
    assert "--provider demo" in ran.err


def test_a_key_for_openai_is_not_sent_elsewhere_and_that_is_said(program: Program) -> None:
    ran = program.run(
        *("--base-url", "http://127.0.0.1:1/v1", "config", "check"),
        environ={"OPENAI_API_KEY": "sk-secret"},
    )

    assert ran.code == 0
    assert "OPENAI_API_KEY is not sent to http://127.0.0.1:1/v1" in ran.err
    assert "sk-secret" not in ran.err


def test_the_demo_answers_in_plain_text(program: Program) -> None:
    ran = program.run("-p", "hello", *DEMO)

    assert (ran.code, ran.err) == (0, "")
    assert len(ran.out.strip()) > 0
    assert ran.out.endswith("\n")


def test_a_prompt_without_a_terminal_is_answered_without_a_flag(program: Program) -> None:
    assert program.run("hello", *DEMO).code == 0


def test_piped_text_is_a_prompt_of_its_own(program: Program) -> None:
    ran = program.run("--output-format", "json", *DEMO, stdin="héllo".encode())

    assert ran.code == 0
    session = json.loads(ran.out)["session_id"]
    assert "héllo" in program.call("sessions", "show", session).out


def test_the_json_object_tells_result_session_and_usage(program: Program) -> None:
    ran = program.run("-p", "hello", "--output-format", "json", *DEMO)

    read = json.loads(ran.out)
    assert (read["status"], read["error"]) == ("ok", None)
    assert read["result"]
    listed = json.loads(program.call("sessions", "list", "--json").out)
    assert [info["id"] for info in listed] == [read["session_id"]]


def test_the_json_stream_ends_with_the_end_of_the_turn(program: Program) -> None:
    ran = program.run("-p", "hello", "--output-format", "stream-json", *DEMO)

    types = [json.loads(line)["type"] for line in ran.out.splitlines()]
    assert "TurnStarted" in types
    assert types[-1] == "TurnEnded"


def test_a_session_can_be_continued_in_print_mode(program: Program) -> None:
    first = json.loads(program.run("-p", "one", "--output-format", "json", *DEMO).out)
    second = json.loads(program.run("-cp", "two", "--output-format", "json", *DEMO).out)

    assert second["session_id"] == first["session_id"]
    shown = program.call("sessions", "show", first["session_id"]).out
    assert shown.index("one") < shown.index("two")


def test_no_session_leaves_nothing_behind(program: Program) -> None:
    assert program.run("-p", "hello", "--no-session", *DEMO).code == 0

    assert program.call("sessions", "list", "--json").out == "[]\n"


def test_an_unknown_session_is_a_usage_error(program: Program) -> None:
    ran = program.run("-p", "hello", "-r", "nope", *DEMO)

    assert (ran.code, ran.out) == (2, "")
    assert "nope" in ran.err


def test_a_server_that_is_not_there_is_worth_another_try(program: Program) -> None:
    ran = program.run(
        *("-p", "hello", "--base-url", "http://127.0.0.1:1/v1", "-m", "m"),
        *("--set", "max_attempts=1"),
    )

    assert (ran.code, ran.out) == (75, "")
    assert "127.0.0.1:1" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("output_format", ["text", "stream-json"])
def test_a_reader_that_goes_away_ends_the_program_quietly(
    program: Program, output_format: str
) -> None:
    process = subprocess.Popen(
        [*program.command, "-p", "hello", "--output-format", output_format, *DEMO],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.cwd,
        env=program.environ,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=TIMEOUT_S)

    assert (process.returncode, err) == (141, b"")
