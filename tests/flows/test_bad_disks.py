from __future__ import annotations

from pathlib import Path

from tests.flows.chat_program import CTRL_Q, READY, chat, journals, type_prompt
from tests.flows.model_server import ModelServer, says


def test_a_data_folder_that_cannot_be_written_is_told_and_the_chat_goes_on(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    answers = (says("Said all the same."), says("And again."))
    with ModelServer(*answers) as server, chat(server, tmp_path) as program:
        type_prompt(program, "hello")
        program.wait_for("Said all the same.")
        program.wait_for("cannot be saved")
        words = " ".join(program.screen_text().replace("▌", "").split())
        assert "a part of the path is a file and not a folder" in words
        program.wait_for("18 tokens")
        type_prompt(program, "more")
        program.wait_for("And again.")
        program.wait_for(READY)

        program.send(CTRL_Q)
        assert program.wait_for_exit() == 0
        assert b"--resume" not in program.output


def test_a_log_folder_that_cannot_be_written_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    with ModelServer(says("Said all the same.")) as server, chat(server, tmp_path) as program:
        type_prompt(program, "hello")
        program.wait_for("Said all the same.")
        program.wait_for("The log folder")


def test_a_session_that_is_open_elsewhere_can_be_read_and_keeps_the_prompt(tmp_path: Path) -> None:
    with ModelServer(says("The first answer.")) as server, chat(server, tmp_path) as first:
        type_prompt(first, "hello")
        first.wait_for("The first answer.")
        first.wait_for("18 tokens")

        with chat(server, tmp_path, "-c") as second:
            second.wait_for("The first answer.")
            second.wait_for("is open in another")
            type_prompt(second, "from the second")
            second.wait_for("This session can only be read")
            second.wait_for("❯ from the second")  # back in the composer
            assert len(server.requests) == 1


def test_a_damaged_journal_opens_with_a_word_about_it_and_a_copy_is_kept(tmp_path: Path) -> None:
    with ModelServer(says("Before the damage.")) as server:
        with chat(server, tmp_path) as program:
            type_prompt(program, "hello")
            program.wait_for("18 tokens")
            program.send(CTRL_Q)
            program.wait_for_exit()
        (journal,) = journals(tmp_path)
        with journal.open("ab") as file:
            file.write(b'{"type":"message", broken\n\x00\x00\n')

        with chat(server, tmp_path, "-c") as program:
            program.wait_for("Before the damage.")
            program.wait_for("unreadable")

    assert list(journal.parent.glob("journal.jsonl.damaged-*"))
