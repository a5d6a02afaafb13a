"""Shell commands of the user's and prompts that steer, in a real terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.flows.chat_program import CTRL_Q, ENTER, chat, stored_entries, type_prompt
from tests.flows.model_server import ModelServer, calls, says
from tests.lifecycle.processes.real_processes import Marked

ALT_S = "\x1bs"


def user_messages(server: ModelServer, number: int) -> list[str]:
    messages: list[dict[str, Any]] = server.requests[number]["messages"]
    return [message["content"] for message in messages if message["role"] == "user"]


def test_commands_run_beside_a_turn_reach_the_model_and_end_with_the_program(
    tmp_path: Path,
) -> None:
    work, marked = tmp_path / "work", Marked()
    work.mkdir()
    slow = calls("run_command", command="until [ -e go ]; do sleep 0.05; done")
    with (
        ModelServer(slow, says("All done.")) as server,
        chat(server, tmp_path, "-C", str(work), "--permission-mode", "full") as program,
    ):
        type_prompt(program, "wait for it")
        program.wait_for("until [ -e go ]")
        program.send("use tabs" + ALT_S)
        program.wait_for("» use tabs")
        type_prompt(program, "!!echo private; touch go")
        program.wait_for("All done.")
        type_prompt(program, "!printf 'loud'; exit 3")
        program.wait_for("exit code 3")
        type_prompt(program, "and now")
        program.wait_for("❯ and now")
        program.wait_for(lambda: len(server.requests) == 3)
        program.send(f"!bash -c 'sleep 1000; : {marked.mark}'{ENTER}")
        program.wait_for(lambda: bool(marked.pids()))

        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0
        assert marked.pids() == []

    assert user_messages(server, 1) == ["wait for it", "use tabs"]
    last = user_messages(server, 2)[-1]
    assert last.index("exit 3\nloud\n[exit code 3") < last.index("and now")
    assert not any("private" in text for text in user_messages(server, 2))
    entries = [str(entry) for entry in stored_entries(tmp_path)]
    assert any("stopped by the end of the program" in entry for entry in entries)
