"""The agent acts: with permission, by keys, in a real terminal, against a real model server."""

from __future__ import annotations

import random
import string
from pathlib import Path
from typing import Any

import pytest

from tests.flows.chat_program import (
    CTRL_Q,
    ENTER,
    ESC,
    READY,
    SIZES,
    chat,
    type_prompt,
)
from tests.flows.model_server import ModelServer, calls, calls_all, says, streams
from tests.terminal.pty_program import PtyProgram

ARMED = "Esc stops the turn"


def results_sent(server: ModelServer, number: int) -> list[str]:
    """The tool results that the request with this index carried."""
    messages: list[dict[str, Any]] = server.requests[number]["messages"]
    return [message["content"] for message in messages if message["role"] == "tool"]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder in which the agent works."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def press_when_armed(program: PtyProgram, key: str) -> None:
    program.wait_for(ARMED)
    program.send(key)


def test_a_file_is_read_without_asking_and_edited_only_after_a_yes(
    tmp_path: Path, work: Path
) -> None:
    notes = work / "notes.txt"
    notes.write_text("one\ntwo\n")
    edit = {"path": "notes.txt", "old_text": "two", "new_text": "three"}
    answers = (calls("read_file", path="notes.txt"), calls("edit_file", **edit), says("All done."))

    with (
        ModelServer(*answers) as server,
        # High enough for the difference below a long path: the panel says where it writes.
        chat(server, tmp_path, "-C", str(work), size=(80, 40)) as program,
    ):
        type_prompt(program, "edit it")
        program.wait_for("three")  # the diff
        assert notes.read_text() == "one\ntwo\n"
        press_when_armed(program, "y")
        program.wait_for("All done.")

        assert notes.read_text() == "one\nthree\n"
        assert "two" in results_sent(server, 1)[0]
        assert {tool["function"]["name"] for tool in server.requests[0]["tools"]} > {
            "read_file",
            "edit_file",
            "run_command",
            "ask_user",
        }


@pytest.mark.parametrize("size", [SIZES[1]])
def test_a_command_streams_its_output_and_its_result_reaches_the_model(
    tmp_path: Path, work: Path, size: tuple[int, int]
) -> None:
    command = "printf 'begun\\n'; while [ ! -e go ]; do :; done; echo finished"
    answers = (calls("run_command", command=command), says("It ran."))

    with (
        ModelServer(*answers) as server,
        chat(server, tmp_path, "-C", str(work), size=size) as program,
    ):
        type_prompt(program, "run it")
        press_when_armed(program, "y")
        program.wait_for("begun")
        (work / "go").touch()
        program.wait_for("It ran.")

        assert "begun\nfinished" in results_sent(server, 1)[0]


def test_a_refusal_with_its_reason_is_the_result_and_the_turn_goes_on(
    tmp_path: Path, work: Path
) -> None:
    answers = (calls("run_command", command="touch made"), says("I will not then."))

    with ModelServer(*answers) as server, chat(server, tmp_path, "-C", str(work)) as program:
        type_prompt(program, "make it")
        press_when_armed(program, "n")
        program.send("not today")
        program.wait_for("not today")
        program.send(ENTER)
        program.wait_for("I will not then.")

        assert "not today" in results_sent(server, 1)[0]
        assert not (work / "made").exists()


def test_what_is_granted_for_the_session_is_not_asked_again_and_survives_a_resume(
    tmp_path: Path, work: Path
) -> None:
    command = "touch a && touch b"
    answers = (
        calls("run_command", command=command),
        says("Once."),
        calls("run_command", command=command),
        says("Twice."),
        calls("run_command", command=command),
        says("Thrice."),
    )
    with ModelServer(*answers) as server:
        with chat(server, tmp_path, "-C", str(work)) as program:
            type_prompt(program, "first")
            press_when_armed(program, "a")
            program.wait_for("Once.")
            type_prompt(program, "second")
            program.wait_for("Twice.")
            program.send(CTRL_Q)
            assert program.wait_for_exit() == 0
        with chat(server, tmp_path, "-C", str(work), "-c") as program:
            program.wait_for("Twice.")
            type_prompt(program, "third")
            program.wait_for("Thrice.")


