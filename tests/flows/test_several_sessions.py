"""Several sessions at once, in a real terminal: one asks for permission while the user writes in
another."""

from __future__ import annotations

import json
from pathlib import Path

from tests.flows.chat_program import CTRL_Q, ENTER, chat, journals, type_prompt
from tests.flows.model_server import ModelServer, calls, says

F8 = "\x1b[19~"


def prompts_and_answers(journal: Path) -> list[str]:
    """The texts of the stored messages, in their last form, in order."""
    texts: dict[str, str] = {}
    for line in journal.read_text().splitlines():
        entry = json.loads(line)
        if entry["type"] == "message":
            parts = entry["message"]["parts"]
            texts[entry["message"]["id"]] = "".join(part.get("text", "") for part in parts)
    return [*texts.values()]


def draft_of(journal: Path) -> str:
    draft = journal.parent / "draft.txt"
    return draft.read_text() if draft.exists() else ""


def test_a_session_waits_behind_a_badge_while_the_user_writes_in_another(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    writes = calls("write_file", path="made.txt", content="made")
    with (
        ModelServer(writes, says("Written."), says("Second answer.")) as server,
        chat(server, tmp_path, "-C", str(work)) as program,
    ):
        type_prompt(program, "write a file")
        program.wait_for("waits for you · Esc stop")
        program.send("/new" + ENTER)
        program.wait_for("1 more: 1 waiting")
        program.send("y is my answer")  # `y` must answer nothing here
        program.wait_for("y is my answer")
        assert not (work / "made.txt").exists()

        program.send(F8)
        program.wait_for("Esc stops the turn")
        program.send("y")
        program.wait_for("Written.")
        program.send(F8)
        program.wait_for("y is my answer")
        program.send(ENTER)
        program.wait_for("Second answer.")
        program.send("a draft")
        program.wait_for("a draft")
        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0
        program.wait_for("the other one: ")

    assert (work / "made.txt").read_text() == "made"
    first, second = sorted(journals(tmp_path), key=lambda path: prompts_and_answers(path)[0])
    assert prompts_and_answers(first)[0] == "write a file"
    assert prompts_and_answers(first)[-1] == "Written."
    assert prompts_and_answers(second) == ["y is my answer", "Second answer."]
    assert [draft_of(first), draft_of(second)] == ["", "a draft"]