def test_two_hundred_keys_typed_while_a_panel_opens_approve_nothing_and_reach_the_composer(
    tmp_path: Path, work: Path
) -> None:
    typed = "".join(random.Random(7).choices(string.ascii_lowercase + string.digits, k=200))
    answers = (calls("run_command", command="touch made"), says("Never said."))

    with ModelServer(*answers) as server, chat(server, tmp_path, "-C", str(work)) as program:
        program.send("go" + ENTER)
        for start in range(0, 200, 20):
            program.send(typed[start : start + 20])
        program.wait_for(ARMED)

        shown = "".join(program.screen_text().split())
        assert typed[-40:] in shown
        assert not (work / "made").exists()
        assert len(server.requests) == 1
        program.send("y")
        program.wait_for("Never said.")
        assert (work / "made").exists()


def test_the_calls_of_one_step_are_asked_in_one_panel(tmp_path: Path, work: Path) -> None:
    wanted = calls_all(
        ("run_command", {"command": "touch first"}), ("run_command", {"command": "touch second"})
    )
    with (
        ModelServer(wanted, says("Both.")) as server,
        chat(server, tmp_path, "-C", str(work)) as program,
    ):
        type_prompt(program, "both please")
        program.wait_for("touch first")
        program.wait_for("touch second")
        press_when_armed(program, "y")
        program.wait_for("Both.")

        assert (work / "first").exists()
        assert (work / "second").exists()


def test_esc_ends_a_running_command_at_once_and_the_next_prompt_works(
    tmp_path: Path, work: Path
) -> None:
    command = "trap '' TERM; echo started; while :; do sleep 0.05; touch alive; done"
    answers = (calls("run_command", command=command), says("As you like."))

    with ModelServer(*answers) as server, chat(server, tmp_path, "-C", str(work)) as program:
        type_prompt(program, "loop")
        press_when_armed(program, "y")
        # In a row of its own: the command, which is shown before it runs, has the word, too.
        program.wait_for(lambda: any(line.endswith("  started") for line in program.lines()))
        program.send(ESC)
        program.wait_for("stopped")
        type_prompt(program, "go on")
        program.wait_for("As you like.")

        (result,) = results_sent(server, 1)
        assert "started" in result
        assert "topped" in result


def test_a_question_is_answered_by_keys(tmp_path: Path, work: Path) -> None:
    asked = calls("ask_user", question="Which colour?", choices=["Red", "Green", "Blue"])

    with (
        ModelServer(asked, says("Green it is.")) as server,
        chat(server, tmp_path, "-C", str(work)) as program,
    ):
        type_prompt(program, "ask me")
        program.wait_for("Which colour?")
        press_when_armed(program, "2")
        program.send(ENTER)
        program.wait_for("Green it is.")

        assert "Green" in results_sent(server, 1)[0]


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_request_that_waits_survives_the_end_of_the_program(
    tmp_path: Path, work: Path, is_killed: bool
) -> None:
    answers = (calls("run_command", command="touch made"), says("Made after all."))

    with ModelServer(*answers) as server:
        with chat(server, tmp_path, "-C", str(work)) as program:
            type_prompt(program, "make it")
            program.wait_for(ARMED)
            if is_killed:
                program.kill()
            else:
                program.send(CTRL_Q)
            program.wait_for_exit()
        assert not (work / "made").exists()

        with chat(server, tmp_path, "-C", str(work), "-c", is_ready=False) as program:
            press_when_armed(program, "y")
            program.wait_for("Made after all.")
            assert (work / "made").exists()
            assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("arguments", "is_made", "told"),
    [
        ((), False, "Nobody can be asked"),
        (("--allow", "run(touch made)"), True, ""),
        (("--permission-mode", "full"), True, ""),
        (("--yolo", "--deny", "run(touch *)"), False, "run(touch *)"),
        (("--permission-mode", "plan"), False, "lan"),
    ],
)
def test_in_a_pipe_rules_and_mode_decide_and_the_rest_is_refused_with_a_reason(
    tmp_path: Path, work: Path, arguments: tuple[str, ...], is_made: bool, told: str
) -> None:
    answers = (calls("run_command", command="touch made"), says("Said."))
    with (
        ModelServer(*answers) as server,
        chat(server, tmp_path, "-C", str(work), "-p", "go", *arguments, is_ready=False) as program,
    ):
        program.wait_for("Said.")
        assert program.wait_for_exit() == 0

        assert (work / "made").exists() is is_made
        assert told in results_sent(server, 1)[0]


def test_a_rule_that_is_none_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    with (
        ModelServer() as server,
        chat(server, tmp_path, "--allow", "rm everything", is_ready=False) as program,
    ):
        assert program.wait_for_exit() == 2
        assert "allow" in program.output.decode()
        assert program.is_restored()


def test_shift_tab_changes_the_mode_and_plan_refuses_to_act(tmp_path: Path, work: Path) -> None:
    answers = (calls("run_command", command="touch made"), says("Only a plan."))

    with ModelServer(*answers) as server, chat(server, tmp_path, "-C", str(work)) as program:
        program.wait_for("ask ·")
        program.send("\x1b[Z")
        program.wait_for("edits ·")
        program.send("\x1b[Z")
        program.wait_for("plan ·")
        type_prompt(program, "act")
        program.wait_for("Only a plan.")

        assert "plan" in results_sent(server, 1)[0].lower()
        assert not (work / "made").exists()


def test_the_screen_lives_while_a_command_floods_it(tmp_path: Path, work: Path) -> None:
    flood = "yes 'a line of output that goes on and on' | head -c 60000000; echo over"
    answers = (calls("run_command", command=flood), says("What a flood."))

    with ModelServer(*answers) as server, chat(server, tmp_path, "-C", str(work)) as program:
        type_prompt(program, "flood")
        press_when_armed(program, "y")
        program.wait_for("a line of output")
        program.send("typed meanwhile")
        program.wait_for("typed meanwhile")
        program.wait_for("What a flood.")

        (result,) = results_sent(server, 1)
        assert len(result) < 40_000
        assert "over" in result


def test_escapes_and_bidi_in_a_command_cannot_change_what_the_panel_shows(
    tmp_path: Path, work: Path
) -> None:
    command = "echo \u202eevil\x1b[2J\u200b; rm -rf x"
    answers = (calls("run_command", command=command), says("Never."))

    with ModelServer(*answers) as server, chat(server, tmp_path, "-C", str(work)) as program:
        type_prompt(program, "go")
        program.wait_for(ARMED)

        assert "\u202e".encode() not in program.output
        assert b"\x1b[2J\xe2\x80\x8b" not in program.output
        assert "U+202E" in program.screen_text()
        assert "rm -rf x" in program.screen_text()
        program.send(ESC)
        program.wait_for(READY)


def test_ps_lists_what_runs_and_nothing_is_left_after_the_end(tmp_path: Path, work: Path) -> None:
    command = (
        "(setsid sh -c 'trap \"\" TERM; echo $$ > pid; while :; do sleep 0.1; done' &); sleep 99"
    )
    answers = (calls("run_command", command=command, background=True), says("Started."))

    with (
        ModelServer(*answers, streams(["x"])) as server,
        chat(server, tmp_path, "-C", str(work)) as program,
    ):
        type_prompt(program, "start it")
        press_when_armed(program, "y")
        program.wait_for("Started.")
        program.wait_for(lambda: (work / "pid").exists() and bool((work / "pid").read_text()))
        pid = int((work / "pid").read_text())
        type_prompt(program, "/ps")
        program.wait_for("sleep 99")
        assert Path(f"/proc/{pid}").exists()
        program.kill()
        program.wait_for_exit()

        program.wait_for(lambda: not Path(f"/proc/{pid}").exists())
